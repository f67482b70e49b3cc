/* SPDX-License-Identifier: GPL-2.0-or-later */
/* measure - hold a review's judgements against what maintainers decided. */

#ifndef WINNOW_JUDGE_MEASURE_H
#define WINNOW_JUDGE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/figures.h"
#include "judge/verdict.h"
#include "read/labels.h"

/* A label and the entry that stands for it; all borrowed. */
struct measure_case {
	const struct patch *patch;
	const struct judgement *judgement;
	const struct label *label;
	bool asked; /* somebody replied that it should not go in */
};

/* How many got a verdict, and how many of them were objected to. */
struct measure_count {
	size_t n, objected;
};

enum { MEASURE_BINS = 8, MEASURE_MISSES = 10 };
/* Where each bin of probabilities begins; the last one ends at 1. */
extern const double measure_bins[MEASURE_BINS];

struct measure {
	struct figures all;
	/* The objections of one kind against all that was kept. */
	struct figures in_patch, in_trees;
	struct figures_year years[FIGURES_YEARS_MAX]; /* of mailing, in their order */
	unsigned n_years;			      /* 0: nothing is dated */
	struct measure_count verdicts[N_VERDICTS];
	struct measure_count bins[MEASURE_BINS];
	double bin_means[MEASURE_BINS]; /* of the probabilities in it; 0 if empty */
	/*
	 * Objections with a known reason; those for which a rule against the patch has a family;
	 * and those where the family of the strongest such rule is among the reasons given, or is
	 * the first, or near to one of them (family_near()). "flagged": of those whose verdict is
	 * not a keep. "group": where the group of what speaks against it (judgement_group()) is
	 * that of one of the reasons given, whether or not a rule has a family.
	 */
	size_t reasons_known, reasons_said, reasons_agreed, reasons_agreed_first, reasons_near,
		reasons_group;
	size_t flagged_known, flagged_agreed, flagged_agreed_first, flagged_near, flagged_group;
	struct measure_count asked; /* with such a reply */
	/* Objected to and least suspected; not objected to and most suspected. The worst first. */
	const struct measure_case *missed[MEASURE_MISSES], *wronged[MEASURE_MISSES];
	size_t n_missed, n_wronged;
};

/* cases holds each label once; it is sorted, and *out borrows it. */
void measure(struct measure_case *cases, size_t n, struct measure *out);

#endif
