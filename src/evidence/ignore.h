/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ignore - lists of paths and commits that people do not want to hear of. */

#ifndef WINNOW_EVIDENCE_IGNORE_H
#define WINNOW_EVIDENCE_IGNORE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "read/diff.h"

struct ignore_list;

/*
 * Read a list; '#' begins a comment, each line is one of
 *   a path glob: "virt/kvm/ *" without the blank, "mm/ *.c", "fs/xfs/", '*' not crossing '/', a
 *   matched directory standing for all below it;
 *   a commit: 7 to 40 digits;
 *   "VERSION COMMIT", "5.10 <40 digits>": the commit, for that stable tree only.
 * A malformed line is described in warnings (char *) and left out: it must never match everything.
 * *out is the caller's. Fails with WINNOW_ERROR_INPUT.
 */
bool ignore_read(const char *path, GPtrArray *warnings, struct ignore_list **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ignore_free(struct ignore_list *list);

/* Several, as struct ignore_list in *out, to be unreffed. paths: NULL is none. */
bool ignore_read_all(char *const *paths, GPtrArray *warnings, GPtrArray **out,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;
DEFINE_CLEANUP(struct ignore_list *, ignore_free)

/*
 * When every file of the diff is on the list, "file:line: glob" of the last file's match, and that
 * file in *path; else NULL. Both are borrowed.
 */
const char *ignore_matches(const struct ignore_list *list, const struct diff *diff,
			   const char **path);

/* The same for paths, char *; of none and of NULL nothing is on a list. */
const char *ignore_matches_paths(const struct ignore_list *list, const GPtrArray *paths);

/*
 * "file:line: entry" when the upstream commit is on the list for one of versions (char *, may be
 * NULL: none is known); else NULL. Borrowed.
 */
const char *ignore_matches_commit(const struct ignore_list *list, const struct commit_id *id,
				  const GPtrArray *versions);

#endif
