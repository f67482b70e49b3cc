/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inquiry - what a branch lacks, from names to a report. */

#ifndef WINNOW_REVIEW_INQUIRY_H
#define WINNOW_REVIEW_INQUIRY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/warn.h"
#include "git/repo.h"
#include "git/selection.h"
#include "match/missing.h"
#include "match/open-cves.h"
#include "review/source.h"
#include "trees/tree.h"

/* Borrowed until the inquiry is freed; what may be NULL says so. */
struct inquiry_options {
	struct source_options *source; /* filled from git's configuration */
	char *const *names;	       /* a range, a branch, or ids of upstream; NULL: the list */
	const struct selection *selection; /* of the branch's commits only these; NULL: all */
	const char *const *paths;	   /* by which they were selected; NULL: none */
	const char *list;   /* a file of backports, see read/backport-list.h, or "-"; NULL: names */
	const char *target; /* with ids and lists: the tree that may have more of them; or NULL */
	char *const *ignore;   /* lists; NULL: none */
	const char *decisions; /* a file of them, which need not be there; NULL: none count */
	const char *version;   /* whose lines of such lists count; NULL: those for all */
	char *const *cves;     /* records of vulnerabilities, see read/cve.h; NULL: none */
	bool only_cves;	       /* instead of what follows what was taken: fixes of open ones */
	const struct trees_options *trees; /* NULL: no other trees are asked */
	char *const *rules;		   /* directories of those that say how bad it is */
	enum severity least; /* leave out what is less bad; SEVERITY_UNKNOWN: nothing */
	bool no_mentions;    /* leave out commits that merely name another */
	bool all;	     /* also those that upstream took back */
	bool apply;	     /* say what each would take in the tree */
	gint64 now;
	unsigned n_threads; /* that work at once; 0: as many as there are cores, see workers.h */
	bool progress;
	struct warn warn;
};

struct missing_report {
	const struct history *history;
	const char *upstream_name;
	const char *branch_name; /* as given: a range, a branch or a list */
	bool is_branch;		 /* it is one: its own commits are those that upstream lacks */
	size_t n_commits;	 /* of the branch's own, or lines of the list */
	size_t n_taken;		 /* upstream commits among them */
	size_t n_unknown;	 /* ids given that upstream does not have */
	size_t n_ignored;	 /* left out because of lists */
	size_t n_decided;	 /* left out because it was decided that nobody wants them */
	size_t n_milder;	 /* left out because they are less bad than asked for */
	enum severity least;	 /* which is this; SEVERITY_UNKNOWN: all were */
	const GArray *missing;	 /* struct missing */
	bool applied;		 /* what each would take was asked: all have a fit */
	const GArray *open_cves; /* struct open_cve; NULL: no records were given */
	bool only_cves;		 /* missing are the fixes of those, and nothing else */
	gint64 now;
	const struct missing_changed *changed; /* since it was asked the last time, and missing is
						  what is new; NULL: it was not compared */
};

struct inquiry;

/* repo is borrowed; NULL: none is at hand. *out is the caller's and owns the report. */
bool inquiry_new(struct repo *repo, const struct inquiry_options *options, struct inquiry **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void inquiry_free(struct inquiry *inquiry);
DEFINE_CLEANUP(struct inquiry *, inquiry_free)

const struct missing_report *inquiry_report(const struct inquiry *inquiry);

#endif
