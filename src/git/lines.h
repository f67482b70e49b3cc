/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lines - the lines of one side of a comparison. They are counted from the first line that is not
 * in what both sides begin with: those above it have numbers below 0. Only lines that somebody
 * looks at are found, so that a small change of a long file costs little. For this folder only.
 */

#ifndef WINNOW_GIT_LINES_H
#define WINNOW_GIT_LINES_H

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

struct line {
	const char *start;
	bool changed; /* it is not on the other side */
};

/* Lines that are known, by their distance; a row of them grows at its end. */
struct line_row {
	struct line *at;
	int n, room;
};

struct lines {
	struct slice text; /* at most INT_MAX bytes */
	int n_middle;	   /* lines from 0 on that are not in what both sides end with either */
	/* From 0 on, with the end of the text as a last one once it is known; from -1 upwards. */
	struct line_row below, above;
};

/* text has head bytes in common with the other side at its start, tail at its end: whole lines. */
void lines_init(struct lines *lines, struct slice text, size_t head, size_t tail);
void lines_clear(struct lines *lines);

/* Find line number i, if it is not known yet. False: there is none. */
bool lines_find(struct lines *lines, int i);

/* One that is known, or the end of the text. */
static inline struct line *lines_at(const struct lines *lines, int i)
{
	return i >= 0 ? &lines->below.at[i] : &lines->above.at[-i - 1];
}

/* With its line end, which the last one of the text may not have. It was found. */
static inline struct slice lines_text(const struct lines *lines, int i)
{
	const char *start = lines_at(lines, i)->start;

	return (struct slice){ start, (size_t)(lines_at(lines, i + 1)->start - start) };
}

static inline bool lines_is_changed(const struct lines *lines, int i)
{
	return i >= 0 ? i < lines->below.n && lines->below.at[i].changed
		      : -i <= lines->above.n && lines->above.at[-i - 1].changed;
}

static inline bool line_equal(struct slice a, struct slice b)
{
	return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

/* As C has it, in which "\v" is one, too. */
static inline bool line_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Behind the line that begins at start: behind its line end, or the end of the text. */
static inline const char *line_end(const char *start, const char *end)
{
	const char *stop = memchr(start, '\n', (size_t)(end - start));

	return stop ? stop + 1 : end;
}

/* Where the line before the one at start begins, which is not the first of the text. */
static inline const char *line_before(const char *text, const char *start)
{
	const char *stop = memrchr(text, '\n', (size_t)(start - text) - 1);

	return stop ? stop + 1 : text;
}

#endif
