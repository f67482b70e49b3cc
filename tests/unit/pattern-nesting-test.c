/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/pattern-nesting.h"

#include <glib.h>

#include "judge/condition.h"
#include "tap.h"

static const struct {
	const char *text;
	bool nested;
} cases[] = {
	{ "", true },
	{ "a plain word", true },
	{ "a|b", true },
	{ "(a|b)*\\.c", true },
	{ "\\bleaks?\\b", true },
	{ "(?:a|(?=b)|(?<!c)d)", true },
	{ "(?i)a(?-i:b)", true },
	{ "[^a-z\\]()]+", true },
	{ "a{2,3}", true },
	{ "a)|(b", false },
	{ "(a", false },
	{ "a)", false },
	{ "a\\", false },
	{ "a\\)", true },
	{ "\\(a)", false },
	{ "[)", false },
	{ "[a\\]", false },
	{ "[]a]", false }, /* from here on, a closer look is needed */
	{ "[[:alpha:]]", false },
	{ "(a)\\1", false },
	{ "\\Qa", false },
	{ "(?#a)", false },
	{ "(?x) a # b", false },
	{ "(?<name>a)", false },
	{ "(?1)", false },
	{ "(?|a)", false },
	{ "(*COMMIT)", false },
	{ "\\x41", false },
	{ "(?", false },
	{ "(?i", false },
};

static bool compiles(const char *pattern)
{
	struct condition *condition;
	g_autoptr(GError) error = NULL;

	if (!condition_new_match("message", pattern, &condition, &error))
		return false;
	condition_free(condition);
	return true;
}

/* What it is for, of texts that are made of what it looks at. */
static void test_promise(void)
{
	static const char *const pieces[] = { "a",  "|",   "(", ")", "(?:", "[",    "]",
					      "\\", "*",   "?", "+", "^",   "(?i)", "(?<=",
					      "-",  "{2}", "{", "b", "\n",  "#" };
	GRand *random = g_rand_new_with_seed(1);
	unsigned n_nested = 0, n_broken = 0;

	for (int i = 0; i < 40000; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autofree char *part = NULL;

		for (int k = g_rand_int_range(random, 0, 9); k > 0; k--)
			g_string_append(text,
					pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
		if (!pattern_is_nested(text->str))
			continue;
		part = g_strdup_printf("(?|(?:b)|(?:%s))", text->str);
		n_nested++;
		if (compiles(part) && !compiles(text->str)) {
			n_broken++;
			tap_same("no pattern by itself", "", text->str);
		}
	}
	tap_ok(n_nested > 5000 && !n_broken, "what passes is a pattern wherever it is part of one");
	g_rand_free(random);
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		tap_number(cases[i].text, cases[i].nested, pattern_is_nested(cases[i].text));
	test_promise();
	return tap_done();
}
