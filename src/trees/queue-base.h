/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queue-base - what a queue goes on top of, by the version that its name says. */

#ifndef WINNOW_TREES_QUEUE_BASE_H
#define WINNOW_TREES_QUEUE_BASE_H

#include <stdbool.h>

#include "base/commit-id.h"
#include "git/repo.h"
#include "trees/tree.h"

struct queue_base {
	char *name; /* a revision: "v6.1.12" */
	struct commit_id id;
	bool has_from;	       /* its history is its own, and was begun with the files of: */
	struct commit_id from; /* see target_read_tree() */
	char *how;	       /* a clause: "the newest tag of 6.1" */
	char *problem;	       /* why there is none, a clause; NULL with the others, they with it */
};

/*
 * The tree of the set (NULL: none is known) that is called version or has it; else what the first
 * of patterns (NULL: none are set, and those of the kernel count) finds in repo (may be NULL): each
 * has "%s" for version, and finds the tag, of several the newest release, else the branch.
 * Branches that differ are a problem, and so is nothing. *out must be cleared.
 */
void queue_base_find(struct repo *repo, const struct trees *trees, char *const *patterns,
		     const char *version, struct queue_base *out);
void queue_base_clear(struct queue_base *base);

#endif
