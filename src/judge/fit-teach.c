/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/fit-parts.h"

#include <math.h>
#include <stdlib.h>

#include "judge/folds.h"
#include "judge/logistic.h"

enum { INNER_FOLDS = 5, NEWTON_STEPS = 20 };

/* liblinear's C. Chosen once by cross-validation; within a factor of three little changes. */
static const double text_cost = 0.015, rules_cost = 0.3;

/*
 * What a learned weight of a rule is worth on patches that nobody had seen who wrote rules: the
 * slope of the rules' sum on 5,186 commits that were never part of the project was 0.58. Folds
 * cannot tell it, for the rules were written with all of them in view.
 */
static const double rules_damping = 0.57;

/* The same of rules whose weight is times a number, which nobody had to find words for. */
static const double numbers_damping = 0.7;

/* A rule whose weight is smaller says nothing that would change a verdict. */
static const double least_weight = 0.1;

/* Standard deviations over the inner folds that a weight is from 0, at least. */
static const double steadiness = 1.5;

void taught_clear(struct taught *taught)
{
	g_free(taught->text);
	g_free(taught->stack);
	g_free(taught->mean);
	g_free(taught->spread);
	g_free(taught->stable);
	g_free(taught->scores);
}

void learn_cells(const struct lesson *lesson, GArray *const *cells, const bool *in, double cost,
		 double *weights)
{
	g_autofree struct logistic_row *rows = g_new(struct logistic_row, lesson->n);
	size_t n = 0;

	for (size_t i = 0; i < lesson->n; i++)
		if (in[i])
			rows[n++] = lesson_row(lesson, cells, i);
	logistic_fit(rows, n, FEATURE_BUCKETS, cost, weights);
}

/* Without the constant, which belongs to the prior of whatever it was trained on. */
static double score_text(const struct lesson *lesson, const double *weights, size_t i)
{
	struct logistic_row row = lesson_row(lesson, lesson->model, i);

	return logistic_log_odds(weights, FEATURE_BUCKETS, &row) - weights[FEATURE_BUCKETS];
}

static struct logistic_row stack_row(const struct stack *stack, size_t i,
				     struct logistic_cell *cells)
{
	const GArray *hits = stack->lesson->hits[i];
	size_t n = 0;

	for (guint k = 0; stack->columns && k < hits->len; k++) {
		const struct logistic_cell *hit = &g_array_index(hits, struct logistic_cell, k);

		if (stack->columns[hit->column])
			cells[n++] = *hit;
	}
	if (stack->scores)
		cells[n++] = (struct logistic_cell){ stack->lesson->rules->len, stack->scores[i] };
	return (struct logistic_row){ cells, n, stack->lesson->positive[i] };
}

static void learn_undamped(const struct stack *stack, const bool *in, double *weights)
{
	const struct lesson *lesson = stack->lesson;
	size_t width = lesson->rules->len + 1, n = 0;
	g_autofree struct logistic_row *rows = g_new(struct logistic_row, lesson->n);
	g_autofree struct logistic_cell *cells = g_new(struct logistic_cell, lesson->n * width);

	for (size_t i = 0; i < lesson->n; i++)
		if (in[i])
			rows[n++] = stack_row(stack, i, cells + i * width);
	logistic_fit(rows, n, width, rules_cost, weights);
}

double stack_probability(const struct stack *stack, const double *weights, size_t i)
{
	size_t width = stack->lesson->rules->len + 1;
	g_autofree struct logistic_cell *cells = g_new(struct logistic_cell, width);
	struct logistic_row row = stack_row(stack, i, cells);
	double reasoned = stack->columns ? stack->lesson->reasoned[i] : 0;

	return 1 / (1 + exp(reasoned - logistic_log_odds(weights, width, &row)));
}

/* The constant with which as many are objected to as were. */
static void set_constant(const struct stack *stack, const bool *in, double *weights)
{
	const struct lesson *lesson = stack->lesson;
	double *constant = &weights[lesson->rules->len + 1];

	for (int step = 0; step < NEWTON_STEPS; step++) {
		double wrong = 0, slope = 0;

		for (size_t i = 0; i < lesson->n; i++) {
			double p = in[i] ? stack_probability(stack, weights, i) : 0;

			wrong += in[i] ? p - lesson->positive[i] : 0;
			slope += p * (1 - p);
		}
		if (slope <= 0)
			return;
		*constant -= CLAMP(wrong / slope, -1, 1);
	}
}

void learn_stack(const struct stack *stack, const bool *in, double *weights)
{
	learn_undamped(stack, in, weights);
	for (guint r = 0; r < stack->lesson->rules->len; r++)
		weights[r] *= ((const struct rule *)stack->lesson->rules->pdata[r])->times.is
				      ? numbers_damping
				      : rules_damping;
	set_constant(stack, in, weights);
}

/* Score each case that is in by a model of the other inner folds, the rest by one of all. */
static void score_unseen(const struct lesson *lesson, const bool *in, const unsigned *folds,
			 struct taught *out)
{
	g_autofree double *weights = g_new(double, FEATURE_BUCKETS + 1);
	g_autofree bool *part = g_new(bool, lesson->n);

	for (unsigned k = 0; k < INNER_FOLDS; k++) {
		for (size_t i = 0; i < lesson->n; i++)
			part[i] = in[i] && folds[i] != k;
		learn_cells(lesson, lesson->model, part, text_cost, weights);
		for (size_t i = 0; i < lesson->n; i++)
			if (in[i] && folds[i] == k)
				out->scores[i] = score_text(lesson, weights, i);
	}
	learn_cells(lesson, lesson->model, in, text_cost, out->text);
	for (size_t i = 0; i < lesson->n; i++)
		if (!in[i])
			out->scores[i] = score_text(lesson, out->text, i);
}

/*
 * A rule that stands for a reason to refuse cannot speak for a patch, nor one that tells a fix
 * against it: if the numbers say so, they say it of something else that such patches share.
 */
static bool makes_sense(const struct rule *rule, double towards_keep)
{
	if (rule->family)
		return towards_keep < 0;
	return (rule->class != CLASS_FIX && rule->class != CLASS_DEVICE_ID) || towards_keep > 0;
}

/* Weigh all rules without one inner fold at a time, and see whose weights stay what they are. */
static void find_stable(const struct lesson *lesson, const bool *in, const unsigned *folds,
			struct taught *out)
{
	size_t n_rules = lesson->rules->len;
	g_autofree double *weights = g_new(double, n_rules + 2);
	g_autofree double *sums = g_new0(double, n_rules + 1),
			  *squares = g_new0(double, n_rules + 1);
	g_autofree bool *part = g_new(bool, lesson->n);
	struct stack stack = { lesson, out->scores, out->stable };

	for (size_t r = 0; r < n_rules; r++)
		out->stable[r] = true;
	for (unsigned k = 0; k < INNER_FOLDS; k++) {
		for (size_t i = 0; i < lesson->n; i++)
			part[i] = in[i] && folds[i] != k;
		learn_undamped(&stack, part, weights);
		for (size_t r = 0; r < n_rules; r++) {
			sums[r] += weights[r];
			squares[r] += weights[r] * weights[r];
		}
	}
	for (size_t r = 0; r < n_rules; r++) {
		double mean = sums[r] / INNER_FOLDS;

		out->mean[r] = -mean;
		out->spread[r] = sqrt(MAX(0, squares[r] / INNER_FOLDS - mean * mean));
		out->stable[r] = fabs(mean) >= least_weight &&
				 fabs(mean) >= steadiness * out->spread[r] &&
				 makes_sense(lesson->rules->pdata[r], -mean);
	}
}

void teach(const struct lesson *lesson, const bool *in, struct taught *out)
{
	g_autofree unsigned *folds = g_new0(unsigned, lesson->n);
	size_t n_rules = lesson->rules->len;
	struct stack stack;

	out->text = g_new(double, FEATURE_BUCKETS + 1);
	out->stack = g_new0(double, n_rules + 2);
	out->mean = g_new0(double, n_rules + 1);
	out->spread = g_new0(double, n_rules + 1);
	out->stable = g_new0(bool, n_rules + 1);
	out->scores = g_new0(double, lesson->n);
	folds_deal_in_turn(lesson->dates, in, lesson->n, INNER_FOLDS, folds);
	score_unseen(lesson, in, folds, out);
	find_stable(lesson, in, folds, out);
	stack = (struct stack){ lesson, out->scores, out->stable };
	learn_stack(&stack, in, out->stack);
}
