/* SPDX-License-Identifier: GPL-2.0-or-later */
/* figures - how well probabilities and verdicts agree with what was decided. */

#ifndef WINNOW_JUDGE_FIGURES_H
#define WINNOW_JUDGE_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* One decided case: how likely it was called, and what happened. */
struct scored {
	double score; /* any number that grows with the probability of an objection */
	bool positive;
};

enum { FIGURES_TOPS = 2, FIGURES_SHARES = 3 };
extern const size_t figures_tops[FIGURES_TOPS];	    /* 50, 100 */
extern const double figures_shares[FIGURES_SHARES]; /* 0.05, 0.10, 0.20 */

/* Cases of equal score count as in any order: each figure is the mean over all orders. */
struct figures {
	size_t n, positives;
	double prior; /* share of positives; all that follows is 0 when there are none or only such
		       */
	double auc;   /* probability that a positive is scored over another; 0.5 is a coin */
	double average_precision;	     /* the prior is a coin */
	double precision_top[FIGURES_TOPS];  /* among the so many highest, or all if fewer */
	double recall_share[FIGURES_SHARES]; /* of the positives, within that share of all */
	double log_loss; /* mean, in nats, for scores that are probabilities; else meaningless */
};

/* Sorts cases, highest score first. */
void figures_compute(struct scored *cases, size_t n, struct figures *out);

/* Between which figures lie in 95 of 100 draws of so many groups as there are, with replacement. */
struct figures_range {
	struct figures low, high; /* each figure by itself */
	double precision_from[2]; /* of those scored at or over the threshold: low and high */
};

enum { FIGURES_DRAWS = 1000 };

/* Of the cases of one year. */
struct figures_year {
	int year;
	struct figures figures;
};

enum { FIGURES_YEARS_MAX = 30 }; /* the last so many are told */

/* By UTC; 0: it has none. */
int figures_year_of(gint64 date);

/*
 * groups[i] is a number below the largest size_t, the same for cases that hang together, which are
 * drawn together. The draws are the same each time. Leaves cases as they are.
 */
void figures_ranges(const struct scored *cases, const size_t *groups, size_t n, double threshold,
		    struct figures_range *out);

#endif
