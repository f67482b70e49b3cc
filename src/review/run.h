/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run - a review, from names to a report: open, match, collect, judge, settle. */

#ifndef WINNOW_REVIEW_RUN_H
#define WINNOW_REVIEW_RUN_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/warn.h"
#include "git/repo.h"
#include "git/selection.h"
#include "match/fit.h"
#include "match/target.h"
#include "review/report.h"
#include "review/source.h"
#include "trees/tree.h"

/* What to review against. Borrowed until the run is freed; what may be NULL says so. */
struct review_options {
	struct source_options *source; /* filled from git's configuration */
	const struct selection *selection; /* the queue's commits; NULL: those that names mean */
	const char *onto, *target;     /* revisions; NULL: none */
	gint64 now;
	char *const *rules;    /* directories, in the order they count */
	const char *model;     /* the text model's file; NULL: by the rules alone */
	const char *kind_model; /* the kind model's; NULL: none */
	char *const *ignore;   /* lists; NULL: none */
	char *const *cves;     /* records of vulnerabilities, see read/cve.h; NULL: none */
	const char *people;    /* a table of them, which need not be there; NULL: none, see people.h */
	const char *decisions; /* a file of them, which need not be there; NULL: none count */
	const char *inbox;     /* a public-inbox with mails about the queue; NULL: none */
	gint64 since;	       /* what of it counts; G_MININT64: all */
	char **threads;	       /* mboxes with mails about the queue; NULL: none */
	const struct trees_options *trees; /* NULL: no other trees are asked */
	bool no_replies;		   /* what people replied does not count */
	bool progress;
	bool keep_raw;	   /* of patches, see queue.h */
	size_t max_memory; /* likewise */
	unsigned n_threads; /* that work at once; 0: as many as there are cores, see workers.h */
	struct warn warn;
};

struct run;

/*
 * Review the queue that names describe, in repo (borrowed; may be NULL: none is at hand), without
 * names the one that the inbox holds. *out is the caller's and owns the report.
 */
bool run_new(struct repo *repo, const struct review_options *options, const char *const *names,
	     struct run **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void run_free(struct run *run);
DEFINE_CLEANUP(struct run *, run_free)

/* What the base and the branch hold, for who looks further than the report. */
const struct target *run_target(const struct run *run);
struct history *run_history(const struct run *run); /* NULL: no upstream was given */

const struct report *run_report(const struct run *run);

/* Who is known of, by the table and the queue. */
const struct people *run_people(const struct run *run);

/* What upstream commits would take in the base; the caller's. NULL: it cannot be told, see fit.h.
 * Lives no longer than run. */
struct fit_finder *run_fit_finder(const struct run *run);

#endif
