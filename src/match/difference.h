/* SPDX-License-Identifier: GPL-2.0-or-later */
/* difference - where two diffs do not make the same change. */

#ifndef WINNOW_MATCH_DIFFERENCE_H
#define WINNOW_MATCH_DIFFERENCE_H

#include <stdbool.h>

#include <glib.h>

#include "read/diff.h"

/*
 * Paths, borrowed from the diffs and sorted, whose changed lines or modes are not the same, white
 * space left out; those that only one diff touches included. None: it is the same change, whatever
 * surrounds it and wherever a block that can be told to begin at several lines is said to.
 */
GPtrArray *difference_paths(const struct diff *ours, const struct diff *theirs);

/*
 * Whether later takes away a line that earlier adds, or brings back one that it takes away, of
 * those that say something: that earlier applies again then is no wonder.
 */
bool difference_undoes(const struct diff *later, const struct diff *earlier);

#endif
