/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fit - learn the weights of the rules and of the text model from decided patches. */

#ifndef WINNOW_JUDGE_FIT_H
#define WINNOW_JUDGE_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/figures.h"
#include "judge/lesson.h"
#include "judge/measure.h"
#include "judge/rule.h"
#include "judge/text-model.h"

enum {
	FIT_FOLDS_MAX = 20,
	FIT_YEARS_AFTER = 50, /* objections that are known before a year whose odds are told */
};

struct fit_options {
	unsigned n_folds;  /* 2 to FIT_FOLDS_MAX */
	unsigned kept;	   /* one case in so many, by whole groups, is kept aside; 0: none */
	bool look_at_kept; /* judge those by what the others taught */
};

/* What was learned of one rule. */
struct fit_rule {
	const struct rule *rule;
	size_t support, objected; /* cases it applies to, and those that were objected to */
	double weight;		  /* positive towards keep; 0 when it is not stable */
	double mean, spread;	  /* of the weights that the folds gave: mean, standard deviation */
	bool stable; /* steady over the folds, of a sign that makes sense, and enough to matter */
};

/* What is compared, all under the same folds. */
enum fit_contender { FIT_PLAIN, FIT_MODEL, FIT_RULES, FIT_BOTH, N_FIT_CONTENDERS };

/* Each year by what all before it taught: what people who go on will see of it. */
struct fit_years {
	struct figures_year years[FIGURES_YEARS_MAX]; /* of rules and model, in their order */
	unsigned n_years;			      /* 0: nothing is dated, or too few were objected to */
	struct figures pooled[N_FIT_CONTENDERS];
	struct figures_range ranges[N_FIT_CONTENDERS]; /* of these */
	struct measure_count asked; /* by rules and model, from the ask threshold on */
};

struct fit_result {
	unsigned n_folds;
	struct fit_rule *rules; /* those that are learned, in their order */
	size_t n_rules;
	double bias;
	double model_weight; /* of the rule that is times the model; 0 without one */
	struct text_model *model;
	size_t n_learned, n_kept, n_groups;
	struct figures pooled[N_FIT_CONTENDERS]; /* of every case's score out of its fold */
	/* Of rules and model: the objections seen there alone, against all that was kept. */
	struct figures in_patch, in_trees;
	struct fit_years in_time;
	struct figures by_fold[N_FIT_CONTENDERS][FIT_FOLDS_MAX];
	struct figures kept[N_FIT_CONTENDERS]; /* n is 0 unless looked at */
	/* Of the rules and model, out of fold: cases from each threshold on; by measure_bins. */
	struct measure_count over_drop, over_ask, bins[MEASURE_BINS];
	double *out_of_fold; /* probability of objection, in the order of cases; < 0: kept aside */
};

/*
 * Learn from cases, in which each patch should stand once. What is tested is never learned from:
 * folds are of whole groups (folds.h), years are told by those before; which rules are stable is
 * found anew within each; and rules are weighed beside scores of the text model for cases that it
 * was not trained on. *out must be freed with fit_result_clear(); it borrows rules.
 */
void fit(const struct rules *rules, const struct fit_case *cases, size_t n,
	 const struct fit_options *options, struct fit_result *out);
void fit_result_clear(struct fit_result *result);

#endif
