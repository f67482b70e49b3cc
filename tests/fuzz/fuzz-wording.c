/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A template. What is wrong with it is one line that names the file; else what is filled in is
 * text. */
#include <stdint.h>
#include <string.h>

#include "answer/wording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct wording_name names[] = {
		{ "a", false }, { "b", false }, { "c", false }, { "d", true }
	};
	const char *const values[] = { "Quux-by: x", "two words", NULL, "> q\n> r\n" };
	struct wording *wording = NULL;
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;

	if (!wording_parse((const char *)data, size, "f", names, G_N_ELEMENTS(names), &wording,
			   &error)) {
		g_assert_true(g_str_has_prefix(error->message, "f:"));
		g_assert_null(strchr(error->message, '\n'));
		return 0;
	}
	text = wording_fill(wording, values);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_true(!*text || text[strlen(text) - 1] == '\n');
	/* What is filled in begins no line that looks like a trailer; the template's own words may.
	 */
	if (!g_strstr_len((const char *)data, (gssize)size, "Quux")) {
		g_assert_false(g_str_has_prefix(text, "Quux-by:"));
		g_assert_null(strstr(text, "\nQuux-by:"));
	}
	wording_free(wording);
	return 0;
}
