/* SPDX-License-Identifier: GPL-2.0-or-later */
/* since - the first release of a tree that has a commit. */

#ifndef WINNOW_TREES_SINCE_H
#define WINNOW_TREES_SINCE_H

#include "base/cleanup.h"
#include "git/repo.h"
#include "match/target.h"

/* The tags of a repository that are versions, "v6.1.2", "RELEASE-4.17.0". Read when asked for. */
struct version_tags;
struct version_tags *version_tags_new(struct repo *repo);
void version_tags_free(struct version_tags *tags);
DEFINE_CLEANUP(struct version_tags *, version_tags_free)

/* Those of them that lie on the line of one tree. */
struct since;

/* Borrows all; target has read the tree. */
struct since *since_new(struct version_tags *tags, struct history *history,
			const struct target *target);
void since_free(struct since *since);
DEFINE_CLEANUP(struct since *, since_free)

/*
 * The name of the first release in which the tree had the upstream commit at position, which it has
 * as presence says: its own tag, or one of upstream's from before the two parted. A release
 * candidate only where no release followed. NULL: none has it yet. Borrowed from tags.
 */
const char *since_first(struct since *since, const struct presence *presence, guint32 position);

#endif
