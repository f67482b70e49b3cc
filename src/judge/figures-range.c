/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/figures.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

/* Figures that are told with a range, by where they stand. */
static const size_t ranged[] = {
	offsetof(struct figures, auc),
	offsetof(struct figures, average_precision),
	offsetof(struct figures, precision_top[0]),
	offsetof(struct figures, precision_top[1]),
	offsetof(struct figures, recall_share[0]),
	offsetof(struct figures, recall_share[1]),
	offsetof(struct figures, recall_share[2]),
};

/* One case and what it hangs together with. */
struct member {
	size_t group;
	struct scored scored;
};

static int by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return x->group < y->group ? -1 : x->group > y->group;
}

/* splitmix64: the same numbers everywhere, which GLib's do not promise. */
static guint64 next_number(guint64 *state)
{
	guint64 z = *state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void set_range(double *values, double *low, double *high)
{
	qsort(values, FIGURES_DRAWS, sizeof(*values), by_value);
	*low = values[FIGURES_DRAWS * 25 / 1000];
	*high = values[FIGURES_DRAWS * 975 / 1000 - 1];
}

/* Members in the order of their groups, and where each group begins; that of the end comes last. */
static struct member *members_of(const struct scored *cases, const size_t *groups, size_t n,
				 GArray *starts)
{
	struct member *members = g_new(struct member, n);

	for (size_t i = 0; i < n; i++)
		members[i] = (struct member){ groups[i], cases[i] };
	qsort(members, n, sizeof(*members), by_group);
	for (size_t i = 0; i < n; i++)
		if (!i || members[i].group != members[i - 1].group)
			g_array_append_val(starts, i);
	g_array_append_val(starts, n);
	return members;
}

static double precision_from(const struct scored *cases, size_t n, double threshold)
{
	size_t over = 0, positives = 0;

	for (size_t i = 0; i < n; i++)
		if (cases[i].score >= threshold) {
			over++;
			positives += cases[i].positive;
		}
	return over ? (double)positives / (double)over : 0;
}

void figures_ranges(const struct scored *cases, const size_t *groups, size_t n, double threshold,
		    struct figures_range *out)
{
	enum { N_RANGED = G_N_ELEMENTS(ranged) };
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(size_t));
	g_autofree struct member *members = NULL;
	g_autoptr(GArray) drawn = g_array_new(FALSE, FALSE, sizeof(struct scored));
	g_autofree double *values = g_new(double, (N_RANGED + 1) * FIGURES_DRAWS);
	guint64 state = 1;

	*out = (struct figures_range){ 0 };
	if (!n)
		return;
	members = members_of(cases, groups, n, starts);
	for (int draw = 0; draw < FIGURES_DRAWS; draw++) {
		struct figures figures;

		g_array_set_size(drawn, 0);
		for (guint g = 0; g + 1 < starts->len; g++) {
			guint group = (guint)(next_number(&state) % (starts->len - 1));
			size_t end = g_array_index(starts, size_t, group + 1);

			for (size_t i = g_array_index(starts, size_t, group); i < end; i++)
				g_array_append_val(drawn, members[i].scored);
		}
		figures_compute((struct scored *)(void *)drawn->data, drawn->len, &figures);
		for (int k = 0; k < N_RANGED; k++)
			memcpy(&values[k * FIGURES_DRAWS + draw], (char *)&figures + ranged[k],
			       sizeof(double));
		values[N_RANGED * FIGURES_DRAWS + draw] =
			precision_from((struct scored *)(void *)drawn->data, drawn->len, threshold);
	}
	for (int k = 0; k < N_RANGED; k++)
		set_range(values + k * FIGURES_DRAWS,
			  (double *)(void *)((char *)&out->low + ranged[k]),
			  (double *)(void *)((char *)&out->high + ranged[k]));
	set_range(values + N_RANGED * FIGURES_DRAWS, &out->precision_from[0],
		  &out->precision_from[1]);
}
