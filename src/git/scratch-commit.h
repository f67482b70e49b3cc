/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scratch-commit - the one thing that is ever written into a repository: a branch, when asked. */

#ifndef WINNOW_GIT_SCRATCH_COMMIT_H
#define WINNOW_GIT_SCRATCH_COMMIT_H

#include "git/scratch.h"

/* Fails with WINNOW_ERROR_INPUT if there is a branch of that name, USAGE if there can be none. */
bool branch_is_free(struct repo *repo, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Write a commit into repo: the parent's tree with what scratch's step changed, and author and
 * message of commit; the committer is who git's configuration says. Nothing points to it yet. Fails
 * with WINNOW_ERROR_SYSTEM.
 */
bool scratch_commit(struct scratch *scratch, struct repo *repo, const struct commit_id *parent,
		    const struct commit *commit, struct commit_id *out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Have the new branch name lead to tip. Fails likewise, also when there is one by now. */
bool branch_create(struct repo *repo, const char *name, const struct commit_id *tip,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
