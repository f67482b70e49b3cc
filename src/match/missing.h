/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing - what a branch lacks: follow-ups of the upstream commits that it took. */

#ifndef WINNOW_MATCH_MISSING_H
#define WINNOW_MATCH_MISSING_H

#include <stdbool.h>

#include <glib.h>

#include "index/history.h"
#include "match/cves.h"
#include "match/fit.h"
#include "match/followup.h"
#include "match/severity.h"
#include "match/taken.h"
#include "match/target.h"

/* Why a commit is one the branch should know of. */
struct missing_tie {
	enum followup_kind kind;
	guint32 object;		   /* what the missing commit fixes, reverts or names */
	const struct taken *taken; /* the object as the branch has it; NULL: it is missing too */
	bool by_title;
	const char *line;
};

struct missing {
	guint32 position;
	enum followup_kind kind; /* the gravest of its ties: a fix, a revert, a fix by its words */
	bool reverted;		 /* upstream has gone back on it */
	bool of_gone;		 /* all its ties lead to what the branch took back */
	const char *owner;	 /* of what it follows; NULL: not said */
	enum severity severity;	 /* how bad it is to lack it: whoever judges says so */
	char *severity_says;	 /* by what, as a clause; NULL: by nothing */
	guint n_took;		 /* other trees that took it: whoever asks them says so */
	char *took;		 /* which, as a clause; NULL: none did, or none was asked */
	GPtrArray *took_by;	 /* char *: the names of them all; NULL likewise */
	GArray *ties;		 /* struct missing_tie */
	struct fit *fit;	 /* what it would take; NULL: not asked, see missing_find_fits() */
	const GPtrArray *cves;	 /* struct cve *, those that it fixes; NULL: none is known */
	bool since_unknown;	 /* and whether the branch has what brought it is not: no tie */
};

/*
 * The follow-ups of all of taken (struct taken) that neither target's branch nor taken has, and the
 * fixes of what is gone, in the order of missing_sort(). cves (NULL: none) tells which of them fix
 * what has a number. The array of struct missing is the caller's; it borrows taken and cves.
 */
GArray *missing_find(const struct history *history, const struct target *target,
		     const struct cves *cves, const GArray *taken);

/* An empty one, as missing_find() makes them; whose ties and strings go with it. */
GArray *missing_list_new(void);

/*
 * By owner, then what they are to the branch, the worst first, then what more other trees took,
 * then kind, then the order of history.
 */
void missing_sort(GArray *missing);

/* Ask for all of missing, an array of these, what each would take; in its order. */
void missing_find_fits(GArray *missing, struct fit_finder *finder, bool progress);

#endif
