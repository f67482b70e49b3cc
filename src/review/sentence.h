/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sentence - what a verdict's reasons are in a mail: whole sentences, as a person writes them. */

#ifndef WINNOW_REVIEW_SENTENCE_H
#define WINNOW_REVIEW_SENTENCE_H

#include <stdbool.h>

#include <glib.h>

#include "review/report.h"

struct sentence {
	char *text; /* one line that ends in a full stop or the like */
	const struct rule *rule;
	const struct reason *reason; /* the review's */
};

/*
 * The reasons that a person would give for a review's verdict, as struct sentence: those that
 * decided it, else of what was weighed, or applies without a weight, the one or two that show most:
 * one for each reason to refuse (rule->family), if its rule has a sentence for mails. Empty: there
 * is nothing that one would write a mail for. trees is what {trees} stands for; report tells
 * whether they were looked in.
 */
GArray *sentences_of(const struct report *report, const struct review *review, const char *trees);

/*
 * Whether what the sentences say would by itself have led to a weighed verdict of drop: bias, what
 * speaks for the patch, and all reasons of the families that are told. Always true of what a rule
 * decided.
 */
bool sentences_carry_drop(const struct rules *rules, const struct review *review,
			  const GArray *sentences);

/* A clause of a report made into a sentence. The caller frees. */
char *sentence_of_clause(const char *clause);

/* "a", "a and b", "a, b and c"; the caller frees. */
char *sentence_list(const GPtrArray *texts);

/*
 * How the commit id, which is to be kept with review's patch, applies there: a clause, "it does not
 * apply as it is ...: it needs a backport"; NULL: nothing is to be said, be it that no tree was
 * looked into or that a reason says it. The caller frees.
 */
char *sentence_how(const struct report *report, const struct review *review,
		   const struct commit_id *id);

#endif
