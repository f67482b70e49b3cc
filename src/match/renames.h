/* SPDX-License-Identifier: GPL-2.0-or-later */
/* renames - what a file of upstream was called before, in trees that do not have the new name. */

#ifndef WINNOW_MATCH_RENAMES_H
#define WINNOW_MATCH_RENAMES_H

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"
#include "read/diff.h"

struct renames;

/*
 * Borrows history and in_base, which marks by position what the target has from upstream: renames
 * there are the target's, too. What was found is kept.
 */
struct renames *renames_new(struct history *history, const guint8 *in_base);
void renames_free(struct renames *renames);
DEFINE_CLEANUP(struct renames *, renames_free)

/*
 * The name that the file called path just before the commit at position had before the last rename
 * since the histories parted. NULL: it was not renamed there, or that cannot be told. *by (may be
 * NULL) is the commit that renamed it. Borrowed from renames.
 */
const char *renames_older(struct renames *renames, const char *path, guint32 position, guint32 *by);

/*
 * Whether the commit at position gave a file that diff changes its name. Of a long diff not all
 * files are looked at; true where it changes one and its repository is not at hand.
 */
bool renames_moved_file(struct history *history, guint32 position, const struct diff *diff);

#endif
