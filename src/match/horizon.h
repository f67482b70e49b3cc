/* SPDX-License-Identifier: GPL-2.0-or-later */
/* horizon - where upstream, as it is at hand, ends, and what of a queue was made from later
 * commits: a clone that nobody fetched into knows nothing of them. */

#ifndef WINNOW_MATCH_HORIZON_H
#define WINNOW_MATCH_HORIZON_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "index/history.h"
#include "match/upstream.h"
#include "read/queue.h"

/* All zero: nothing is known to lie beyond. */
struct horizon {
	char *end;	 /* upstream's newest commit, by its version tag or its first digits */
	gint64 end_date; /* when it was made; seconds since the epoch, UTC */
	size_t n_beyond; /* markers of younger patches that name a commit upstream lacks */
	guint8 *beyond;	 /* by queue index: has such a marker; NULL: nothing is beyond */
	bool stale;	 /* they are so many that upstream's age, not the markers, is to blame */
};

/*
 * Describe *out, to be freed with horizon_clear(), for the matches of the queue's entries. repo
 * (NULL: none) has the entries that are commits; whatever has no date counts as made now. Only of a
 * whole upstream anything is said.
 */
void horizon_find(const struct history *history, struct repo *repo, const struct queue *queue,
		  const struct upstream *upstreams, gint64 now, struct horizon *out);
void horizon_clear(struct horizon *horizon);

/* "upstream, which ends at v6.1 (2022-12-11)". The caller frees. */
char *horizon_clause(const struct horizon *horizon);

/*
 * "372 markers name commits that upstream, which ends at ..., lacks: git fetch?"; NULL where
 * nothing is beyond. The caller frees.
 */
char *horizon_warning(const struct horizon *horizon);

#endif
