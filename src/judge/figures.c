/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/figures.h"

#include <math.h>
#include <stdlib.h>

#include <glib.h>

const size_t figures_tops[FIGURES_TOPS] = { 50, 100 };
const double figures_shares[FIGURES_SHARES] = { 0.05, 0.10, 0.20 };

static const double smallest = 1e-9; /* a probability of 0 that came true would cost infinitely */

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	return x->score > y->score ? -1 : x->score < y->score;
}

/* Cases of one score, from first on: where it ends, and how many positives it holds. */
static size_t end_of_tie(const struct scored *cases, size_t n, size_t first, size_t *positives)
{
	size_t end = first;

	for (*positives = 0; end < n && cases[end].score == cases[first].score; end++)
		*positives += cases[end].positive;
	return end;
}

/* Positives among the first limit cases; of a tie that is cut, the share that is within. */
static double positives_within(const struct scored *cases, size_t n, double limit)
{
	double found = 0;
	size_t positives;

	for (size_t i = 0, end; i < n && (double)i < limit; i = end) {
		end = end_of_tie(cases, n, i, &positives);
		found += (double)positives * MIN(1, (limit - (double)i) / (double)(end - i));
	}
	return found;
}

static double area(const struct scored *cases, size_t n, size_t positives)
{
	double above = 0, sum = 0;
	size_t found;

	for (size_t i = 0, end; i < n; i = end) {
		end = end_of_tie(cases, n, i, &found);
		sum += (double)(end - i - found) * (above + (double)found / 2);
		above += (double)found;
	}
	return sum / ((double)positives * (double)(n - positives));
}

/* Within a tie positives are spread evenly. */
static double average_precision(const struct scored *cases, size_t n, size_t positives)
{
	double above = 0, sum = 0;
	size_t found;

	for (size_t i = 0, end; i < n; i = end) {
		end = end_of_tie(cases, n, i, &found);
		for (size_t k = 0; found && k < end - i; k++) {
			double share = (double)found / (double)(end - i);
			double before =
				end - i > 1 ? (double)(found - 1) / (double)(end - i - 1) : 0;

			sum += share * (above + 1 + before * (double)k) / (double)(i + k + 1);
		}
		above += (double)found;
	}
	return sum / (double)positives;
}

void figures_compute(struct scored *cases, size_t n, struct figures *out)
{
	*out = (struct figures){ .n = n };
	qsort(cases, n, sizeof(*cases), by_score);
	for (size_t i = 0; i < n; i++) {
		double p = cases[i].positive ? cases[i].score : 1 - cases[i].score;

		out->positives += cases[i].positive;
		out->log_loss -= log(MAX(p, smallest)) / (double)n;
	}
	out->prior = n ? (double)out->positives / (double)n : 0;
	if (!out->positives || out->positives == n)
		return;
	out->auc = area(cases, n, out->positives);
	out->average_precision = average_precision(cases, n, out->positives);
	for (int i = 0; i < FIGURES_TOPS; i++) {
		size_t top = MIN(figures_tops[i], n);

		out->precision_top[i] = positives_within(cases, n, (double)top) / (double)top;
	}
	for (int i = 0; i < FIGURES_SHARES; i++)
		out->recall_share[i] = positives_within(cases, n, figures_shares[i] * (double)n) /
				       (double)out->positives;
}

int figures_year_of(gint64 date)
{
	g_autoptr(GDateTime) time = date ? g_date_time_new_from_unix_utc(date) : NULL;

	return time ? g_date_time_get_year(time) : 0;
}
