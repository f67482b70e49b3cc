/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plain-diff - the diff of what most commits are: files of text that are changed, or only made, or
 * only removed. libgit2 would make the same text of these, but reads and compares more than that
 * takes. For this folder only.
 */

#ifndef WINNOW_GIT_PLAIN_DIFF_H
#define WINNOW_GIT_PLAIN_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

struct git_oid;
struct git_repository;

/*
 * Append what differs between two trees, of which before may be NULL, to out as repo_print_diff()
 * does, and the paths to paths (char *, its own, empty so far); *cut: it would be more than limit
 * bytes. False: it is not that plain, or something could not be read; nothing is appended, and
 * libgit2 has to be asked.
 */
bool plain_diff_print(struct git_repository *git, const struct git_oid *before,
		      const struct git_oid *after, size_t limit, GString *out, bool *cut,
		      GPtrArray *paths);

#endif
