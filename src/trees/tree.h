/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tree - the maintained trees of a project as a set: a name and a branch each, as options or git's
 * configuration give them. What one has is read when it is asked for, by a view (state.h):
 * of a thousand trees no more than one need be in memory.
 */

#ifndef WINNOW_TREES_TREE_H
#define WINNOW_TREES_TREE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "base/warn.h"
#include "git/repo.h"

/*
 * Where trees are named. Both NULL or empty: in git's configuration. The winnow.tree of that, which
 * may be set several times, is "NAME BRANCH [BASE]", or one word: a branch, or a pattern of them.
 */
struct trees_options {
	char **named;	 /* "NAME=REV", "NAME=REV,BASE" */
	char **patterns; /* of branches, "origin/linux-*.y": a wildcard stops at a slash */
};

struct tree {
	char *name;	 /* one word for people; no two trees have the same */
	char *revision;	 /* as given, or the branch that a pattern found */
	char *base_name; /* as given; NULL: none was */
	char *where;	 /* what named it: "--tree", "winnow.tree", "--trees 'stable-v*'" */
	struct commit_id tip, base;
	guint alike; /* the first tree of the set that is the very same; its own number if none is
		      */
};

struct trees {
	GPtrArray *all; /* struct tree *, named ones as given, then those of patterns by version */
	size_t n_named; /* names and patterns, whatever they found */
};

/*
 * Find them in repo (NULL: none can be). One that is not there, or not whole, is told to warn and
 * left out; what is left may be nothing. Fails with WINNOW_ERROR_INPUT where options name some and
 * none is there. The settings of a home speak of other clones, too: see trees_any().
 */
bool trees_read(struct repo *repo, const struct trees_options *options, const struct warn *warn,
		struct trees **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Fails with WINNOW_ERROR_INPUT where some were named, in where, and none is there. */
bool trees_any(const struct trees *trees, const char *where,
	       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void trees_free(struct trees *trees);
DEFINE_CLEANUP(struct trees *, trees_free)

const struct tree *trees_at(const struct trees *trees, guint number);

/* Its version, as authors and decisions write it, "6.12"; NULL: neither its name nor its branch
 * holds one. The caller frees. */
char *tree_version(const struct tree *tree);

/* The number of the tree that a branch, tag or id is, by its commit, its name or its version;
 * trees->all->len: it is none of them. */
guint trees_find(const struct trees *trees, struct repo *repo, const char *revision);

#endif
