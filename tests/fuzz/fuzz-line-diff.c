/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two texts, parted by a byte 0xff: as they are, and as lines that a byte each names. */
#include <stdint.h>
#include <string.h>

#include "../unit/library-diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LONG_LIMIT ((size_t)1 << 30)

static void check(struct slice older, struct slice newer)
{
	g_autoptr(GString) expected = g_string_new(NULL), actual = g_string_new(NULL);
	g_autoptr(GString) expected_part = g_string_new(NULL), part = g_string_new(NULL);

	g_assert_true(library_diff_is_same(older, newer, LONG_LIMIT, expected, actual));
	g_assert_true(library_diff_is_same(older, newer, expected->len / 2, expected_part, part));
}

/* Lines of code as most are, many of them the same. */
static GString *lines_named(struct slice names)
{
	static const char *const common[] = { "\n",  "}\n",  "{\n",	"\t}\n", "\treturn 0;\n",
					      " \n", "fn\n", "\t\tx;\n" };
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < names.length; i++) {
		guchar name = (guchar)names.start[i];

		if (name < G_N_ELEMENTS(common))
			g_string_append(out, common[name]);
		else
			g_string_append_printf(out, "%.*s%u\n", name % 4, "\t\t\t", name);
	}
	/* By chance the last line has no end. */
	if (out->len && (guchar)names.start[names.length - 1] % 8 == 7)
		g_string_truncate(out, out->len - 1);
	return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *parting = size ? memchr(text, 0xff, size) : NULL;
	size_t n = parting ? (size_t)(parting - text) : size;
	struct slice older = { text, n };
	struct slice newer = { parting ? parting + 1 : text, parting ? size - n - 1 : 0 };
	g_autoptr(GString) old_lines = lines_named(older), new_lines = lines_named(newer);

	git_libgit2_init();
	check(older, newer);
	check((struct slice){ old_lines->str, old_lines->len },
	      (struct slice){ new_lines->str, new_lines->len });
	git_libgit2_shutdown();
	return 0;
}
