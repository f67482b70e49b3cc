/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tree - the files of a commit's tree, all of them or those in which two trees differ. One file:
 * file.h. */

#ifndef WINNOW_GIT_TREE_H
#define WINNOW_GIT_TREE_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "git/repo.h"

/* The ids of trees and files have the form of a commit's. */

/* The tree of a commit. Fails with WINNOW_ERROR_INPUT when it is missing. */
bool tree_of_commit(struct repo *repo, const struct commit_id *commit, struct commit_id *out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * One file that differs. Links and submodules are none: they have no text. The path is as stored,
 * not always UTF-8; all of it lives during the call only.
 */
struct tree_change {
	const char *path;
	const struct commit_id *before, *after; /* NULL: it is not there on that side */
};

/*
 * Call visit for each file in which the tree after differs from the tree before (NULL: an empty
 * one), in the order of the paths. Only directories that differ are opened. Fails with
 * WINNOW_ERROR_INPUT when a directory is missing; some files have been visited then.
 */
typedef void tree_visitor(const struct tree_change *change, void *data);
bool tree_compare(struct repo *repo, const struct commit_id *before, const struct commit_id *after,
		  tree_visitor *visit, void *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
