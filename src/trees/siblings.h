/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siblings - what the other trees of a project did with the commits that one is asked to take. */

#ifndef WINNOW_TREES_SIBLINGS_H
#define WINNOW_TREES_SIBLINGS_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "trees/state.h"

struct siblings_asked {
	const struct trees *trees;
	const struct view_of_tree_options *view;
	const struct target *own; /* the one that is asked; where any are needed, its base was read
				   */
	guint own_tree;		  /* its number in trees; trees->all->len: it is none of them */
	const GArray *positions;  /* guint32: commits that it is asked for, or that may matter */
	const GArray *needed;	  /* those of which it is asked whether newer trees need them */
	const struct warn *warn;
};

/* What one of the others did with a commit. */
struct sibling {
	const struct tree *tree;
	bool newer; /* it left upstream later than the one that is asked */
	bool has;
	bool took;	/* it has it by a commit of its own: */
	bool took_back; /* it had it and has not: the commit took it back, if known */
	bool has_commit;
	struct commit_id commit;
	bool needs; /* newer, lacks it, and has by a commit that it repairs the bug: */
	const char *proof, *says; /* which shows it, borrowed; else NULL */
};

struct siblings;

/* Trees that cannot be read are told to warn and left out. Borrows trees only. */
struct siblings *siblings_find(const struct siblings_asked *asked);
void siblings_free(struct siblings *siblings);
DEFINE_CLEANUP(struct siblings *, siblings_free)

/* How many others there are. */
guint siblings_count(const struct siblings *siblings);

const struct tree *siblings_tree(const struct siblings *siblings, guint number);

/* What the numbered one, from 0 in the set's order, did; false: it was not asked about that. */
bool siblings_at(const struct siblings *siblings, guint number, guint32 position,
		 struct sibling *out);

/*
 * How many took the commit by one of their own, and which as a clause, "22.11 as 1234567890ab and
 * 23.11 as ..."; NULL: none did. The caller frees.
 */
char *siblings_took(const struct siblings *siblings, guint32 position, guint *n);

#endif
