/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fit-parts - what fit() is made of: learning from a set of cases, and testing on others. */

#ifndef WINNOW_JUDGE_FIT_PARTS_H
#define WINNOW_JUDGE_FIT_PARTS_H

#include <stdbool.h>

#include "judge/figures.h"
#include "judge/fit.h"
#include "judge/lesson.h"

/* What a set of cases taught. */
struct taught {
	double *text;	       /* FEATURE_BUCKETS + 1, towards objection */
	double *stack;	       /* rules, model, constant; towards objection */
	double *mean, *spread; /* of the rules' weights over the inner folds */
	bool *stable;
	double *scores; /* of every case: the model's, never trained on the case itself */
};

/* Learn from the cases i with in[i]. *out must be freed with taught_clear(). */
void teach(const struct lesson *lesson, const bool *in, struct taught *out);
void taught_clear(struct taught *taught);

/* Cells of rows of rules and, in the last column, the model's score; either may be left out. */
struct stack {
	const struct lesson *lesson;
	const double *scores; /* NULL: no model */
	const bool *columns;  /* rules to use; NULL: none */
};

/* Weights of the rules, the model and the constant, by the cases that are in; towards objection. */
void learn_stack(const struct stack *stack, const bool *in, double *weights);
double stack_probability(const struct stack *stack, const double *weights, size_t i);

/* Weights of a bag of words or the text model, FEATURE_BUCKETS + 1, towards objection. */
void learn_cells(const struct lesson *lesson, GArray *const *cells, const bool *in, double cost,
		 double *weights);

/*
 * Put probabilities of objection, by what the cases that are in taught, of those that are wanted
 * and not in, into the arrays of all contenders; others are left alone.
 */
void test(const struct lesson *lesson, const bool *in, const bool *wanted, double plain_cost,
	  double *const *probabilities);

/* The cost that does best for the bag of words in folds, by average precision. */
double best_plain(const struct lesson *lesson, const bool *learned, const unsigned *folds,
		  unsigned n_folds);

/* The cases of each fold tested by what the others taught. */
void test_folds(const struct lesson *lesson, const bool *learned, const unsigned *folds,
		unsigned n_folds, double plain_cost, double *const *probabilities);

/* Of the wanted cases; fold < 0: of whatever fold. */
void figures_of(const struct lesson *lesson, const double *probabilities, const bool *wanted,
		const unsigned *folds, int fold, struct figures *out);

/*
 * Each year tested by what the years before it taught, those of the cases that are learned, from
 * the first one on before which FIT_YEARS_AFTER were objected to.
 */
void test_years(const struct lesson *lesson, const bool *learned, double ask_at, double plain_cost,
		struct fit_years *out);

#endif
