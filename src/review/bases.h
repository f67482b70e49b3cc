/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bases - what the parts of a queue go on top of, each read as a target: one for all of it, or one
 * for each of its stacks and for what is in none.
 */

#ifndef WINNOW_REVIEW_BASES_H
#define WINNOW_REVIEW_BASES_H

#include <stdbool.h>

#include <glib.h>

#include "base/warn.h"
#include "match/target.h"
#include "review/others.h"
#include "review/report.h"
#include "trees/queue-base.h"

struct base {
	struct report_base told;
	guint stack;		 /* whose it is; 0: of what is in none */
	struct queue_base found; /* told's strings, where it was looked for */
	const char *branch;	 /* as it is by now, as given; NULL: not known */
	struct commit_id branch_id;
	struct target *target;
	struct others others; /* trees; after history is closed nothing is asked of them */
	char *tree;	      /* the version of what is built on; NULL: not known */
	char *decided_tree;   /* the tree that decisions are for; NULL: not known */
};

/* Borrowed, but for the trees. */
struct bases_asked {
	struct repo *repo;	 /* NULL: none is at hand */
	struct history *history; /* NULL: no upstream was given */
	const struct queue *queue;
	const char *onto, *target;		 /* as given; NULL: not */
	const char *const *names;		 /* the queue */
	const struct trees_options *trees_named; /* NULL: no trees are asked */
	struct trees **trees;			 /* read when they are needed, and told of */
	struct warn warn;
	bool progress;
};

/*
 * Find the bases of the queue, struct base * in *out, at least one, and read them where there is a
 * history. A stack's is what --onto or --target names if that is of its version; else what
 * queue_base_find() finds, and where that is nothing it has none and says why. Fails as
 * target_read_base() does, and where what was given is not there.
 */
bool bases_read(const struct bases_asked *asked, GPtrArray **out,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* That of patch. */
struct base *bases_of(const GPtrArray *bases, const struct patch *patch);

/* The trees of the project, read at most once; NULL: none are asked. */
bool bases_trees(const struct bases_asked *asked, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
