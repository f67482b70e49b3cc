/* SPDX-License-Identifier: GPL-2.0-or-later */
/* removed - the commit by which upstream removed the files that a change is about. */

#ifndef WINNOW_MATCH_REMOVED_H
#define WINNOW_MATCH_REMOVED_H

#include "index/history.h"
#include "match/target.h"
#include "read/diff.h"

/*
 * The position of the commit that removed the first of the files which diff changes; HISTORY_NONE:
 * upstream has one of them still, or moved that one, or it cannot be told: there is no base, or no
 * repository with upstream. Where none of them is there, history is made to know changed paths.
 */
guint32 removed_find(struct history *history, const struct target *target, const struct diff *diff,
		     bool progress);

#endif
