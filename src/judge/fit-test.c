/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/fit-parts.h"

#include <math.h>
#include <string.h>

#include "judge/logistic.h"

/* For the bag of words the best of these is taken, by hindsight: it must not lose for want of it.
 */
static const double plain_costs[] = { 0.1, 0.3, 1, 3 };

static void test_plain(const struct lesson *lesson, const bool *in, const bool *wanted, double cost,
		       double *out)
{
	g_autofree double *weights = g_new(double, FEATURE_BUCKETS + 1);

	learn_cells(lesson, lesson->plain, in, cost, weights);
	for (size_t i = 0; i < lesson->n; i++) {
		struct logistic_row row = lesson_row(lesson, lesson->plain, i);

		if (wanted[i] && !in[i])
			out[i] = 1 / (1 + exp(-logistic_log_odds(weights, FEATURE_BUCKETS, &row)));
	}
}

void test(const struct lesson *lesson, const bool *in, const bool *wanted, double plain_cost,
	  double *const *probabilities)
{
	size_t n_rules = lesson->rules->len;
	g_autofree double *weights = g_new(double, n_rules + 2);
	struct taught taught;

	test_plain(lesson, in, wanted, plain_cost, probabilities[FIT_PLAIN]);
	teach(lesson, in, &taught);
	for (int contender = FIT_MODEL; contender <= FIT_BOTH; contender++) {
		struct stack stack = {
			lesson,
			contender == FIT_RULES ? NULL : taught.scores,
			contender == FIT_MODEL ? NULL : taught.stable,
		};

		learn_stack(&stack, in, weights);
		for (size_t i = 0; i < lesson->n; i++)
			if (wanted[i] && !in[i])
				probabilities[contender][i] = stack_probability(&stack, weights, i);
	}
	taught_clear(&taught);
}

void test_folds(const struct lesson *lesson, const bool *learned, const unsigned *folds,
		unsigned n_folds, double plain_cost, double *const *probabilities)
{
	g_autofree bool *in = g_new(bool, lesson->n), *wanted = g_new(bool, lesson->n);

	for (unsigned k = 0; k < n_folds; k++) {
		for (size_t i = 0; i < lesson->n; i++) {
			in[i] = learned[i] && folds[i] != k;
			wanted[i] = learned[i] && folds[i] == k;
		}
		test(lesson, in, wanted, plain_cost, probabilities);
	}
}

void figures_of(const struct lesson *lesson, const double *probabilities, const bool *wanted,
		const unsigned *folds, int fold, struct figures *out)
{
	g_autofree struct scored *scored = g_new(struct scored, lesson->n);
	size_t n = 0;

	for (size_t i = 0; i < lesson->n; i++)
		if (wanted[i] && (fold < 0 || folds[i] == (unsigned)fold))
			scored[n++] = (struct scored){ probabilities[i], lesson->positive[i] };
	figures_compute(scored, n, out);
}

double best_plain(const struct lesson *lesson, const bool *learned, const unsigned *folds,
		  unsigned n_folds)
{
	g_autofree double *tried = g_new0(double, lesson->n);
	g_autofree bool *in = g_new(bool, lesson->n), *wanted = g_new(bool, lesson->n);
	double best = 0, best_cost = plain_costs[0];

	for (size_t c = 0; c < G_N_ELEMENTS(plain_costs); c++) {
		struct figures figures;

		for (unsigned k = 0; k < n_folds; k++) {
			for (size_t i = 0; i < lesson->n; i++) {
				in[i] = learned[i] && folds[i] != k;
				wanted[i] = learned[i] && folds[i] == k;
			}
			test_plain(lesson, in, wanted, plain_costs[c], tried);
		}
		figures_of(lesson, tried, learned, folds, -1, &figures);
		if (c && figures.average_precision <= best)
			continue;
		best = figures.average_precision;
		best_cost = plain_costs[c];
	}
	return best_cost;
}

/* The cases that are learned, of a year and before it; how many of the latter were objected to. */
static size_t divide_at(const struct lesson *lesson, const int *years, const bool *learned,
			int year, bool *in, bool *wanted)
{
	size_t objected = 0;

	for (size_t i = 0; i < lesson->n; i++) {
		in[i] = learned[i] && years[i] && years[i] < year;
		wanted[i] = learned[i] && years[i] == year;
		objected += in[i] && lesson->positive[i];
	}
	return objected;
}

/* What all that was tested comes to, and how sure that is. */
static void set_years(const struct lesson *lesson, const bool *tested, double *const *probabilities,
		      double ask_at, struct fit_years *out)
{
	g_autofree struct scored *scored = g_new(struct scored, lesson->n);
	g_autofree size_t *groups = g_new(size_t, lesson->n);

	for (int c = 0; c < N_FIT_CONTENDERS; c++) {
		size_t n = 0;

		for (size_t i = 0; i < lesson->n; i++)
			if (tested[i]) {
				scored[n] =
					(struct scored){ probabilities[c][i], lesson->positive[i] };
				groups[n++] = lesson->groups[i];
			}
		figures_ranges(scored, groups, n, ask_at, &out->ranges[c]);
		figures_compute(scored, n, &out->pooled[c]);
	}
	for (size_t i = 0; i < lesson->n; i++)
		if (tested[i] && probabilities[FIT_BOTH][i] >= ask_at) {
			out->asked.n++;
			out->asked.objected += lesson->positive[i];
		}
}

void test_years(const struct lesson *lesson, const bool *learned, double ask_at, double plain_cost,
		struct fit_years *out)
{
	g_autofree int *years = g_new(int, lesson->n);
	g_autofree bool *in = g_new(bool, lesson->n), *wanted = g_new(bool, lesson->n);
	g_autofree bool *tested = g_new0(bool, lesson->n);
	double *probabilities[N_FIT_CONTENDERS];
	int first = G_MAXINT, last = 0;

	*out = (struct fit_years){ 0 };
	for (size_t i = 0; i < lesson->n; i++) {
		years[i] = figures_year_of(lesson->dates[i]);
		first = years[i] ? MIN(first, years[i]) : first;
		last = MAX(last, years[i]);
	}
	for (int c = 0; c < N_FIT_CONTENDERS; c++)
		probabilities[c] = g_new0(double, lesson->n);
	for (int year = MAX(first, last - FIGURES_YEARS_MAX) + 1; year <= last; year++) {
		struct figures_year *row = &out->years[out->n_years];

		if (divide_at(lesson, years, learned, year, in, wanted) < FIT_YEARS_AFTER)
			continue;
		test(lesson, in, wanted, plain_cost, probabilities);
		row->year = year;
		figures_of(lesson, probabilities[FIT_BOTH], wanted, NULL, -1, &row->figures);
		out->n_years += row->figures.n > 0;
		for (size_t i = 0; i < lesson->n; i++)
			tested[i] |= wanted[i];
	}
	if (out->n_years)
		set_years(lesson, tested, probabilities, ask_at, out);
	for (int c = 0; c < N_FIT_CONTENDERS; c++)
		g_free(probabilities[c]);
}
