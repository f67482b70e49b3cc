/* SPDX-License-Identifier: GPL-2.0-or-later */
/* same-change - the upstream commit that makes the very change of a patch, whatever it is called.
 */

#ifndef WINNOW_MATCH_SAME_CHANGE_H
#define WINNOW_MATCH_SAME_CHANGE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"
#include "index/history.h"
#include "match/patch-ids.h"
#include "read/diff.h"
#include "read/patch.h"

struct same_change;

/* Borrows both; the latter are of history's commits. */
struct same_change *same_change_new(struct history *history, struct patch_ids *ids, bool progress);
void same_change_free(struct same_change *finder);
DEFINE_CLEANUP(struct same_change *, same_change_free)

/*
 * The commit whose patch-id is diff's, which is written to *id, among upstream's newest that
 * in_base (NULL: none) does not mark; HISTORY_NONE if there is none. The first call for which it
 * matters has the index know the paths of those commits.
 */
guint32 same_change_find(struct same_change *finder, const struct diff *diff, const guint8 *in_base,
			 struct commit_id *id);

/*
 * The same for a commit of repo, in a time that all of a tree's own commits can be given: compared
 * is what author wrote at author_date, which a backport keeps; where there is nothing, and upstream
 * is small, what touches the same files.
 */
guint32 same_change_find_commit(struct same_change *finder, struct repo *repo,
				const struct commit_id *commit, const struct person *author,
				gint64 author_date, const guint8 *in_base);

#endif
