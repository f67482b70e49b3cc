/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sheet - lines of text with their colours, as a terminal would show them, to be drawn in parts. */

#ifndef WINNOW_DESK_SHEET_H
#define WINNOW_DESK_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

/* How letters look. */
struct look {
	bool bold, dim, underline, reverse;
	int color; /* of the terminal's palette; LOOK_PLAIN: its own */
};
enum { LOOK_PLAIN = -1 };
extern const struct look look_plain;

/* From byte at of the line on; the next one ends it. */
struct sheet_span {
	size_t at;
	struct look look;
};

/* Borrowed from the sheet; text is not NUL-terminated, valid UTF-8, without control characters. */
struct sheet_line {
	const char *text;
	size_t length;
	const struct sheet_span *spans;
	size_t n_spans;
	size_t indent; /* columns to leave free in front: it goes on with the line above */
};

struct sheet;

/*
 * Take text apart at its line ends. The codes of the terminal that set colours become looks; every
 * other control character, tabs apart, becomes "?" and every tab blanks.
 */
struct sheet *sheet_new(const char *text, size_t length);
void sheet_free(struct sheet *sheet);
DEFINE_CLEANUP(struct sheet *, sheet_free)

/*
 * The same in lines of at most width columns, broken between words where that is possible; a line
 * that goes on is indented as the one above it, and a little more.
 */
struct sheet *sheet_wrap(const struct sheet *sheet, size_t width);

size_t sheet_length(const struct sheet *sheet);
struct sheet_line sheet_at(const struct sheet *sheet, size_t i);

/* The first line from number from on (backwards: before it) that holds text; G_MAXSIZE: none. */
size_t sheet_find(const struct sheet *sheet, const char *text, size_t from, bool backwards);

#endif
