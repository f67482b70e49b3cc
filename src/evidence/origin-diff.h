/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * origin-diff - how each patch's change differs from upstream's: of all that is looked up what
 * takes longest, so that other threads do it while the queue is tried on its base.
 */

#ifndef WINNOW_EVIDENCE_ORIGIN_DIFF_H
#define WINNOW_EVIDENCE_ORIGIN_DIFF_H

#include "evidence/collect.h"

struct origin_diffs;

/* Begin with those of the evidence's stack. It borrows what evidence does. */
struct origin_diffs *origin_diffs_new(const struct evidence *evidence);
void origin_diffs_free(struct origin_diffs *diffs);

#endif
