/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/line-slide.h"

#include <limits.h>

enum {
	INDENT_LIMIT = 200,  /* columns; what is further in is no code */
	BLANKS_LIMIT = 20,   /* lines without text that are looked over */
	SLIDING_LIMIT = 100, /* places of a group that are weighed */
	TAB = 8,
	NOTHING = -1, /* the indent of what has no text */
	NOWHERE = INT_MIN,
};

/* A run of changed lines, which may be empty: then it stands before line start. */
struct group {
	int start, end; /* the first behind it */
};

static bool is_empty(const struct group *group)
{
	return group->start == group->end;
}

static void to_next(const struct lines *lines, struct group *group)
{
	group->start = ++group->end;
	while (lines_is_changed(lines, group->end))
		group->end++;
}

static void to_previous(const struct lines *lines, struct group *group)
{
	group->end = --group->start;
	while (lines_is_changed(lines, group->start - 1))
		group->start--;
}

/*
 * A group, and the one between the same unchanged lines of the other side: where the one moves over
 * a line, the other's is the neighbour.
 */
struct slide {
	struct lines *own;
	const struct lines *other;
	struct group group, beside;
};

static bool slide_up(struct slide *slide)
{
	struct group *group = &slide->group;

	if (!lines_find(slide->own, group->start - 1) ||
	    !line_equal(lines_text(slide->own, group->start - 1),
			lines_text(slide->own, group->end - 1)))
		return false;
	lines_at(slide->own, --group->start)->changed = true;
	lines_at(slide->own, --group->end)->changed = false;
	while (lines_is_changed(slide->own, group->start - 1))
		group->start--;
	to_previous(slide->other, &slide->beside);
	return true;
}

static bool slide_down(struct slide *slide)
{
	struct group *group = &slide->group;

	if (!lines_find(slide->own, group->end) ||
	    !line_equal(lines_text(slide->own, group->start), lines_text(slide->own, group->end)))
		return false;
	lines_at(slide->own, group->start++)->changed = false;
	lines_at(slide->own, group->end++)->changed = true;
	while (lines_is_changed(slide->own, group->end))
		group->end++;
	to_next(slide->other, &slide->beside);
	return true;
}

/* In columns. NOTHING: it is blank. */
static int indent_of(struct slice line)
{
	int columns = 0;

	for (size_t i = 0; i < line.length; i++) {
		if (!line_is_space(line.start[i]))
			return columns;
		if (line.start[i] == ' ')
			columns++;
		else if (line.start[i] == '\t')
			columns += TAB - columns % TAB;
		if (columns >= INDENT_LIMIT)
			return INDENT_LIMIT;
	}
	return NOTHING;
}

/* The next line with text from line i on, step by step: its indent, and the blank ones before. */
struct text_near {
	int indent, blanks;
};

static struct text_near look(struct lines *lines, int i, int step)
{
	struct text_near near = { .indent = NOTHING };

	for (; lines_find(lines, i); i += step) {
		near.indent = indent_of(lines_text(lines, i));
		if (near.indent != NOTHING)
			break;
		if (++near.blanks == BLANKS_LIMIT) {
			near.indent = 0;
			break;
		}
	}
	return near;
}

/* How bad a place is: the indent counts before all penalties. */
struct badness {
	int indent, penalty;
};

/* Penalties where a line is indented otherwise than the one with text before it. */
static int weigh_indent(int before, int indent, int after, bool blank_near)
{
	if (indent == NOTHING || before == NOTHING || indent == before)
		return 0;
	if (indent > before)
		return blank_near ? 10 : -4;
	/* Less than both: a block begins. Else one ends. */
	if (after != NOTHING && after > indent)
		return blank_near ? 17 : 24;
	return blank_near ? 17 : 23;
}

/* Add how bad it is to part the lines before line i. */
static void weigh(struct lines *lines, int i, struct badness *sum)
{
	bool at_end = !lines_find(lines, i);
	int own = at_end ? NOTHING : indent_of(lines_text(lines, i));
	struct text_near before = look(lines, i - 1, -1), after = look(lines, i + 1, 1);
	int indent = own != NOTHING ? own : after.indent;
	int blanks_after = own == NOTHING ? 1 + after.blanks : 0;
	int blanks = before.blanks + blanks_after;

	if (before.indent == NOTHING && before.blanks == 0)
		sum->penalty += 1;
	if (at_end)
		sum->penalty += 21;
	sum->penalty += -30 * blanks + 6 * blanks_after;
	sum->penalty += weigh_indent(before.indent, indent, after.indent, blanks != 0);
	sum->indent += indent;
}

static bool is_as_good(struct badness a, struct badness b)
{
	int order = (a.indent > b.indent) - (a.indent < b.indent);

	return 60 * order + a.penalty - b.penalty <= 0;
}

/* The best end of a group that can end from highest on down to where it is: the lowest of them. */
static int best_end(struct lines *lines, const struct group *group, int highest)
{
	int size = group->end - group->start;
	int best = NOWHERE;
	struct badness least = { 0 };

	for (int end = MAX(highest, group->end - MIN(size + 1, SLIDING_LIMIT)); end <= group->end;
	     end++) {
		struct badness sum = { 0 };

		weigh(lines, end, &sum);
		weigh(lines, end - size, &sum);
		if (best == NOWHERE || is_as_good(sum, least)) {
			least = sum;
			best = end;
		}
	}
	return best;
}

/* Move one group that is not empty. */
static void place(struct slide *slide)
{
	struct group *group = &slide->group;
	int size, highest, aligned, best;

	/* Up and down as far as it goes, and again if it has grown by others. */
	do {
		size = group->end - group->start;
		while (slide_up(slide))
			;
		highest = group->end;
		aligned = is_empty(&slide->beside) ? NOWHERE : group->end;
		while (slide_down(slide))
			if (!is_empty(&slide->beside))
				aligned = group->end;
	} while (size != group->end - group->start);
	if (group->end == highest)
		return;
	/* Beside a change of the other side it is one change with that; else where it looks best.
	 */
	best = aligned != NOWHERE ? aligned : best_end(slide->own, group, highest);
	while (group->end > best && slide_up(slide))
		;
}

void lines_slide(struct lines *own, const struct lines *other)
{
	/* So far up nothing is changed: the same groups begin there. */
	int first = -MAX(own->above.n, other->above.n);
	struct slide slide = { own, other, { first, first - 1 }, { first, first - 1 } };

	while (slide.group.end < own->n_middle) {
		to_next(own, &slide.group);
		to_next(other, &slide.beside);
		if (!is_empty(&slide.group))
			place(&slide);
	}
}
