/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kept-diffs - the diffs of commits in a cache, for the next run: a commit does not change, and to
 * tell its diff costs more than all else that is asked of it.
 */

#ifndef WINNOW_GIT_KEPT_DIFFS_H
#define WINNOW_GIT_KEPT_DIFFS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/commit-id.h"
#include "base/disk-cache.h"

struct git_repository;

enum {
	KEPT_DIFF_LIMIT = 4 << 20,   /* bytes, as it is: a longer one is not kept */
	KEPT_NAMES_LIMIT = 64 << 10, /* nor one with more bytes of paths */
	KEPT_PATH_LIMIT = 4096,	     /* or a longer one among them */
};

/*
 * Append the diff of id to out, if it is kept, at most limit bytes long, and git's attributes say
 * of its files in git what they said then. From any thread.
 */
bool kept_diffs_get(struct disk_cache *kept, struct git_repository *git, const struct commit_id *id,
		    size_t limit, GString *out);

/* Keep it: paths (char *) are all that it names. From any thread. */
void kept_diffs_add(struct disk_cache *kept, struct git_repository *git, const struct commit_id *id,
		    const GPtrArray *paths, const GString *diff);

#endif
