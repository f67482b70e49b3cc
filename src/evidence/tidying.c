/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/tidying.h"

#include <string.h>

#include "base/text.h"
#include "match/effective.h"

/* Lower case, blanks around each word; of several words with one between. */
static const char *const tidies[] = {
	" cleanup ",  " cleanups ",   " clean-up ",   " clean up ",  " unused ",   " unnecessary ",
	" unneeded ", " redundant ",  " superfluous", " left-over ", " leftover ", " obsolete ",
	" needless ", " extraneous ", " simplify ",   " shorten ",   " shorter ",  " rename ",
	" refactor ", " reword ",     " rephrase ",   " cosmetic ",  " voidify ",  " tidy ",
	" comment ",  " comments ",   " comment's ",  " nit ",	     " nits ",	   " beautify ",
};

static const char *const misspellings[] = { " typo ", " typos ", " spelling ", " grammar " };

/* Beside these a title is about more. */
static const char *const repairs[] = {
	" leak",  " crash",   " overflow", " underflow", " race ", " races ",	 " deadlock",
	" null ", " error",   " fail",	   " broken ",	 " bug ",  " bugs ",	 " wrong ",
	" avoid", " prevent", " missing ", " invalid ",	 " fix ",  " use-after", " hang",
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

static bool is_static_only(const char *words)
{
	const char *make = strstr(words, " make ");

	return make && g_str_has_suffix(words, " static ");
}

static bool is_prose_only(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const char *path = diff_file_path(diff_file_at(diff, i));

		if (!effective_is_prose(path) && !g_str_has_prefix(path, "man/"))
			return false;
	}
	return true;
}

bool tidying_is(const char *title, const struct diff *diff, const char *line)
{
	g_autofree char *words = as_words(title);
	g_autofree char *proof = g_ascii_strdown(line, -1);

	if (!strstr(proof, "follow"))
		return false;
	if (has_any(words, misspellings, G_N_ELEMENTS(misspellings)))
		return is_prose_only(diff);
	return !has_any(words, repairs, G_N_ELEMENTS(repairs)) &&
	       (has_any(words, tidies, G_N_ELEMENTS(tidies)) || is_static_only(words));
}
