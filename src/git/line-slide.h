/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line-slide - where a group of changed lines is shown, when it can be told as several: "}" added
 * behind one "}" is also one added before it. For this folder only.
 *
 * The rules are those of git, which makes them part of what a diff is: its indent heuristic
 * (xdiff/xdiffi.c of git) with the weights that its authors found by experiment.
 */

#ifndef WINNOW_GIT_LINE_SLIDE_H
#define WINNOW_GIT_LINE_SLIDE_H

#include "git/lines.h"

/*
 * Move the groups of changed lines of own to where git shows them, joining those that meet. What is
 * marked in both says the same change before and afterwards.
 */
void lines_slide(struct lines *own, const struct lines *other);

#endif
