/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/tidying.h"

#include <string.h>

#include "base/text.h"
#include "match/effective.h"

/* Lower case, blanks around each word; of several words with one between. */
static const char *const tidies[] = {
	" cleanup ",	 " cleanups ",	 " clean-up ",	 " clean up ",	 " unused ",
	" unnecessary ", " unneeded ",	 " redundant ",	 " superfluous", " left-over ",
	" leftover ",	 " obsolete ",	 " needless ",	 " extraneous ", " simplify ",
	" shorten ",	 " shorter ",	 " rename ",	 " refactor ",	 " reword ",
	" rephrase ",	 " cosmetic ",	 " voidify ",	 " tidy ",	 " comment ",
	" comments ",	 " comment's ",	 " nit ",	 " nits ",	 " beautify ",
	" dedup ",	 " deduplicate", " de-duplicat", " unify ",	 " unifies ",
	" consolidate ", " realign ",	 " reformat ",	 " modernize ",	 " modernise ",
	" code style ",
};

/* Of what is written more than once, or how a function is left. */
static const char *const tidier_ways[] = {
	" single list ",  " single place ",	  " single copy ",  " single definition ",
	" return early ", " return immediately ", " early return ", " early exit ",
};

static const char *const styles[] = { " coding style ", " style nit ", " style nits " };
static const char *const logging[] = { " log message ", " log messages " };

static const char *const misspellings[] = { " typo ", " typos ", " spelling ", " grammar " };

/* Beside these a title is about more. */
static const char *const repairs[] = {
	" leak",     " crash",	   " overflow", " underflow", " race ",	   " races ",
	" deadlock", " null ",	   " error",	" fail",      " broken ",  " bug ",
	" bugs ",    " wrong ",	   " avoid",	" prevent",   " missing ", " invalid ",
	" fix ",     " use-after", " hang",	" correct",
};

static bool has_any(const char *text, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

/* " core: drop it " of "Core: drop it." The caller frees. */
static char *as_words(const char *title)
{
	g_autofree char *lower = g_ascii_strdown(title, -1);

	g_strdelimit(lower, ",.;:()&/\t", ' ');

	g_autofree char *folded = text_fold(lower);

	return g_strconcat(" ", folded, " ", NULL);
}

static bool matches_any(const char *path, const char *const *patterns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (g_pattern_match_simple(patterns[i], path))
			return true;
	return false;
}

static bool is_static_only(const char *words)
{
	const char *make = strstr(words, " make ");

	return make && g_str_has_suffix(words, " static ");
}

static bool is_prose(const char *path)
{
	static const char *const patterns[] = { "man/*", "docs/*", "*/man/*",
						"news",	 "todo",   "readme*" };
	g_autofree char *lower = g_ascii_strdown(path, -1);

	return effective_is_prose(path) || matches_any(lower, patterns, G_N_ELEMENTS(patterns));
}

static bool is_test(const char *path)
{
	static const char *const patterns[] = {
		"test/*",   "tests/*",	"tools/testing/*", "*/selftests/*", "*/test/*", "*/tests/*",
		"*/test-*", "*/test_*", "*-test.*",	   "*_test.*",	    "*.t",
	};

	return matches_any(path, patterns, G_N_ELEMENTS(patterns));
}

static bool only_of(const struct diff *diff, bool (*is)(const char *path))
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (!is(diff_file_path(diff_file_at(diff, i))))
			return false;
	return true;
}

static bool touches(const struct diff *diff, bool (*is)(const char *path))
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (is(diff_file_path(diff_file_at(diff, i))))
			return true;
	return false;
}

/* "assert(x);", "assert_se(x); // why" */
static bool is_assertion(struct slice line)
{
	line = slice_trim(line);
	return !line.length ||
	       (slice_has_prefix(line, "assert") && memchr(line.start, '(', line.length) &&
		memmem(line.start, line.length, ");", 2));
}

static bool only_adds_assertions(const struct diff *diff)
{
	bool any = false;

	for (size_t i = 0; i < diff_n_lines(diff); i++) {
		const struct diff_line line = diff_line_of(diff, i);

		if (line.origin == ' ')
			continue;
		if (line.origin != '+' || !is_assertion(line.text))
			return false;
		any |= slice_trim(line.text).length > 0;
	}
	return any;
}

/* It is there for others, which the target has not either. */
static bool prepares(const char *message)
{
	return message && g_regex_match_simple(
				  "\\b(?:preparation|prepares|groundwork) for "
				  "(?:\\w+ )?(?:later|further|future|following|subsequent|upcoming|"
				  "next|other|more)\\b",
				  message, G_REGEX_CASELESS, 0);
}

/* By its title; words are those of it. */
static const char *title_says(const char *words)
{
	if (has_any(words, misspellings, G_N_ELEMENTS(misspellings)))
		return has_any(words, logging, G_N_ELEMENTS(logging))
			       ? "by its title it only changes what is logged"
			       : NULL;
	if (has_any(words, styles, G_N_ELEMENTS(styles)))
		return "by its title it only tidies up";
	if (has_any(words, repairs, G_N_ELEMENTS(repairs)))
		return NULL;
	if (has_any(words, logging, G_N_ELEMENTS(logging)))
		return "by its title it only changes what is logged";
	return has_any(words, tidies, G_N_ELEMENTS(tidies)) ||
			       has_any(words, tidier_ways, G_N_ELEMENTS(tidier_ways)) ||
			       is_static_only(words)
		       ? "by its title it only tidies up"
		       : NULL;
}

const char *tidying_says(const struct tidying *followup)
{
	g_autofree char *words = as_words(followup->title);
	g_autofree char *proof = g_ascii_strdown(followup->line, -1);
	const char *says;

	if (only_of(followup->diff, is_prose) && !only_of(followup->of, is_prose))
		return "it only changes documentation";
	if (!strstr(proof, "follow"))
		return NULL;
	if (only_of(followup->diff, is_prose) &&
	    has_any(words, misspellings, G_N_ELEMENTS(misspellings)))
		return "by its title it only tidies up";
	if (only_adds_assertions(followup->diff))
		return "it only adds assertions";
	says = title_says(words);
	if (says || has_any(words, repairs, G_N_ELEMENTS(repairs)))
		return says;
	if (only_of(followup->diff, is_test) && !touches(followup->of, is_test))
		return "it only changes tests";
	return prepares(followup->message) ? "by its words it prepares for other commits" : NULL;
}
