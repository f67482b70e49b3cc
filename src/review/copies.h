/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies - entries of a queue that are one change for several trees, and get one answer. */

#ifndef WINNOW_REVIEW_COPIES_H
#define WINNOW_REVIEW_COPIES_H

#include <stdbool.h>

#include <glib.h>

#include "review/answer.h"
#include "review/report.h"

struct copies {
	GPtrArray *members;	   /* const struct review *, in the queue's order */
	const struct review *lead; /* the newest tree's, of two for it the later mail */
	enum answer answer;	   /* the same for all */
};

/*
 * The entries that are named (by review; NULL: those of the verdicts, by enum verdict), as struct
 * copies in an array to be unreffed, in the queue's order. Together are those of one change whose
 * answer is the same and which the same must come along with.
 */
GPtrArray *copies_find(const struct report *report, const guint8 *named, const bool *verdicts);

/*
 * Append the review's versions, or that of the tree it is built on where it says none, to out (char
 * *, borrowed), each once, and order it newest first.
 */
void copies_add_versions(const struct review *review, GPtrArray *out);

/*
 * What versions are in a sentence: "5.17, 5.16 and 5.10", "6.17 to 5.10", "the stable tree" if none
 * is known. The caller frees.
 */
char *copies_trees(const GPtrArray *versions);

#endif
