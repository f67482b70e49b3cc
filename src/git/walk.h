/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk - many commits at once: read by the caller's thread, taken apart on others. */

#ifndef WINNOW_GIT_WALK_H
#define WINNOW_GIT_WALK_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "base/progress.h"
#include "git/repo.h"

struct workers;

struct walk {
	/*
	 * Whether a commit needs no reading, nor what lies behind it. NULL: none is known. It may be
	 * asked before commits that were read are visited, but not twice of one.
	 */
	bool (*known)(const struct commit_id *id, void *data);

	/*
	 * Each commit once, in no order to rely on but always the same. It may steal strings from
	 * commit (and leave NULL); the rest is freed. Runs on the caller's thread, but with parts,
	 * see there, on any.
	 */
	void (*visit)(struct commit *commit, void *data);

	void *data;		   /* for all, of which none is freed */
	struct progress *progress; /* stepped for each; NULL: none */
	struct workers *workers;   /* that take commits apart; NULL: the caller's thread does */
	bool is_of_all; /* no history of a few: packs are read as they lie, see sweep.h */

	/*
	 * With these visit gets, in the place of data, a part that it alone has: several run at
	 * once. Parts, of some commits each, are taken over in order on the caller's thread;
	 * part_free is for those that nobody took. All NULL: there are none.
	 */
	void *(*part_new)(void *data); /* on any thread; from data it only reads */
	void (*part_take)(void *part, void *data);
	void (*part_free)(void *part);
};

/*
 * Visit tip and its ancestors. Fails with WINNOW_ERROR_INPUT when history breaks off; some commits
 * have been visited then.
 */
bool walk_commits(struct repo *repo, const struct commit_id *tip, const struct walk *walk,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
