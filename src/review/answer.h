/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer - what a person would answer to a patch, given what can be said of it in a mail. */

#ifndef WINNOW_REVIEW_ANSWER_H
#define WINNOW_REVIEW_ANSWER_H

#include "review/report.h"

enum answer { ANSWER_DROP, ANSWER_KEEP_WITH, ANSWER_ASK, ANSWER_DOUBT, ANSWER_KEEP, N_ANSWERS };

/*
 * To ask for a drop takes more than a sum of signs that are not told: without, it is a doubt, as is
 * an ask that no rule decided.
 */
enum answer answer_of(const struct report *report, const struct review *review);

#endif
