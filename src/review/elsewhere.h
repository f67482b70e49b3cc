/* SPDX-License-Identifier: GPL-2.0-or-later */
/* elsewhere - what people decided about patches for the other maintained trees of a project. */

#ifndef WINNOW_REVIEW_ELSEWHERE_H
#define WINNOW_REVIEW_ELSEWHERE_H

#include "review/decided.h"
#include "review/others.h"

/*
 * Why review's patch was dropped in the tree that others' siblings number, "ann decided on
 * 2026-11-28: driver not enabled": a decision for that tree by its name or version, not for every
 * tree, that holds still. decided has decisions; decided_name() has named review. NULL: it was not
 * dropped there. The caller frees.
 */
char *elsewhere_dropped(const struct decided *decided, const struct others *others,
			const struct review *review, guint number);

/* Append the commits (guint32) that trees have to be asked about for that: they end decisions. */
void elsewhere_add_positions(const struct decisions *decisions, const struct history *history,
			     GArray *positions);

#endif
