/* SPDX-License-Identifier: GPL-2.0-or-later */
/* width - text in the columns of a terminal: how wide it is, and cut to fit. */

#ifndef WINNOW_BASE_WIDTH_H
#define WINNOW_BASE_WIDTH_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/*
 * Texts here are one line of valid UTF-8 without control characters: what text_one_line() makes.
 * A letter takes a column, a wide one two, a combining mark none.
 */
size_t width_of(const char *text);

/* The first bytes of text that fit, whole letters with their marks. */
size_t width_fit(const char *text, size_t columns);

/*
 * text in at most columns: what does not fit goes word by word, within a word only where little
 * else would be left, and an ellipsis says so, "..." where ascii. The caller frees.
 */
char *width_cut(const char *text, size_t columns, bool ascii);

/* Append text and blanks up to columns. */
void width_append(GString *out, const char *text, size_t columns);

/*
 * Append text as a paragraph whose lines are at most columns wide, broken between words, the last
 * without a line end. The first begins where column columns are taken already, the others with
 * indent blanks. A word that is wider stands whole in a line of its own: an address that is cut is
 * none. may_begin_line (NULL: all may) says which words may be the first of a line.
 */
void width_wrap(GString *out, const char *text, size_t columns, size_t column, size_t indent,
		bool (*may_begin_line)(const char *word));

#endif
