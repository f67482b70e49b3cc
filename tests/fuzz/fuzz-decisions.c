/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of decisions. What is put in and taken out again must leave every other byte. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "decide/decision-lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct decision *decision, void *data)
{
	g_autofree char *line = decision_line(decision), *again = NULL;
	struct decision back;
	size_t *n = data;

	++*n;
	g_assert_null(strpbrk(line, "\n\r\t"));
	g_assert_true(g_utf8_validate(line, -1, NULL));
	g_assert_null(decision_parse(slice_of(line), &back));
	again = decision_line(&back);
	g_assert_cmpstr(line, ==, again);
	g_assert_cmpstr(decision->seen, ==, back.seen);
	g_assert_cmpint(decision->until, ==, back.until);
	decision_clear(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct decision decision = {
		.key = (char *)"7777777777777777777777777777777777777777",
		.tree = (char *)"fuzz",
		.word = DECISION_DROP,
		.date = (char *)"2026-11-28",
		.who = (char *)"ann",
	};
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) before = NULL;
	g_autoptr(GError) error = NULL;
	struct decision_lines *lines = NULL;
	size_t n = 0, m = 0;

	if (!decision_lines_parse("fuzz", (struct slice){ (const char *)data, size }, warnings,
				  &lines, &error)) {
		g_assert_null(strchr(error->message, '\n'));
		return 0;
	}
	before = decision_lines_text(lines);
	g_assert_cmpuint(before->len, ==, size);
	g_assert_cmpint(size ? memcmp(before->str, data, size) : 0, ==, 0);
	for (guint i = 0; i < warnings->len; i++)
		g_assert_true(g_str_has_prefix(warnings->pdata[i], "fuzz:"));
	decision_lines_each(lines, check, &n);
	decision_lines_put(lines, &decision);
	decision_lines_each(lines, check, &m);
	g_assert_cmpuint(m, >=, 1);
	g_assert_true(decision_lines_remove(lines, decision.key, decision.tree));
	decision_lines_free(lines);
	return 0;
}
