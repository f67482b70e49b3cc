/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report - all that was found about a queue, for whoever writes it. */

#ifndef WINNOW_REVIEW_REPORT_H
#define WINNOW_REVIEW_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "evidence/fact.h"
#include "judge/verdict.h"
#include "index/history.h"
#include "match/horizon.h"
#include "match/upstream.h"
#include "read/queue.h"

/* One patch's way through the stages; each filled its own part. */
struct review {
	const struct patch *patch;
	const struct upstream *upstream;
	guint change; /* reviews of the same number are one change, see match/change.h */
	struct facts facts;
	struct judgement judgement;
};

struct report {
	const struct queue *queue;
	const struct history *history; /* NULL: no upstream was given */
	const char *upstream_name;     /* as given; NULL likewise */
	struct horizon horizon;
	const char *base_name, *branch_name; /* as given; NULL: not given */
	struct commit_id base, branch;
	const struct rules *rules;
	gint64 now;
	struct review *reviews; /* of the queue's entries, in its order */
	size_t n_reviews;
};

/* The subject of a commit that a fact of the review names; NULL if none does. */
const char *review_subject_of(const struct review *review, const struct commit_id *id);

/* How many reviews came to each verdict. */
void report_count(const struct report *report, size_t counts[N_VERDICTS]);

#endif
