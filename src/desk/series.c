/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/series.h"

/* The number that stands for all that were joined with i. */
static guint root_of(guint *series, guint i)
{
	while (series[i] != i)
		i = series[i] = series[series[i]];
	return i;
}

static void join(guint *series, guint a, guint b)
{
	guint x = root_of(series, a), y = root_of(series, b);

	series[MAX(x, y)] = MIN(x, y);
}

static bool is_of_series(const struct fact *fact)
{
	return fact->has_id &&
	       (fact->kind == FACT_SERIES_COMPANION || fact_is(fact, FACT_CONTINUES));
}

guint *series_find(const struct report *report)
{
	g_autoptr(GHashTable) by_id = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	guint *series = g_new(guint, report->n_reviews + 1);
	guint n = (guint)report->n_reviews;

	for (guint i = 0; i < n; i++) {
		const struct upstream *upstream = report->reviews[i].upstream;

		series[i] = i;
		if (upstream->has_id)
			g_hash_table_insert(by_id, (gpointer)&upstream->id, GUINT_TO_POINTER(i));
	}
	for (guint i = 0; i < n; i++) {
		const struct facts *facts = &report->reviews[i].facts;

		for (size_t k = 0; k < facts_count(facts); k++) {
			const struct fact *fact = facts_at(facts, k);
			gpointer other;

			if (is_of_series(fact) &&
			    g_hash_table_lookup_extended(by_id, &fact->id, NULL, &other))
				join(series, i, GPOINTER_TO_UINT(other));
		}
	}
	for (guint i = 0; i < n; i++)
		series[i] = root_of(series, i);
	return series;
}
