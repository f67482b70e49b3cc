/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/width.h"

#include "tap.h"

static const struct {
	const char *text;
	int columns;
} widths[] = {
	{ "", 0 },
	{ "net: do it", 10 },
	{ "caf\u00e9", 4 },
	{ "cafe\u0301", 4 }, /* the accent is a letter of its own */
	{ "\u6f22\u5b57", 4 },
	{ "\U0001f427!", 3 },
	{ "a\u200bb", 2 },
};

static const struct {
	const char *name, *text;
	size_t columns;
	bool ascii;
	const char *cut;
} cuts[] = {
	{ "what fits", "net: do it", 10, false, "net: do it" },
	{ "at a word", "net: do it now", 12, false, "net: do it\u2026" },
	{ "at a word that just fits", "net: do it now", 11, false, "net: do it\u2026" },
	{ "one column less", "net: do it now", 10, false, "net: do\u2026" },
	{ "in ASCII", "net: do it now", 12, true, "net: do..." },
	{ "in a word that is all", "drivers/net/ethernet/x.c", 10, false, "drivers/n\u2026" },
	{ "in a word behind a short one", "a drivers/net/ethernet/x.c", 10, false,
	  "a drivers\u2026" },
	{ "nothing of a mark left at the end", "it fails: badly", 11, false, "it fails\u2026" },
	{ "between wide letters", "\u6f22\u5b57\u6f22\u5b57", 6, false, "\u6f22\u5b57\u2026" },
	{ "a mark stays with its letter", "cafe\u0301 is here", 5, false, "cafe\u0301\u2026" },
	{ "no room for more than the ellipsis", "abc", 1, false, "a" },
	{ "no room at all", "abc", 0, false, "" },
	{ "a wide letter in one column", "\u6f22\u5b57", 1, false, "" },
};

static bool no_mark(const char *word)
{
	return *word != '>';
}

static const struct {
	const char *text;
	size_t columns, column, indent;
	const char *lines;
} wraps[] = {
	{ "one two three", 20, 0, 0, "one two three" },
	{ "one two three", 8, 0, 0, "one two\nthree" },
	{ "one two three", 7, 0, 0, "one two\nthree" },
	{ "one two three", 9, 3, 2, "one\n  two\n  three" },
	{ "one two three", 10, 3, 2, "one two\n  three" },
	{ "one two", 8, 6, 2, "\n  one\n  two" }, /* behind what leaves no room */
	{ "an https://example.org/long and more", 10, 0, 1,
	  "an\n https://example.org/long\n and more" },
	{ "https://example.org/long and more", 10, 1, 1, "https://example.org/long\n and more" },
	{ "\u6f22\u5b57 \u6f22\u5b57", 8, 0, 0, "\u6f22\u5b57\n\u6f22\u5b57" },
	{ "\u6f22\u5b57 \u6f22\u5b57", 9, 0, 0, "\u6f22\u5b57 \u6f22\u5b57" },
	{ "cafe\u0301 and", 8, 0, 0, "cafe\u0301 and" },
	{ "one two > three", 8, 0, 0, "one\ntwo >\nthree" },
	{ "one", 0, 0, 0, "one" },
	{ "", 10, 0, 2, "" },
};

int main(void)
{
	GString *padded = g_string_new("|");

	for (size_t i = 0; i < G_N_ELEMENTS(widths); i++)
		tap_number(widths[i].text, widths[i].columns, (gint64)width_of(widths[i].text));
	for (size_t i = 0; i < G_N_ELEMENTS(cuts); i++) {
		g_autofree char *cut = width_cut(cuts[i].text, cuts[i].columns, cuts[i].ascii);

		tap_same(cuts[i].name, cuts[i].cut, cut);
		tap_ok(width_of(cut) <= cuts[i].columns, "and it is no wider");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(wraps); i++) {
		g_autoptr(GString) lines = g_string_new(NULL);

		width_wrap(lines, wraps[i].text, wraps[i].columns, wraps[i].column, wraps[i].indent,
			   no_mark);
		tap_same(wraps[i].text, wraps[i].lines, lines->str);
	}
	width_append(padded, "\u6f22", 4);
	width_append(padded, "abcde", 4);
	tap_same("padded", "|\u6f22  abcde", padded->str);
	g_string_free(padded, TRUE);
	return tap_done();
}
