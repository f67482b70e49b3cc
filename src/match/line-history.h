/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line-history - which upstream commits made the lines of a file what they are, since the histories
 * of upstream and target parted. Each file is walked once, forward, and kept; blame goes backwards
 * and begins anew each time.
 */

#ifndef WINNOW_MATCH_LINE_HISTORY_H
#define WINNOW_MATCH_LINE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"
#include "match/renames.h"

struct line_history;

/*
 * Borrows all three. in_base marks by position the commits that both histories have. The history
 * must know changed paths from the first commit that is not marked; see history_index_paths().
 */
struct line_history *line_history_new(struct history *history, const guint8 *in_base,
				      struct renames *renames);
void line_history_free(struct line_history *lines);
DEFINE_CLEANUP(struct line_history *, line_history_free)

/*
 * Append to out (guint32) the positions of the commits that made the lines [first, end), which
 * count from 0, of the file as it was just before the commit at position, and of those that last
 * removed lines between them; what both histories have is left out. Each once, in no order. False
 * when an object is missing, the file or its history is too long, or it was not there.
 */
bool line_history_find(struct line_history *lines, const char *path, guint32 position, size_t first,
		       size_t end, GArray *out) G_GNUC_WARN_UNUSED_RESULT;

#endif
