/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as lines of a screen: broken between words, its colours kept, nothing else let through. */
#include "desk/sheet.h"

#include <locale.h>
#include <string.h>

#include "tap.h"

static const struct {
	const char *name;
	const char *text;
	size_t width;
	const char *shown; /* '_' for each column left free in front */
} cases[] = {
	{ "short lines stay", "one\n\ntwo\n", 10, "one\n\ntwo\n" },
	{ "broken between words", "one two three four", 9, "one two\n__three\n__four\n" },
	{ "exactly as wide", "one two", 7, "one two\n" },
	{ "one more", "one two", 6, "one\n__two\n" },
	{ "a long word", "abcdefghij", 4, "abcd\n__ef\n__gh\n__ij\n" },
	{ "below the first word", "   => one two three", 14, "   => one two\n______three\n" },
	{ "wide letters", "\xe4\xb8\x80\xe4\xba\x8c\xe4\xb8\x89", 4,
	  "\xe4\xb8\x80\xe4\xba\x8c\n__\xe4\xb8\x89\n" },
	{ "a letter wider than all", "\xe4\xb8\x80\xe4\xba\x8c", 1,
	  "\xe4\xb8\x80\n\xe4\xba\x8c\n" },
	{ "joined letters take no room",
	  "e\xcc\x81"
	  "e\xcc\x81"
	  "e\xcc\x81",
	  3,
	  "e\xcc\x81"
	  "e\xcc\x81"
	  "e\xcc\x81\n" },
	{ "tabs", "a\tb\n\tc", 20, "a       b\n        c\n" },
	{ "colours are none of it", "\033[1;31mdrop\033[m  subject", 20, "drop  subject\n" },
	{ "what is no colour", "\033[2J\033]0;x\007\033[31", 20, "?[2J?]0;x??[31\n" },
	{ "control characters",
	  "a\x01\x08"
	  "b\x7f\xc2\x9b"
	  "c",
	  20, "a??b??c\n" },
	{ "turned writing",
	  "a\xe2\x80\xae"
	  "b",
	  20, "a?b\n" },
	{ "no UTF-8", "a\xff", 20, "a\xc3\xbf\n" },
	{ "DOS lines", "a\r\nb\r\n", 20, "a\nb\n" },
};

static char *shown(const struct sheet *sheet)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < sheet_length(sheet); i++) {
		struct sheet_line line = sheet_at(sheet, i);

		for (size_t k = 0; k < line.indent; k++)
			g_string_append_c(out, '_');
		g_string_append_len(out, line.text, (gssize)line.length);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static void test_wrap(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		_cleanup_(sheet_freep) struct sheet *sheet =
			sheet_new(cases[i].text, strlen(cases[i].text));
		_cleanup_(sheet_freep) struct sheet *wrapped = sheet_wrap(sheet, cases[i].width);
		g_autofree char *text = shown(wrapped);

		tap_same(cases[i].name, cases[i].shown, text);
	}
}

static void test_looks(void)
{
	static const char text[] = "a \033[1;31mbb cc\033[m d\n\033[38;5;208me\033[mf";
	_cleanup_(sheet_freep) struct sheet *sheet = sheet_new(text, strlen(text));
	_cleanup_(sheet_freep) struct sheet *wrapped = sheet_wrap(sheet, 6);
	struct sheet_line first = sheet_at(wrapped, 0), second = sheet_at(wrapped, 1),
			  third = sheet_at(wrapped, 2);

	tap_number("lines", 3, (gint64)sheet_length(wrapped));
	tap_number("a colour begins", 2, (gint64)first.spans[0].at);
	tap_number("which", 1, first.spans[0].look.color);
	tap_ok(first.spans[0].look.bold, "bold");
	tap_number("it goes on in the next line", 0, (gint64)second.spans[0].at);
	tap_number("and ends there", 2, (gint64)second.spans[1].at);
	tap_number("as it was", LOOK_PLAIN, second.spans[1].look.color);
	tap_number("one of many colours", 208, third.spans[0].look.color);
}

static void test_find(void)
{
	static const char text[] = "One\ntwo\nthree one\n";
	_cleanup_(sheet_freep) struct sheet *sheet = sheet_new(text, strlen(text));

	tap_number("found", 0, (gint64)sheet_find(sheet, "one", 0, false));
	tap_number("the next", 2, (gint64)sheet_find(sheet, "one", 1, false));
	tap_number("backwards", 0, (gint64)sheet_find(sheet, "one", 2, true));
	tap_ok(sheet_find(sheet, "one", 3, false) == G_MAXSIZE, "none behind the end");
	tap_ok(sheet_find(sheet, "one", 0, true) == G_MAXSIZE, "none before the beginning");
}

static void test_long(void)
{
	g_autofree char *long_line = g_strnfill(1 << 20, 'x');
	_cleanup_(sheet_freep) struct sheet *sheet = sheet_new(long_line, 1 << 20);

	tap_ok(sheet_at(sheet, 0).length < 10000, "a line of a megabyte is cut");
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	test_wrap();
	test_looks();
	test_find();
	test_long();
	return tap_done();
}
