/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/hunk.h"

#include <string.h>

enum {
	TELLING_LETTERS = 6, /* and digits: a line of fewer says nothing */
	NEAR_STEPS = 64,     /* from where a hunk is wanted: there most are, and nothing is asked */
};

struct hunk_side hunk_side_of(const struct diff *diff, const struct diff_hunk *hunk, char other,
			      size_t fuzz)
{
	struct hunk_side side = { diff, hunk, other, 0, hunk->n_lines };

	for (size_t i = 0; i < fuzz && side.first < side.end &&
			   diff_line_at(diff, hunk, side.first).origin == ' ';
	     i++)
		side.first++;
	for (size_t i = 0; i < fuzz && side.end > side.first &&
			   diff_line_at(diff, hunk, side.end - 1).origin == ' ';
	     i++)
		side.end--;
	return side;
}

size_t hunk_side_length(const struct hunk_side *side)
{
	size_t n = 0;

	for (size_t i = side->first; i < side->end; i++)
		n += diff_line_at(side->diff, side->hunk, i).origin != side->other;
	return n;
}

static bool fits(const struct hunk_side *side, const GArray *lines, size_t at, size_t *work)
{
	for (size_t i = side->first; i < side->end; i++) {
		const struct diff_line line = diff_line_at(side->diff, side->hunk, i);
		struct slice there;

		++*work;
		if (line.origin == side->other)
			continue;
		if (at >= lines->len)
			return false;
		there = g_array_index(lines, struct file_line, at).text;
		if (there.length != line.text.length)
			return false;
		*work += there.length / HUNK_BYTES_A_LINE;
		if (memcmp(there.start, line.text.start, there.length) != 0)
			return false;
		at++;
	}
	return true;
}

/* Where one of a side's lines may stand. */
struct places {
	const guint32 *at; /* in the file as known has it */
	size_t n;
	size_t before; /* lines of the side before this one */
};

/* Of the line with the fewest; false: of none, or one stands nowhere. */
static bool fewest_places(const struct hunk_side *side, struct line_set *known, struct places *out,
			  size_t *work)
{
	struct places one = { 0 };
	bool found = false;

	for (size_t i = side->first; i < side->end; i++) {
		const struct diff_line line = diff_line_at(side->diff, side->hunk, i);

		if (line.origin == side->other)
			continue;
		one.at = line_set_places(known, line.text, &one.n, work);
		if (!one.n)
			return false;
		if (!found || one.n < out->n)
			*out = one;
		found = true;
		one.before++;
	}
	return found;
}

/* As hunk_find(), but only where the places of one of its lines are; last: the last line for it. */
static gint64 find_by_places(const struct hunk_side *side, const GArray *lines,
			     struct line_set *known, gint64 wanted, gint64 first, gint64 last,
			     size_t *work)
{
	/* What was put before least moved all that is behind it alike. */
	gint64 shift = (gint64)lines->len - (gint64)line_set_length(known);
	struct places places;
	size_t below, above = 0;

	if (!fewest_places(side, known, &places, work))
		return HUNK_NOWHERE;
	shift -= (gint64)places.before;
	while (above < places.n && places.at[above] + shift < wanted)
		above++;
	below = above;
	*work += above;
	while (*work < HUNK_WORK_LIMIT && (below > 0 || above < places.n)) {
		gint64 up = above < places.n ? places.at[above] + shift - wanted : G_MAXINT64;
		gint64 down = below > 0 ? wanted - places.at[below - 1] - shift : G_MAXINT64;
		gint64 at = up <= down ? wanted + up : wanted - down;

		if (up <= down)
			above++;
		else
			below--;
		++*work;
		if (at >= first && at <= last && fits(side, lines, (size_t)at, work))
			return at;
	}
	return HUNK_NOWHERE;
}

gint64 hunk_find(const struct hunk_side *side, const GArray *lines, struct line_set *known,
		 gint64 wanted, size_t least, size_t *work)
{
	gint64 first = (gint64)least, last = (gint64)lines->len - (gint64)hunk_side_length(side);

	wanted = CLAMP(wanted, first, MAX(first, last));
	for (gint64 step = 0; *work < HUNK_WORK_LIMIT; step++) {
		if (wanted - step < first && wanted + step > last)
			break;
		if (step == NEAR_STEPS && known)
			return find_by_places(side, lines, known, wanted, first, last, work);
		if (wanted + step <= last && fits(side, lines, (size_t)(wanted + step), work))
			return wanted + step;
		if (step && wanted - step >= first && wanted - step <= last &&
		    fits(side, lines, (size_t)(wanted - step), work))
			return wanted - step;
	}
	return HUNK_NOWHERE;
}

void makers_add(GArray *makers, guint32 who)
{
	guint i = 0;

	if (!who)
		return;
	while (i < makers->len && g_array_index(makers, guint32, i) < who)
		i++;
	if (i == makers->len || g_array_index(makers, guint32, i) != who)
		g_array_insert_val(makers, i, who);
}

void hunk_note_makers(const struct hunk_side *old, const GArray *lines, size_t start, GArray *on)
{
	size_t at = start;

	for (size_t i = old->first; i < old->end; i++) {
		if (diff_line_at(old->diff, old->hunk, i).origin == '+')
			continue;
		makers_add(on, g_array_index(lines, struct file_line, at).maker);
		if (at > start)
			makers_add(on, g_array_index(lines, struct file_line, at).remover);
		at++;
	}
}

/* Put made where removed lines stood: what is behind them moves once, and where as many come not.
 */
static void put_lines(GArray *lines, size_t start, size_t removed, const GArray *made)
{
	size_t size = sizeof(struct file_line), before = lines->len;
	size_t behind = before - start - removed, after = before - removed + made->len;

	if (after > before)
		g_array_set_size(lines, (guint)after);
	if (after != before && behind)
		memmove(lines->data + (start + made->len) * size,
			lines->data + (start + removed) * size, behind * size);
	if (made->len)
		memcpy(lines->data + start * size, made->data, made->len * size);
	if (after < before)
		g_array_set_size(lines, (guint)after);
}

size_t hunk_replace(const struct hunk_side *old, GArray *lines, size_t start, guint32 maker,
		    guint32 *end_remover)
{
	g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(struct file_line));
	size_t removed = hunk_side_length(old), from = start;
	guint32 remover = 0;

	for (size_t i = old->first; i < old->end; i++) {
		const struct diff_line line = diff_line_at(old->diff, old->hunk, i);
		struct file_line one = { line.text, maker, remover };

		if (line.origin == ' ') {
			one = g_array_index(lines, struct file_line, from);
			if (remover)
				one.remover = remover;
		}
		if (line.origin != '+')
			from++;
		remover = line.origin == '-' ? maker : 0;
		if (line.origin != '-')
			g_array_append_val(made, one);
	}
	if (remover && from < lines->len)
		g_array_index(lines, struct file_line, from).remover = remover;
	else if (remover)
		*end_remover = remover;
	put_lines(lines, start, removed, made);
	return start + made->len;
}

bool line_is_telling(struct slice line)
{
	size_t letters = 0;

	for (size_t i = 0; i < line.length && letters < TELLING_LETTERS; i++)
		letters += g_ascii_isalnum(line.start[i]) != 0;
	return letters >= TELLING_LETTERS;
}

bool hunk_is_telling(const struct diff *diff, const struct diff_hunk *hunk)
{
	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct diff_line line = diff_line_at(diff, hunk, i);

		if (line.origin != ' ' && slice_trim(line.text).length > 1)
			return true;
	}
	return false;
}
