/* SPDX-License-Identifier: GPL-2.0-or-later */
/* paths - which commits changed which files, read from the repository into an index. */

#ifndef WINNOW_INDEX_PATHS_H
#define WINNOW_INDEX_PATHS_H

#include "base/store.h"
#include "git/repo.h"

struct workers;

/*
 * The positions, from *first up to but not including *end, of which the index has all paths. None
 * at first, but for those that came with their entry.
 */
void paths_get_range(struct store *store, guint32 *first, guint32 *end);
void paths_set_range(struct store *store, guint32 first, guint32 end);

/*
 * Note that the commit at position changed paths (char *; NULL: none). known is the caller's table
 * of strings, its own, at first empty, which saves looking them up again.
 */
void paths_add(struct store *store, guint32 position, const GPtrArray *paths, GHashTable *known);

/*
 * Add the paths of the commits from first up to known_first and from known_end up to end, between
 * which the index has them already, in one transaction. Merges have none; a commit whose trees are
 * missing gets none. Where the store cannot be written, or was changed since it was opened, they
 * are kept beside it for as long as it is open. workers (NULL: none) help to read them.
 */
bool paths_fill(struct store *store, struct repo *repo, struct workers *workers, guint32 first,
		guint32 known_first, guint32 known_end, guint32 end, bool progress,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
