/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * repo-files - what libgit2 opens by itself in a repository, and in a user's home: it waits for
 * ever where that is a pipe. For this folder only.
 */

#ifndef WINNOW_GIT_REPO_FILES_H
#define WINNOW_GIT_REPO_FILES_H

#include <stdbool.h>

#include <glib.h>

struct git_repository;

/*
 * Whether configuration, references, index and attributes are regular files, as far as they are
 * there, of the repository that path is in, if there is one; of the configuration also what it
 * includes, at most 100 files. Fails with WINNOW_ERROR_INPUT, naming the first that is none.
 */
bool repo_files_check(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of the attributes in the work tree that a diff of paths looks at. Returns libgit2's
 * status, its reason set.
 */
int repo_files_check_attributes(struct git_repository *git, const GPtrArray *paths);

#endif
