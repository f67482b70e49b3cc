/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logistic - logistic regression on sparse rows. liblinear's only user. */

#ifndef WINNOW_JUDGE_LOGISTIC_H
#define WINNOW_JUDGE_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

struct logistic_cell {
	guint32 column;
	double value;
};

/* Cells in column order, each column once; borrowed. */
struct logistic_row {
	const struct logistic_cell *cells;
	size_t n;
	bool positive;
};

/*
 * Fit log-odds of positive as weights[columns], the last being the constant, by L2-penalised
 * maximum likelihood; cost is liblinear's C: a larger one trusts the rows more. The constant is
 * hardly penalised. The solver is a Newton method without any random choice: same rows, same
 * weights.
 */
void logistic_fit(const struct logistic_row *rows, size_t n_rows, size_t n_columns, double cost,
		  double *weights);

double logistic_log_odds(const double *weights, size_t n_columns, const struct logistic_row *row);

#endif
