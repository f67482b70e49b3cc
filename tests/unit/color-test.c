/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/color.h"

#include "tap.h"

/* What git config --get-color says to the same words; NULL: that it knows none. */
static const struct {
	const char *words, *code;
} colors[] = {
	{ "", "" },
	{ "normal", "" },
	{ "red", "\033[31m" },
	{ "bold red", "\033[1;31m" },
	{ "red bold", "\033[1;31m" },
	{ "RED", "\033[31m" },
	{ "yellow blue", "\033[33;44m" },
	{ "normal blue", "\033[44m" },
	{ "brightcyan", "\033[96m" },
	{ "red brightwhite", "\033[31;107m" },
	{ "208", "\033[38;5;208m" },
	{ "0 255", "\033[30;48;5;255m" },
	{ "9", "\033[91m" },
	{ "#ff8000", "\033[38;2;255;128;0m" },
	{ "#F80", "\033[38;2;255;136;0m" },
	{ "ul #000 #fff", "\033[4;38;2;0;0;0;48;2;255;255;255m" },
	{ "reset", "\033[m" },
	{ "reset red", "\033[;31m" },
	{ "dim", "\033[2m" },
	{ "nobold", "\033[22m" },
	{ "no-ul", "\033[24m" },
	{ "default", "\033[39m" },
	{ "  bold\t green ", "\033[1;32m" },
	{ "reddish", NULL },
	{ "red green blue", NULL },
	{ "#ff", NULL },
	{ "#ggg", NULL },
	{ "256", NULL },
	{ "no", NULL },
	{ "\033[31m", NULL },
	{ "bright", NULL },
	{ "bold bold bold bold bold bold bold bold bold bold bold bold bold bold bold bold bold",
	  NULL },
};

static const struct {
	const char *word;
	int when; /* -1: none */
} whens[] = {
	{ "auto", COLOR_AUTO }, { "always", COLOR_ALWAYS }, { "never", COLOR_NEVER },
	{ "true", COLOR_AUTO }, { "false", COLOR_NEVER },   { "Always", COLOR_ALWAYS },
	{ "sometimes", -1 },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(colors); i++) {
		struct color color = { "untouched" };
		bool known = color_parse(colors[i].words, &color);

		tap_same(colors[i].words, colors[i].code ? colors[i].code : "untouched",
			 color.code);
		tap_ok(known == (colors[i].code != NULL), "and whether it is one");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(whens); i++) {
		enum color_when when = COLOR_NEVER;
		bool known = color_parse_when(whens[i].word, &when);

		tap_number(whens[i].word, whens[i].when, known ? (int)when : -1);
	}
	return tap_done();
}
