/* SPDX-License-Identifier: GPL-2.0-or-later */
/* color - colours in the words that git's configuration has for them. */

#ifndef WINNOW_BASE_COLOR_H
#define WINNOW_BASE_COLOR_H

#include <stdbool.h>

/* What switches a terminal to a colour, "" for none; color_reset ends it. */
struct color {
	char code[64];
};
extern const char color_reset[];

/*
 * "bold red", "#ff8800 blue ul", "brightcyan", "208", "nobold", "reset", "normal": the foreground,
 * the background and attributes, as git-config(1) has them. False, *out untouched, when a word is
 * none of these or one too many.
 */
bool color_parse(const char *words, struct color *out);

/* Whether colour is wanted: "auto" depends on where it goes. */
enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/*
 * "auto", "always", "never", or a boolean of git's: true is auto. False, *out untouched, when it is
 * none of these.
 */
bool color_parse_when(const char *word, enum color_when *out);

#endif
