/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/lesson.h"

#include <math.h>
#include <stdlib.h>

#include "judge/features.h"
#include "judge/folds.h"

enum {
	CASES_MIN = 3,	   /* a bucket that fewer cases have says nothing about others */
	COMMON_SHARE = 10, /* one that more than a tenth of them has is grammar */
};

static GArray **new_arrays(size_t n, size_t size)
{
	GArray **arrays = g_new(GArray *, n);

	for (size_t i = 0; i < n; i++)
		arrays[i] = g_array_new(FALSE, FALSE, (guint)size);
	return arrays;
}

static void free_arrays(GArray **arrays, size_t n)
{
	for (size_t i = 0; i < n; i++)
		g_array_unref(arrays[i]);
	g_free(arrays);
}

static int by_column(const void *a, const void *b)
{
	const struct logistic_cell *x = a, *y = b;

	return x->column < y->column ? -1 : x->column > y->column;
}

/* Features as cells in column order; those of two parts that share a bucket add up. */
static void set_cells(GArray *features, GArray *out)
{
	struct logistic_cell *cells;
	guint n = 0;

	for (guint i = 0; i < features->len; i++) {
		const struct feature *feature = &g_array_index(features, struct feature, i);
		struct logistic_cell cell = { feature->bucket, feature->value };

		g_array_append_val(out, cell);
	}
	if (!out->len)
		return;
	g_array_sort(out, by_column);
	cells = &g_array_index(out, struct logistic_cell, 0);
	for (guint i = 0; i < out->len; i++) {
		if (n && cells[n - 1].column == cells[i].column)
			cells[n - 1].value += cells[i].value;
		else
			cells[n++] = cells[i];
	}
	g_array_set_size(out, n);
}

/* log(cases / cases with it), 0 for what too few or nearly all have: labels play no part in it. */
static double *rarity_of(GArray *const *rows, size_t n, double common)
{
	double *rarity = g_new0(double, FEATURE_BUCKETS);

	for (size_t i = 0; i < n; i++)
		for (guint k = 0; k < rows[i]->len; k++)
			rarity[g_array_index(rows[i], struct logistic_cell, k).column]++;
	for (int b = 0; b < FEATURE_BUCKETS; b++)
		rarity[b] = rarity[b] < CASES_MIN || rarity[b] * common > (double)n
				    ? 0
				    : log((double)n / rarity[b]);
	return rarity;
}

static void weigh_by_rarity(GArray *row, const double *rarity)
{
	guint kept = 0;

	for (guint k = 0; k < row->len; k++) {
		struct logistic_cell cell = g_array_index(row, struct logistic_cell, k);

		cell.value *= rarity[cell.column];
		if (cell.value > 0)
			g_array_index(row, struct logistic_cell, kept++) = cell;
	}
	g_array_set_size(row, kept);
}

static void set_features(struct lesson *lesson, const struct fit_case *cases)
{
	g_autofree double *plain_rarity = NULL;

	for (size_t i = 0; i < lesson->n; i++) {
		g_autoptr(GArray) model = features_of(cases[i].patch);
		g_autoptr(GArray) plain = features_plain(cases[i].patch);

		set_cells(model, lesson->model[i]);
		set_cells(plain, lesson->plain[i]);
	}
	lesson->rarity = rarity_of(lesson->model, lesson->n, COMMON_SHARE);
	plain_rarity = rarity_of(lesson->plain, lesson->n, 0);
	for (size_t i = 0; i < lesson->n; i++) {
		weigh_by_rarity(lesson->model[i], lesson->rarity);
		weigh_by_rarity(lesson->plain[i], plain_rarity);
	}
}

static bool add_hit(struct lesson *lesson, size_t i, const struct reason *reason)
{
	struct logistic_cell hit = { .value = reason->factor };
	guint column;

	if (!g_ptr_array_find(lesson->rules, reason->rule, &column))
		return false;
	hit.column = column;
	g_array_append_val(lesson->hits[i], hit);
	return true;
}

/* Deciding rules are about the trees and leave the sum alone here. */
static void set_hits(struct lesson *lesson, size_t i, const struct judgement *judgement)
{
	for (guint k = 0; k < judgement->silent->len; k++)
		add_hit(lesson, i, &g_array_index(judgement->silent, struct reason, k));
	for (guint k = 0; k < judgement->reasons->len; k++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, k);

		if (!add_hit(lesson, i, reason) && reason->rule->decides == VERDICT_NONE &&
		    !reason->rule->times_model)
			lesson->reasoned[i] += reason->weight;
	}
	g_array_sort(lesson->hits[i], by_column);
}

struct lesson *lesson_new(const struct rules *rules, const struct fit_case *cases, size_t n)
{
	struct lesson *lesson = g_new0(struct lesson, 1);
	g_autofree const struct patch **patches = g_new(const struct patch *, n);

	lesson->n = n;
	lesson->positive = g_new(bool, n);
	lesson->groups = g_new(size_t, n);
	lesson->dates = g_new(gint64, n);
	lesson->reasoned = g_new0(double, n);
	lesson->model = new_arrays(n, sizeof(struct logistic_cell));
	lesson->plain = new_arrays(n, sizeof(struct logistic_cell));
	lesson->hits = new_arrays(n, sizeof(struct logistic_cell));
	lesson->rules = g_ptr_array_new();
	for (guint i = 0; i < rules->list->len; i++) {
		struct rule *rule = rules->list->pdata[i];

		if (rule->decides == VERDICT_NONE && rule->learn && !rule->times_model)
			g_ptr_array_add(lesson->rules, rule);
	}
	for (size_t i = 0; i < n; i++) {
		patches[i] = cases[i].patch;
		lesson->positive[i] = cases[i].positive;
		lesson->dates[i] = cases[i].date;
		set_hits(lesson, i, cases[i].judgement);
	}
	folds_group(patches, n, lesson->groups);
	set_features(lesson, cases);
	return lesson;
}

void lesson_free(struct lesson *lesson)
{
	free_arrays(lesson->model, lesson->n);
	free_arrays(lesson->plain, lesson->n);
	free_arrays(lesson->hits, lesson->n);
	g_free(lesson->positive);
	g_free(lesson->groups);
	g_free(lesson->dates);
	g_free(lesson->reasoned);
	g_free(lesson->rarity);
	g_ptr_array_unref(lesson->rules);
	g_free(lesson);
}

struct logistic_row lesson_row(const struct lesson *lesson, GArray *const *cells, size_t i)
{
	return (struct logistic_row){
		.cells = (const struct logistic_cell *)(const void *)cells[i]->data,
		.n = cells[i]->len,
		.positive = lesson->positive[i],
	};
}
