/* SPDX-License-Identifier: GPL-2.0-or-later */
/* paths - which commits changed which files, read from the repository into an index. */

#ifndef WINNOW_INDEX_PATHS_H
#define WINNOW_INDEX_PATHS_H

#include "base/store.h"
#include "git/repo.h"

/*
 * Add the paths of the commits from first up to known_first and from known_end up to end, between
 * which the index has them already, in one transaction. Merges have none; a commit whose trees are
 * missing gets none. Where the store cannot be written, or was changed since it was opened, they
 * are kept beside it for as long as it is open.
 */
bool paths_fill(struct store *store, struct repo *repo, guint32 first, guint32 known_first,
		guint32 known_end, guint32 end, bool progress,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
