/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lesson - decided patches as numbers: what rules fit learns from. */

#ifndef WINNOW_JUDGE_LESSON_H
#define WINNOW_JUDGE_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "judge/family.h"
#include "judge/logistic.h"
#include "judge/rule.h"
#include "judge/verdict.h"

/* One decided patch; all borrowed. The reasons of judgement say which rules apply. */
struct fit_case {
	const struct patch *patch;
	const struct judgement *judgement;
	bool positive;		 /* somebody objected */
	gint64 date;		 /* when it was proposed; 0: not known */
	enum family_where where; /* where the main reason lies, if so */
};

/* Arrays of n, one entry a case. */
struct lesson {
	size_t n;
	bool *positive;
	size_t *groups;	  /* folds.h */
	gint64 *dates;	  /* 0: not known */
	GArray **model;	  /* struct logistic_cell: the text model's features, weighed by rarity */
	GArray **plain;	  /* struct logistic_cell: a plain bag of words, to compare with */
	GArray **hits; /* struct logistic_cell: the learned rules that apply, by column, and what
			  their weights are times */
	double *reasoned; /* what rules that are not learned add, positive towards keep */
	double *rarity; /* of FEATURE_BUCKETS: what model's values were multiplied by; 0: unused */
	GPtrArray *rules; /* const struct rule *: the learned ones, in order; columns count these */
};

/* Rules that weigh, but for those that are not to be learned or are times the model. */
struct lesson *lesson_new(const struct rules *rules, const struct fit_case *cases, size_t n);
void lesson_free(struct lesson *lesson);
DEFINE_CLEANUP(struct lesson *, lesson_free)

/* One case as a row for logistic_fit(); borrows cells. */
struct logistic_row lesson_row(const struct lesson *lesson, GArray *const *cells, size_t i);

#endif
