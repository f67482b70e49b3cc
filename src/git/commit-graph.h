/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commit-graph - how many commits a repository has, from the file git keeps beside its objects. */

#ifndef WINNOW_GIT_COMMIT_GRAPH_H
#define WINNOW_GIT_COMMIT_GRAPH_H

#include <stddef.h>

#include "git/repo.h"

/*
 * Commits in git's commit-graph, or in the largest of those that it borrows objects from, on all
 * branches and perhaps not the newest: for a progress bar only. 0: there is none, or it cannot be read. The format is git's gitformat-commit-graph(5).
 */
size_t commit_graph_count(const struct repo *repo);

#endif
