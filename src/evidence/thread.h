/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thread - who replied what to which patch: every reply read once and hung where it belongs. */

#ifndef WINNOW_EVIDENCE_THREAD_H
#define WINNOW_EVIDENCE_THREAD_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "evidence/thread-scope.h"
#include "evidence/thread-words.h"
#include "match/release.h"
#include "match/upstream.h"
#include "read/queue.h"

/* What one reply comes to. */
struct saying {
	const struct reply *reply;
	const struct patch
		*patch;	       /* what it replies to: an entry, or the same change posted before */
	bool about;	       /* it only names the commit; patch is one entry made from it */
	bool on_its_way;       /* it is about the change on its way into mainline */
	enum thread_says says; /* never THREAD_SAYS_NOTHING */
	char *sentence;	       /* that says it */
	char hex[COMMIT_ID_HEX + 1]; /* THREAD_SAYS_NEEDS: the commit; else "" */
	char *who;		     /* "its author X", "X (Signed-off-by)", "X" */
	struct thread_scope scope;
};

struct threads;

/* What is known beside the mails; each NULL where nothing is. */
struct thread_trees {
	const struct history *history;
	struct releases *releases;
	const char *base_name; /* of what the queue goes on top of */
};

/*
 * Find each reply's patch and what it says. All is borrowed; upstreams are of the queue's entries.
 * Linear in mails. What replies to an absent mail hangs from the next one known only where its
 * subject is that one's: an absent 2/2 was a reply to 1/2, too.
 */
struct threads *threads_new(const struct queue *queue, const struct upstream *upstreams,
			    const struct thread_trees *trees);
void threads_free(struct threads *threads);
DEFINE_CLEANUP(struct threads *, threads_free)

/*
 * What was said (const struct saying *) about entry index itself, and about the same change as
 * proposed for other trees or on other lists, as it came; NULL: nothing. At most SAYINGS_LIMIT,
 * of more the ones that matter most.
 */
enum { SAYINGS_LIMIT = 50 };
const GPtrArray *threads_direct(const struct threads *threads, size_t index);
const GPtrArray *threads_elsewhere(const struct threads *threads, size_t index);

/*
 * Posts (const struct pending *) that fix entry index's change and are not queued themselves, the
 * last revision of each; NULL: none. At most SAYINGS_LIMIT.
 */
struct pending {
	const struct patch *patch;
	struct slice line; /* its "Fixes: ..." */
};
const GPtrArray *threads_pending(const struct threads *threads, size_t index);

#endif
