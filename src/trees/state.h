/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state - how an upstream commit stands in a tree, with what shows it. */

#ifndef WINNOW_TREES_STATE_H
#define WINNOW_TREES_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "trees/since.h"
#include "trees/tree.h"

/* The word for programs, what stands in a cell for people (of has: one), and what that says. */
/* clang-format off */
#define STATES(X)                                                                                  \
	X(HAS, "has", "a release", "the first of it that has the commit (yes: none has yet)")      \
	X(NEEDS, "needs", "needs", "the bug is there, and the commit applies")                     \
	X(NEEDS_WORK, "needs-work", "work", "the bug is there, and it does not apply or build")    \
	X(NOT_THERE, "bug-not-there", "-", "what it repairs is not there")                         \
	X(REVERTED, "reverted", "back", "the tree, or upstream, took it back")                     \
	X(UNKNOWN, "unknown", "?", "neither a tag nor the lines tell")
/* clang-format on */

enum state_kind {
#define X(name, word, cell, says) STATE_##name,
	STATES(X)
#undef X
		N_STATES,
};

struct state {
	enum state_kind kind;
	bool inherited;	 /* has: from before the tree left upstream, or with a merge of that;
			    reverted:  by upstream's commit, which it has */
	bool has_commit; /* the next is known */
	struct commit_id commit; /* has: the tree's own that brought it; reverted: what took it back
				  */
	bool by_upstream;	 /* reverted: commit is upstream's, and the tree never had it */
	const char *release;	 /* has: the first that has it; borrowed from version_tags; NULL */

	/* The commit that decided whether the bug is there; HISTORY_NONE: none did. */
	guint32 culprit;
	bool culprit_there; /* the tree has it */
	bool culprit_own;   /* as a commit of its own: */
	struct commit_id culprit_commit;

	char *proof; /* the line of the message, or the place in the tree, that shows it; or NULL */
	char *says;  /* a clause: "91 (\"x\"), which its Fixes: names, is in it as 12ab" */
	GArray *with; /* guint32: needs-work: on top of these, in this order, it applies; or NULL */
};

void state_clear(struct state *state);

const char *state_word(enum state_kind kind);
const char *state_cell(enum state_kind kind);
const char *state_says(enum state_kind kind);

/* One tree as it is looked into. */
struct view_of_tree;

struct view_of_tree_options {
	struct repo *repo; /* that has the trees */
	struct history *history;
	const struct queue *queue; /* an empty one */
	struct version_tags *tags;
	const char *names_directory; /* see match/fit.h; NULL: nothing is kept */
	bool progress;
};

/* Borrows all. Fails with WINNOW_ERROR_INPUT where the tree's history breaks off. */
bool view_of_tree_open(const struct tree *tree, const struct view_of_tree_options *options,
		       struct view_of_tree **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void view_of_tree_free(struct view_of_tree *view);
DEFINE_CLEANUP(struct view_of_tree *, view_of_tree_free)

/* What the tree has. */
const struct target *view_of_tree_target(const struct view_of_tree *view);

/* How the upstream commit at position stands in it. *out must be cleared. */
void state_find(struct view_of_tree *view, guint32 position, struct state *out);

/* The same as far as it has it or took it back; else it is unknown, at next to no cost. */
void state_find_had(struct view_of_tree *view, guint32 position, struct state *out);

#endif
