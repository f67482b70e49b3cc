/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk - many commits at once: read on one core, taken apart on another. */

#ifndef WINNOW_GIT_WALK_H
#define WINNOW_GIT_WALK_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "base/progress.h"
#include "git/repo.h"

struct walk {
	/*
	 * Whether a commit needs no reading, nor what lies behind it. NULL: none is known. Runs on
	 * the caller's thread.
	 */
	bool (*known)(const struct commit_id *id, void *data);

	/*
	 * Each commit once, in no order to rely on but always the same. It may steal strings from
	 * commit (and leave NULL); the rest is freed. Runs on another thread, one call at a time:
	 * it must not touch what known uses.
	 */
	void (*visit)(struct commit *commit, void *data);

	void *data;		   /* for both */
	struct progress *progress; /* stepped for each; NULL: none */
};

/*
 * Visit tip and its ancestors. Fails with WINNOW_ERROR_INPUT when history breaks off; some commits
 * have been visited then.
 */
bool walk_commits(struct repo *repo, const struct commit_id *tip, const struct walk *walk,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
