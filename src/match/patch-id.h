/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patch-id - what a diff changes, whatever its line numbers: as `git patch-id --stable` has it. */

#ifndef WINNOW_MATCH_PATCH_ID_H
#define WINNOW_MATCH_PATCH_ID_H

#include <stdbool.h>

#include "base/commit-id.h"
#include "read/diff.h"

/*
 * SHA-1 of each file's header lines (but "index" and "similarity") and hunk lines (but "@@") with
 * all white space taken out, summed over the files as 20-byte numbers, least significant byte
 * first: the order of the files does not matter. The header lines are those git would have written,
 * so that a diff by quilt has the same id. Equal to `git patch-id --stable` for git's text diffs,
 * except that git counts in the similarity of a renamed file, about which libgit2 and git disagree.
 * False, *out untouched, when there is nothing to identify: no file, or one that is binary.
 */
bool patch_id(const struct diff *diff, struct commit_id *out);

#endif
