/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thread-words - what the words of a reply come to. */

#ifndef WINNOW_EVIDENCE_THREAD_WORDS_H
#define WINNOW_EVIDENCE_THREAD_WORDS_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"

/* The first that fits. */
enum thread_says {
	THREAD_SAYS_NOTHING,
	THREAD_SAYS_DROP,	/* an objection: drop it, no fix, not for stable, NACK */
	THREAD_SAYS_DROPPED,	/* whoever proposed it has dropped it */
	THREAD_SAYS_NEEDS,	/* only with another commit */
	THREAD_SAYS_DOUBT, /* an objection with a condition, or by somebody who does not mind */
	THREAD_SAYS_REVERTED,	/* it was or will be taken back */
	THREAD_SAYS_REGRESSION, /* it was seen to break something */
	THREAD_SAYS_TESTED,
	THREAD_SAYS_ACK,
	THREAD_SAYS_QUESTION,
};

struct thread_words;

struct thread_words *thread_words_new(void);
void thread_words_free(struct thread_words *words);
DEFINE_CLEANUP(struct thread_words *, thread_words_free)

/*
 * What text, a reply's own words in valid UTF-8, says. by_proposer: it is from whoever proposed the
 * patch, whose "dropped" counts and whose other words do not. *where, unless where is NULL, becomes
 * the sentence that says it, the caller's; untouched if it says nothing. hex, of COMMIT_ID_HEX + 1
 * bytes, becomes the id that is needed, "" if none.
 */
enum thread_says thread_words_read(const struct thread_words *words, const char *text,
				   bool by_proposer, char **where, char *hex);

#endif
