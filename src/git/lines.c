/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/lines.h"

enum { ROOM = 32 };

static void add(struct line_row *row, const char *start)
{
	if (row->n == row->room) {
		row->room = row->room ? 2 * row->room : ROOM;
		row->at = g_renew(struct line, row->at, row->room);
	}
	row->at[row->n++] = (struct line){ .start = start };
}

void lines_init(struct lines *lines, struct slice text, size_t head, size_t tail)
{
	const char *middle_end = text.start + text.length - tail;

	*lines = (struct lines){ .text = text };
	add(&lines->below, text.start + head);
	for (const char *p = text.start + head; p < middle_end;) {
		p = line_end(p, middle_end);
		add(&lines->below, p);
	}
	lines->n_middle = lines->below.n - 1;
}

void lines_clear(struct lines *lines)
{
	g_free(lines->below.at);
	g_free(lines->above.at);
}

static bool find_below(struct lines *lines, int i)
{
	const char *end = lines->text.start + lines->text.length;
	struct line_row *row = &lines->below;

	while (row->n <= i + 1 && row->at[row->n - 1].start < end)
		add(row, line_end(row->at[row->n - 1].start, end));
	return i + 1 < row->n;
}

static bool find_above(struct lines *lines, int i)
{
	struct line_row *row = &lines->above;

	while (row->n < -i) {
		const char *below = row->n ? row->at[row->n - 1].start : lines->below.at[0].start;

		if (below == lines->text.start)
			return false;
		add(row, line_before(lines->text.start, below));
	}
	return true;
}

bool lines_find(struct lines *lines, int i)
{
	return i >= 0 ? find_below(lines, i) : find_above(lines, i);
}
