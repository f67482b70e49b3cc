/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report - all that was found about a queue, for whoever writes it. */

#ifndef WINNOW_REVIEW_REPORT_H
#define WINNOW_REVIEW_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "decide/decision.h"
#include "evidence/fact.h"
#include "judge/verdict.h"
#include "index/history.h"
#include "match/horizon.h"
#include "match/upstream.h"
#include "read/queue.h"

/* What a part of the queue goes on top of; strings are the run's. */
struct report_base {
	const char *queue;   /* the directory that it is, as told; NULL: all that is of no stack */
	const char *version; /* that its name says; NULL: none */
	const char *name;    /* the base, as given or found; NULL: there is none */
	struct commit_id id;
	const char *how;     /* how it was found, a clause: "the newest tag of 6.1"; NULL: it was
				given */
	const char *problem; /* why there is none, a clause; NULL: there is, or none was wanted */
};

/* One patch's way through the stages; each filled its own part. */
struct review {
	const struct patch *patch;
	const struct upstream *upstream;
	const struct report_base *base;
	guint change; /* reviews of the same number are one change, see match/change.h */
	struct facts facts;
	struct judgement judgement;
	/* What decisions are about; see review/decided.h. */
	GPtrArray *keys; /* char *: it is found by any, and written under the first; may be empty */
	char *tree;	 /* what a decision about it is for: "6.12"; "*": every tree */
	char *seen;	 /* what could change a mind, as a decision notes it; see decide/seen.h */
	const struct decision *decision; /* what was decided; NULL: nothing */
	bool decided_anew; /* it is to be decided again: what was known has changed since */
	GPtrArray *since;  /* char *: what did, each a clause; NULL without a decision */
	char *news; /* since, as a sentence: "since you looked: ..."; NULL unless it is anew, or
		       changed */
	struct review_change *changed; /* since an earlier review; NULL: nothing, or it was not
					  compared, see review/changed.h */
	struct rule *ruling;	       /* in whose name it decides; NULL: the rules do */
};

struct workers;

struct report {
	const struct queue *queue;
	struct workers *workers; /* that help to write it; NULL: none do */
	const char *const *names;      /* the queue, as given; none: what an inbox held */
	const struct history *history; /* NULL: no upstream was given */
	const char *upstream_name;     /* as given; NULL likewise */
	struct horizon horizon;
	/* What all of the queue goes on top of: NULL where it is not known, or not one: see bases.
	 */
	const char *base_name, *branch_name; /* as given; NULL: not given */
	struct commit_id base, branch;
	const struct report_base *const *bases; /* at least one, n_bases of them; NULL: it was not
						   looked for any */
	size_t n_bases;
	const struct rules *rules;
	gint64 now;
	struct review *reviews; /* of the queue's entries, in its order */
	size_t n_reviews;
	const struct decisions *decisions; /* NULL: none were read */
	const struct changed *changed; /* since an earlier review, and reviews are those that did;
					  NULL: it was not compared with one */
};

/* One line that says what was not looked up, for want of an option; NULL: all was. Caller frees. */
char *report_not_looked_up(const struct report *report);

/* Its base as given or found; NULL: there is none. Borrowed. */
const char *review_base_name(const struct report *report, const struct review *review);

/* Whether any of the queue is put on a base. */
bool report_has_base(const struct report *report);

/*
 * What the parts of the queue are put on, and which are not and why, in a line each; NULL: that
 * goes without saying, and none. They may have any bytes of directories' names. Caller frees.
 */
char *report_bases(const struct report *report);
char *report_not_put(const struct report *report);

/* The subject of a commit that a fact of the review names; NULL if none does. */
const char *review_subject_of(const struct review *review, const struct commit_id *id);

/* How bad it is to lack that commit, where a fact of the review says so. */
enum severity review_severity_of(const struct review *review, const struct commit_id *id);

/* The worst of what it is to be kept with; SEVERITY_UNKNOWN: of none of that is known. */
enum severity review_severity(const struct review *review);

/* "f90d71b5cdfa ("subject") fixes it and is missing; and 3 more": since; NULL if it is nothing. The
 * caller frees. */
char *review_since(const struct review *review);

/* Whether nobody need look at it: it was decided, and nothing that could change it is new. */
bool review_is_settled(const struct review *review);

/* Whether nobody has to look at it: a plain keep that is not to be decided again. */
bool report_passes(const struct review *review);

/* Whether every patch is a plain keep on its base, and none is to be decided again. */
bool report_is_plain(const struct report *report);

/* How many reviews came to each verdict. */
void report_count(const struct report *report, size_t counts[N_VERDICTS]);

#endif
