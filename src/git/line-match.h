/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line-match - which lines of two texts are the same ones, in the same order. For this folder only.
 *
 * The method is Myers' ("An O(ND) Difference Algorithm and its Variations", 1986) in linear space,
 * with the limits by which git gives up on the shortest answer, so that its answer comes of it:
 * which lines are not looked at at all, and when a search ends (xdiff/xprepare.c and xdiff/xdiffi.c
 * of git).
 */

#ifndef WINNOW_GIT_LINE_MATCH_H
#define WINNOW_GIT_LINE_MATCH_H

#include "git/lines.h"

/*
 * Mark the lines in the middle of either that are not in the other one. head and tail are what both
 * texts begin and end with, n_head is how many lines that is.
 */
void lines_match(struct lines *older, struct lines *newer, struct slice head, struct slice tail);

#endif
