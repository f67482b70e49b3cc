/* SPDX-License-Identifier: GPL-2.0-or-later */
/* added-lines - the lines that the queue's entries add to each file: there when a later one's turn
 * comes. */

#ifndef WINNOW_EVIDENCE_ADDED_LINES_H
#define WINNOW_EVIDENCE_ADDED_LINES_H

#include <stdbool.h>

#include <glib.h>

#include "match/target.h"
#include "read/queue.h"

/* Read once from the whole queue; patches are borrowed. Free with g_hash_table_unref(). */
GHashTable *added_lines_new(const struct queue *queue);

/*
 * Whether an entry before asking, for the same tree and not taken back before it, adds line
 * (without outer blanks) to path.
 */
bool added_lines_find(GHashTable *added, const char *path, const char *line,
		      const struct patch *asking, const struct target *target);

#endif
