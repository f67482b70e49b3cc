/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/line-paths.h"

#include <limits.h>

enum {
	COST_LIMIT = 256, /* steps of a search at least, before it ends where it is */
	COST_MANY = 256,  /* steps after which a path that is far ahead is taken */
	AHEAD = 4,	  /* times the steps is far */
	SNAKE = 20,	  /* matches in a row that make a path trustworthy */
};

/*
 * Where two searches are: on each diagonal (older minus newer) how far the best path has come, in
 * lines of the older. One goes down from the upper corner of a box, one up from the lower.
 */
struct front {
	int *reach; /* by diagonal */
	int middle; /* the diagonal that it began on */
	int low, high;
};

struct box {
	int old_start, old_end, new_start, new_end;
};

struct search {
	const guint32 *older, *newer;
	bool *old_taken, *new_taken;
	struct front down, up;
	int cost_limit;
};

/* Where a box is cut in two, and which of the parts are still to be cut at the best place only. */
struct cut {
	int old_at, new_at;
	bool upper_exact, lower_exact;
};

int line_paths_root(int n)
{
	return n ? 1 << ((g_bit_storage((gulong)n) + 1) / 2) : 1;
}

/*
 * One more diagonal on both sides, or one less where the box has no more: every second one counts
 * in a step. outside is what a path that is not there has reached.
 */
static void widen(struct front *front, const struct box *box, int outside)
{
	if (front->low > box->old_start - box->new_end)
		front->reach[--front->low - 1] = outside;
	else
		front->low++;
	if (front->high < box->old_end - box->new_start)
		front->reach[++front->high + 1] = outside;
	else
		front->high--;
}

static bool has(const struct front *front, int diagonal)
{
	return front->low <= diagonal && diagonal <= front->high;
}

/* One step of all paths down. True: one has met a path up, *met; *far: one matched many in a row.
 */
static bool step_down(struct search *search, const struct box *box, bool can_meet, bool *far,
		      struct cut *met)
{
	const guint32 *older = search->older, *newer = search->newer;
	int *reach = search->down.reach;

	widen(&search->down, box, -1);
	for (int d = search->down.high; d >= search->down.low; d -= 2) {
		int from = reach[d - 1] >= reach[d + 1] ? reach[d - 1] + 1 : reach[d + 1];
		int i = from, k = from - d;

		while (i < box->old_end && k < box->new_end && older[i] == newer[k]) {
			i++;
			k++;
		}
		*far |= i - from > SNAKE;
		reach[d] = i;
		if (can_meet && has(&search->up, d) && search->up.reach[d] <= i) {
			*met = (struct cut){ i, k, true, true };
			return true;
		}
	}
	return false;
}

static bool step_up(struct search *search, const struct box *box, bool can_meet, bool *far,
		    struct cut *met)
{
	const guint32 *older = search->older, *newer = search->newer;
	int *reach = search->up.reach;

	widen(&search->up, box, INT_MAX);
	for (int d = search->up.high; d >= search->up.low; d -= 2) {
		int from = reach[d - 1] < reach[d + 1] ? reach[d - 1] : reach[d + 1] - 1;
		int i = from, k = from - d;

		while (i > box->old_start && k > box->new_start && older[i - 1] == newer[k - 1]) {
			i--;
			k--;
		}
		*far |= from - i > SNAKE;
		reach[d] = i;
		if (can_meet && has(&search->down, d) && i <= search->down.reach[d]) {
			*met = (struct cut){ i, k, true, true };
			return true;
		}
	}
	return false;
}

static bool is_matched(const struct search *search, int old_at, int new_at)
{
	for (int n = 0; n < SNAKE; n++)
		if (search->older[old_at + n] != search->newer[new_at + n])
			return false;
	return true;
}

/*
 * After many steps, the path that has come far, measured from its corner and less how far it is
 * off the diagonal there, if many matches are what it ends with.
 */
static bool find_ahead_down(const struct search *search, const struct box *box, int cost,
			    struct cut *out)
{
	int best = 0;

	for (int d = search->down.high; d >= search->down.low; d -= 2) {
		int i = search->down.reach[d], k = i - d;
		int value = i - box->old_start + k - box->new_start - ABS(d - search->down.middle);

		if (value > AHEAD * cost && value > best && box->old_start + SNAKE <= i &&
		    i < box->old_end && box->new_start + SNAKE <= k && k < box->new_end &&
		    is_matched(search, i - SNAKE, k - SNAKE)) {
			best = value;
			*out = (struct cut){ i, k, true, false };
		}
	}
	return best > 0;
}

static bool find_ahead_up(const struct search *search, const struct box *box, int cost,
			  struct cut *out)
{
	int best = 0;

	for (int d = search->up.high; d >= search->up.low; d -= 2) {
		int i = search->up.reach[d], k = i - d;
		int value = box->old_end - i + box->new_end - k - ABS(d - search->up.middle);

		if (value > AHEAD * cost && value > best && box->old_start < i &&
		    i <= box->old_end - SNAKE && box->new_start < k && k <= box->new_end - SNAKE &&
		    is_matched(search, i, k)) {
			best = value;
			*out = (struct cut){ i, k, false, true };
		}
	}
	return best > 0;
}

/* Enough: the path that came furthest, of both searches. */
static struct cut find_furthest(const struct search *search, const struct box *box)
{
	int down = -1, down_old = -1, up = INT_MAX, up_old = INT_MAX;

	for (int d = search->down.high; d >= search->down.low; d -= 2) {
		int i = MIN(search->down.reach[d], box->old_end), k = i - d;

		if (k > box->new_end) {
			k = box->new_end;
			i = k + d;
		}
		if (i + k > down) {
			down = i + k;
			down_old = i;
		}
	}
	for (int d = search->up.high; d >= search->up.low; d -= 2) {
		int i = MAX(search->up.reach[d], box->old_start), k = i - d;

		if (k < box->new_start) {
			k = box->new_start;
			i = k + d;
		}
		if (i + k < up) {
			up = i + k;
			up_old = i;
		}
	}
	if (box->old_end + box->new_end - up < down - box->old_start - box->new_start)
		return (struct cut){ down_old, down - down_old, true, false };
	return (struct cut){ up_old, up - up_old, false, true };
}

/* exact: only the place on a shortest path will do, whatever it costs. */
static struct cut cut_box(struct search *search, const struct box *box, bool exact)
{
	int down_middle = box->old_start - box->new_start;
	int up_middle = box->old_end - box->new_end;
	bool odd = (down_middle - up_middle) % 2 != 0;
	struct cut cut;

	search->down.middle = search->down.low = search->down.high = down_middle;
	search->up.middle = search->up.low = search->up.high = up_middle;
	search->down.reach[down_middle] = box->old_start;
	search->up.reach[up_middle] = box->old_end;
	for (int cost = 1;; cost++) {
		bool far = false;

		if (step_down(search, box, odd, &far, &cut) ||
		    step_up(search, box, !odd, &far, &cut))
			return cut;
		if (exact)
			continue;
		if (far && cost > COST_MANY &&
		    (find_ahead_down(search, box, cost, &cut) ||
		     find_ahead_up(search, box, cost, &cut)))
			return cut;
		if (cost >= search->cost_limit)
			return find_furthest(search, box);
	}
}

/* Each cut leaves less than half of the steps, or is far into the box: this does not nest deep. */
static void find(struct search *search, struct box box, bool exact)
{
	for (;;) {
		struct cut cut;

		while (box.old_start < box.old_end && box.new_start < box.new_end &&
		       search->older[box.old_start] == search->newer[box.new_start]) {
			box.old_start++;
			box.new_start++;
		}
		while (box.old_start < box.old_end && box.new_start < box.new_end &&
		       search->older[box.old_end - 1] == search->newer[box.new_end - 1]) {
			box.old_end--;
			box.new_end--;
		}
		if (box.old_start == box.old_end || box.new_start == box.new_end)
			break;
		cut = cut_box(search, &box, exact);
		find(search, (struct box){ box.old_start, cut.old_at, box.new_start, cut.new_at },
		     cut.upper_exact);
		box.old_start = cut.old_at;
		box.new_start = cut.new_at;
		exact = cut.lower_exact;
	}
	for (int i = box.old_start; i < box.old_end; i++)
		search->old_taken[i] = true;
	for (int i = box.new_start; i < box.new_end; i++)
		search->new_taken[i] = true;
}

void line_paths_find(const struct line_numbers *older, const struct line_numbers *newer)
{
	/* Diagonals from -newer->n - 1 to older->n + 1. */
	int n_diagonals = older->n + newer->n + 3;
	g_autofree int *reach = g_new(int, 2 * (gsize)n_diagonals);
	struct search search = {
		.older = older->number,
		.newer = newer->number,
		.old_taken = older->taken,
		.new_taken = newer->taken,
		.down.reach = reach + newer->n + 1,
		.up.reach = reach + n_diagonals + newer->n + 1,
		.cost_limit = MAX(line_paths_root(n_diagonals), COST_LIMIT),
	};

	find(&search, (struct box){ 0, older->n, 0, newer->n }, false);
}
