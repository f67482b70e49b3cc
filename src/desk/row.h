/* SPDX-License-Identifier: GPL-2.0-or-later */
/* row - one patch as the desk shows it: its review, and what a person made of it. */

#ifndef WINNOW_DESK_ROW_H
#define WINNOW_DESK_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "decide/decision.h"
#include "review/report.h"

/* Strings are the desk's, name and subject safe lines of SUBJECT_SHOWN characters at most. */
struct row {
	const struct review *review;
	char *name;		   /* the patch's file, commit or message id, short */
	size_t name_width;	   /* columns of it */
	char *subject;		   /* for the screen; what is searched is the review's own */
	struct decision *decision; /* NULL: undecided */
	bool changed;		   /* decided, and its evidence is another since */
	const char *news;	   /* what is not as an earlier review found it, a clause of the
				      comparison's; NULL: nothing, or it was not compared */
	bool tagged;
	guint series; /* rows of the same number are of one series */
};

enum { SUBJECT_SHOWN = 400 };

/* Whether there is something new that nobody decided about: since a decision, or since that review.
 */
bool row_has_news(const struct row *row);

/* How the patch is called in a list; of a mail for no tree it is upstream's commit, or its id. */
char *row_name(const struct review *review);

#endif
