/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/logistic.h"

#include <linear.h>

/* The constant's column has this value, so that its weight is small and its penalty, too. */
static const double constant = 10;

static void be_quiet(const char *text)
{
	(void)text;
}

static bool has_both(const struct logistic_row *rows, size_t n, double *share)
{
	size_t positive = 0;

	for (size_t i = 0; i < n; i++)
		positive += rows[i].positive;
	*share = n ? (double)positive / (double)n : 0;
	return positive > 0 && positive < n;
}

/* liblinear counts columns from 1 and ends a row with -1. */
static struct feature_node *nodes_of(const struct logistic_row *row, size_t n_columns,
				     struct feature_node *out)
{
	for (size_t i = 0; i < row->n; i++)
		*out++ =
			(struct feature_node){ (int)row->cells[i].column + 1, row->cells[i].value };
	*out++ = (struct feature_node){ (int)n_columns + 1, constant };
	*out++ = (struct feature_node){ -1, 0 };
	return out;
}

void logistic_fit(const struct logistic_row *rows, size_t n_rows, size_t n_columns, double cost,
		  double *weights)
{
	struct parameter parameter = { .solver_type = L2R_LR, .C = cost, .eps = 1e-4 };
	struct problem problem = { .l = (int)n_rows, .n = (int)n_columns + 1, .bias = constant };
	size_t n_cells = 0;
	double share;

	for (size_t i = 0; i <= n_columns; i++)
		weights[i] = 0;
	if (!has_both(rows, n_rows, &share))
		return;
	for (size_t i = 0; i < n_rows; i++)
		n_cells += rows[i].n + 2;

	g_autofree struct feature_node *nodes = g_new(struct feature_node, n_cells);
	g_autofree struct feature_node **starts = g_new(struct feature_node *, n_rows);
	g_autofree double *labels = g_new(double, n_rows);
	struct feature_node *next = nodes;
	struct model *model;

	for (size_t i = 0; i < n_rows; i++) {
		starts[i] = next;
		next = nodes_of(&rows[i], n_columns, next);
		labels[i] = rows[i].positive ? 1 : -1;
	}
	problem.x = starts;
	problem.y = labels;
	set_print_string_function(be_quiet);
	model = train(&problem, &parameter);
	/* The weights are for the class that came first. */
	for (size_t i = 0; i <= n_columns; i++)
		weights[i] = model->label[0] == 1 ? model->w[i] : -model->w[i];
	weights[n_columns] *= constant;
	free_and_destroy_model(&model);
}

double logistic_log_odds(const double *weights, size_t n_columns, const struct logistic_row *row)
{
	double sum = weights[n_columns];

	for (size_t i = 0; i < row->n; i++)
		sum += weights[row->cells[i].column] * row->cells[i].value;
	return sum;
}
