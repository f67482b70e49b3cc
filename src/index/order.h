/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * order - commits in the order in which a mainline took them: along its first parents, what a merge
 * brought right before the merge, ancestors always first. What is appended to the mainline later is
 * appended to the order, so that an index that grows has the order of one built at once.
 */

#ifndef WINNOW_INDEX_ORDER_H
#define WINNOW_INDEX_ORDER_H

#include <glib.h>

#include "base/commit-id.h"

/* Commits to be put in order; any others are outside and come before all of them. */
struct order;

enum { ORDER_OUTSIDE = G_MAXUINT32 };

struct order *order_new(void);
void order_free(struct order *order);

/* The next node, 0, 1, ...: an id not given before, and its parents, the first one first. */
void order_add(struct order *order, const struct commit_id *id, const struct commit_id *parents,
	       size_t n_parents);

/* The node of id, ORDER_OUTSIDE if there is none. */
guint32 order_find(const struct order *order, const struct commit_id *id);

/*
 * Nodes in the order in which the line that ends in tip took them. sequence and bringers have an
 * element for each node; bringers[node] is the commit of the line that brought the node, itself for
 * one of the line. Returns how many there are: nodes that tip does not reach are left out.
 */
guint32 order_arrivals(const struct order *order, guint32 tip, guint32 *sequence,
		       guint32 *bringers);

#endif
