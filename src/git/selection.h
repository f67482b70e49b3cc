/* SPDX-License-Identifier: GPL-2.0-or-later */
/* selection - commits as git rev-list takes them: what some reach and others do not, of some paths.
 */

#ifndef WINNOW_GIT_SELECTION_H
#define WINNOW_GIT_SELECTION_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"

struct selection {
	GPtrArray *ids; /* char *, 40 digits each; parents before their children */
	bool has_base;	/* one commit alone bounds it, as the A of "A..B" and of "^A B" does */
	struct commit_id base; /* then */
};

/* Whether names are to be read so: one begins with '^', or there are paths. NULL: none. */
bool selection_is_one(const char *const *names, const char *const *paths);

/*
 * Have git list them, from directory (NULL: the current one) on, where paths begin; both lists end
 * with NULL, and paths may be NULL. It is git's own list, its simplification of histories included.
 * To be called while programs can be run. *out is the caller's. Fails with WINNOW_ERROR_INPUT in
 * git's words where a name is no revision, or where nothing is left.
 */
bool selection_read(struct repo *repo, const char *directory, const char *const *names,
		    const char *const *paths, struct selection **out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Its ids as a set of struct commit_id *, the caller's. */
GHashTable *selection_set(const struct selection *selection);

void selection_free(struct selection *selection);
DEFINE_CLEANUP(struct selection *, selection_free)

#endif
