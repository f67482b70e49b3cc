/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * groundwork - what has to come before a missing fix that does not apply by itself: a few upstream
 * commits on top of which it was proved to.
 */

#ifndef WINNOW_TAKE_GROUNDWORK_H
#define WINNOW_TAKE_GROUNDWORK_H

#include <glib.h>

#include "base/cleanup.h"
#include "git/scratch.h"
#include "review/run.h"
#include "take/plan.h"

struct groundwork;

/* Of a review's base; borrows the review. Nothing is read yet. NULL: there is nothing to ask. */
struct groundwork *groundwork_new(const struct run *review);
void groundwork_free(struct groundwork *groundwork);
DEFINE_CLEANUP(struct groundwork *, groundwork_free)

/*
 * What companion, which does not apply to tree, needs first (struct piece *), in the order to apply
 * them; the caller's, borrowing companion. tree is the base and parts (struct part *, see
 * assembly.h). NULL: there is no such set, or it is more than is taken unasked (prerequisite.h), or
 * has a history of its own; *why then is a clause about that where one is known (the caller's), else
 * NULL.
 */
GPtrArray *groundwork_find(struct groundwork *groundwork, struct scratch *tree,
			   const GPtrArray *parts, const struct piece *companion, char **why);

#endif
