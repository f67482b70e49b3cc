/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lineage - what upstream did to files and lines since the histories of it and of a target parted,
 * and the search for prerequisites, which rests on that.
 */

#ifndef WINNOW_MATCH_LINEAGE_H
#define WINNOW_MATCH_LINEAGE_H

#include <stdbool.h>

#include "match/line-history.h"
#include "match/prerequisite.h"
#include "match/renames.h"

/* All NULL: not opened. */
struct lineage {
	struct renames *renames;
	struct line_history *lines;
	struct prerequisite_finder *finder;
};

/*
 * Open it, which takes a while: history is made to know changed paths. names and absent as for
 * prerequisite_finder_new(), borrowed like the others. False where it cannot be told: no history
 * (NULL), none with a repository, or a target without a base; *out is then as it was.
 */
bool lineage_open(struct history *history, const struct target *target, struct tree_names *names,
		  struct absent_finder *absent, bool progress, struct lineage *out);

/* Also one that was not opened. */
void lineage_clear(struct lineage *lineage);

#endif
