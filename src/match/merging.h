/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merging - whether git cherry-pick, which merges, takes a change that patch(1) takes: lines around
 * a hunk that are others there are none to the one and a conflict to the other.
 */

#ifndef WINNOW_MATCH_MERGING_H
#define WINNOW_MATCH_MERGING_H

#include <glib.h>

#include "index/history.h"
#include "match/effective.h"

/*
 * Append to files (char *, the change's names) those that a merge of the upstream commit at
 * change->position, whose diff this is, into tree would leave with conflicts, unless they are in it
 * already. A file that cannot be read is one of them. False: where there are none, nothing of the
 * tree changes.
 */
bool merging_find_conflicts(struct history *history, struct effective *tree,
			    const struct effective_change *change, GPtrArray *files);

/* Add path unless it is there. */
void merging_add_file(GPtrArray *files, const char *path);

#endif
