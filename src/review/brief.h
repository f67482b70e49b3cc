/* SPDX-License-Identifier: GPL-2.0-or-later */
/* brief - why a review came to its verdict, in a few words: for lists, where a line is all. */

#ifndef WINNOW_REVIEW_BRIEF_H
#define WINNOW_REVIEW_BRIEF_H

#include "review/report.h"

/*
 * The reason that comes first for the verdict: one whose rule decided it, else the one that weighs
 * most in its direction. NULL: nothing was found of the patch that speaks for it.
 */
const struct reason *review_first_reason(const struct review *review);

/*
 * A clause in a few words, "fix missing: f90d71b5cdfa", unmasked: the rule's brief, where all that
 * it wants to fill in is there; else the question that is left, or what the reason says. Commits
 * have their subjects behind them when with_subjects. Never NULL. The caller frees.
 */
char *review_brief(const struct review *review, bool with_subjects);

/* The same in a whole sentence, as the reason says it; what is new since it was decided, if it is
 * to be decided again. Borrowed from review; "" if there is none.
 */
const char *review_says(const struct review *review);

#endif
