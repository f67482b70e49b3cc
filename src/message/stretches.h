/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stretches - a set of versions as the ranges that it covers, which do not overlap, rising: whether
 * two sets have a tree in common takes one look at each, however many versions strangers write.
 */

#ifndef WINNOW_MESSAGE_STRETCHES_H
#define WINNOW_MESSAGE_STRETCHES_H

#include <stdbool.h>

#include <glib.h>

/* Numbers of a version that count: what is behind them is a state of the same tree. */
enum { VERSION_PARTS = 4 };

/* From the first to the last state: of "5.10" all of 5.10.0 to 5.10.*. */
struct stretch {
	guint64 first[VERSION_PARTS], last[VERSION_PARTS];
};

/* Add version, "5.10", "6.12.43" or a range "7.0-6.6", either end first, to an array of stretch. */
void stretches_add(GArray *stretches, const char *version);

/* Whether they have a version in common, or a state of one that the other has. */
bool stretches_meet(const GArray *a, const GArray *b);
bool stretches_have(const GArray *stretches, const char *version);

#endif
