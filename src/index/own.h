/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * own - commits that upstream lacks and its stable trees have, kept in the index with what they
 * bring of upstream: a tree that moved costs what is new in it, whoever asks.
 */

#ifndef WINNOW_INDEX_OWN_H
#define WINNOW_INDEX_OWN_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "index/history.h"

/* One of them. What it points to is the history's, or the giver's. */
struct own_row {
	struct commit_id id;
	const struct commit_id *parents; /* the first one first */
	guint32 n_parents;
	/*
	 * What it was found under, as match/ has it: 0: by the message alone, that will not change;
	 * else it counts only for who comes by the same number.
	 */
	guint64 basis;
	const guint32 *brings; /* positions */
	guint32 n_brings;
	const char *subject; /* folded */
	const char *message; /* of one that takes back, or brings back; else NULL */
};

/*
 * Whether any are kept. Not for a history that is a part of its index, nor without a file or a
 * repository: what a commit brings is something else there.
 */
bool own_are_kept(const struct history *history);

/*
 * The commit id, which then is not in the history, as are its ancestors unless they are kept too;
 * NULL: it is not kept, which says nothing of it.
 */
const struct own_row *own_find(const struct history *history, const struct commit_id *id);

/*
 * Keep rows (struct own_row), ancestors first, with or instead of what is kept of their commits. A
 * file that cannot be written, or that others have written since, stays as it is.
 */
void own_keep(const struct history *history, const GArray *rows);

#endif
