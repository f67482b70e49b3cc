/* SPDX-License-Identifier: GPL-2.0-or-later */
/* earlier - what a review found the last time, as far as a later one asks for it. */

#ifndef WINNOW_REVIEW_EARLIER_H
#define WINNOW_REVIEW_EARLIER_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "evidence/fact.h"
#include "git/repo.h"
#include "review/report.h"

/* A patch that was reviewed then. */
struct earlier_patch {
	char *key, *tree; /* of decisions about it; key NULL: nothing tells it from others */
	char *source;	  /* where it came from: a file, a commit, a mail */
	char *subject;
	enum verdict verdict;
	char *seen;	    /* what was known of it, see decide/seen.h; NULL: nobody noted that */
	struct facts facts; /* those that seen is of: kind, state, id, mail, says */
};

struct earlier {
	char *made_at;	    /* "2024-03-01T00:00:00Z" */
	GPtrArray *patches; /* struct earlier_patch *, in that queue's order */
};

/*
 * Read a review in JSON: what earlier_write() wrote, or the whole of one by --json, of version 1.
 * Fails with WINNOW_ERROR_INPUT, naming path, where it is none.
 */
bool earlier_read(const char *path, struct earlier **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One of no patches, made at no time. */
struct earlier *earlier_none(void);
void earlier_free(struct earlier *earlier);
DEFINE_CLEANUP(struct earlier *, earlier_free)

/* Write to path what a later review asks of this one: it reads as the JSON of a review does. */
bool earlier_write(const struct report *report, const char *path,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Where in the cache the last review of this queue on this base is kept, whatever upstream it was
 * compared with; NULL for a queue that has no name of its own, as standard input. The caller frees.
 */
char *earlier_path(const struct report *report, const struct repo *repo);

#endif
