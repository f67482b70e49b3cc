/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thread-scope - for which trees an objection is meant. */

#ifndef WINNOW_EVIDENCE_THREAD_SCOPE_H
#define WINNOW_EVIDENCE_THREAD_SCOPE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"

enum thread_reach {
	THREAD_REACH_ALL,   /* "from all branches", or nothing was said of trees */
	THREAD_REACH_UP_TO, /* "5.4 and older", "not needed in 5.4": the version and older ones */
	THREAD_REACH_BELOW, /* "the bug came with 5.4", "older than 5.4": older ones only */
};

struct thread_scope {
	enum thread_reach reach;
	char version[16]; /* "5.4"; "" with THREAD_REACH_ALL */
};

struct scope_words;

struct scope_words *scope_words_new(void);
void scope_words_free(struct scope_words *words);
DEFINE_CLEANUP(struct scope_words *, scope_words_free)

/*
 * What text, a reply's own words in valid UTF-8, says of trees. versions (char *) are those of the
 * patch it replies to: what is "not needed here" is not needed there.
 */
struct thread_scope thread_scope_read(const struct scope_words *words, const char *text,
				      const GPtrArray *versions);

/* Whether it is meant for all of versions (char *); where none is given, for any tree at all. */
bool thread_scope_covers(const struct thread_scope *scope, const GPtrArray *versions);

#endif
