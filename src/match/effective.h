/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * effective - the tree that a patch meets when its turn comes: the base and what the queue changed
 * before, held in memory, the changed files only. Nothing is written anywhere.
 */

#ifndef WINNOW_MATCH_EFFECTIVE_H
#define WINNOW_MATCH_EFFECTIVE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"
#include "read/patch.h"

struct effective;

/* The tree of the commit base; borrows repo. */
struct effective *effective_new(struct repo *repo, const struct commit_id *base);
void effective_free(struct effective *effective);
DEFINE_CLEANUP(struct effective *, effective_free)

/* From the best to the worst; a patch is what its worst hunk is. */
enum application_kind {
	APPLICATION_CLEAN,    /* every hunk where it says */
	APPLICATION_MOVED,    /* whole, but elsewhere */
	APPLICATION_FUZZY,    /* without some of the lines around it */
	APPLICATION_ALREADY,  /* every hunk: what it makes is there, what it changes is not */
	APPLICATION_ABSENT,   /* a file that it changes is not there */
	APPLICATION_EXISTS,   /* a file that it makes is there and is another */
	APPLICATION_CONFLICT, /* a hunk fits nowhere */
	APPLICATION_UNKNOWN,  /* a binary file, or one that cannot be read (a partial clone) */
	APPLICATION_NOT_TRIED,
};

struct application {
	enum application_kind kind;
	size_t n_hunks, n_failed;
	char *where;  /* "net/a.c:120, hunk 2 of 3": the first of the worst; NULL: nowhere */
	gint64 moved; /* lines, of the hunk that is furthest off; may be negative */
	size_t fuzz;  /* lines of context not there, of the worst hunk */
	size_t stale; /* position of an earlier patch that did not apply to this file; 0: none */
};

/*
 * Apply patch and keep what it makes. Of one that fails, what fits is kept: those behind it count
 * on it. *out must be cleared with application_clear().
 */
void effective_apply(struct effective *effective, const struct patch *patch,
		     struct application *out);
void application_clear(struct application *application);

#endif
