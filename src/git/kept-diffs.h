/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kept-diffs - the diffs of commits in a file, for the next run: a commit does not change, and to
 * tell its diff costs more than all else that is asked of it.
 */

#ifndef WINNOW_GIT_KEPT_DIFFS_H
#define WINNOW_GIT_KEPT_DIFFS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/commit-id.h"

struct git_repository;
struct kept_diffs;

/*
 * Those of the file path, which need not be there, at most limit bytes of it: the newest, as they
 * are compressed. made_by: what else decides what a diff says; of a file that was made by another
 * none count, and it is written anew.
 */
struct kept_diffs *kept_diffs_open(const char *path, const char *made_by, size_t limit);
struct kept_diffs *kept_diffs_ref(struct kept_diffs *kept);

/*
 * The last one writes what was added. What the system refuses, and what is not ours, is left as it
 * is: it is a cache.
 */
void kept_diffs_unref(struct kept_diffs *kept);

enum { KEPT_DIFF_LIMIT = 4 << 20 }; /* bytes, as it is: a longer one is not kept */

/*
 * Append the diff of id to out, if it is kept, at most limit bytes long, and git's attributes say
 * of its files in git what they said then. From any thread.
 */
bool kept_diffs_get(struct kept_diffs *kept, struct git_repository *git, const struct commit_id *id,
		    size_t limit, GString *out);

/* Keep it: paths (char *) are all that it names. From any thread. */
void kept_diffs_add(struct kept_diffs *kept, struct git_repository *git, const struct commit_id *id,
		    const GPtrArray *paths, const GString *diff);

#endif
