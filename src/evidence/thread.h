/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thread - who answered to which patch of the queue. */

#ifndef WINNOW_EVIDENCE_THREAD_H
#define WINNOW_EVIDENCE_THREAD_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "evidence/thread-words.h"
#include "match/upstream.h"
#include "read/queue.h"

/* One reply to a patch, or to the same change as proposed for another tree. */
struct thread_reply {
	const struct reply *reply;
	const struct patch *patch;
};

struct threads;

/* Find each reply's patch. Both are borrowed; upstreams are of the queue's entries. */
struct threads *threads_new(const struct queue *queue, const struct upstream *upstreams);
void threads_free(struct threads *threads);
DEFINE_CLEANUP(struct threads *, threads_free)

/* The replies to entry index and its siblings (struct thread_reply), as they came; NULL: none. */
const GArray *threads_of(const struct threads *threads, size_t index);
const struct thread_words *threads_words(const struct threads *threads);

#endif
