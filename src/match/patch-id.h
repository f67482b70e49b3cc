/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patch-id - what a diff changes, whatever its line numbers: as `git patch-id --stable` has it. */

#ifndef WINNOW_MATCH_PATCH_ID_H
#define WINNOW_MATCH_PATCH_ID_H

#include <stdbool.h>

#include "base/commit-id.h"
#include "read/diff.h"

/*
 * SHA-1 of each file's headers (but "index" and "similarity") and hunk lines (but "@@") with all white
 * space taken out, summed over the files as 20-byte numbers, least significant byte first: the order
 * of the files does not matter. Equal to `git patch-id --stable` for text diffs, except that git
 * counts the similarity of a renamed file in, about which libgit2 and git disagree.
 * False, *out untouched, when there is nothing to identify: no file, or one that is binary.
 */
bool patch_id(const struct diff *diff, struct commit_id *out);

/* The same for one file. */
bool patch_id_of_file(const struct diff_file *file, struct commit_id *out);

#endif
