/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line-paths - the search for what two rows of numbers have in common, in the same order. For this
 * folder only; line-match.h says whose method it is.
 */

#ifndef WINNOW_GIT_LINE_PATHS_H
#define WINNOW_GIT_LINE_PATHS_H

#include <stdbool.h>

#include <glib.h>

/* A line each: the same number, the same line. taken has n zeros. */
struct line_numbers {
	const guint32 *number;
	bool *taken; /* set where it is not matched */
	int n;
};

void line_paths_find(const struct line_numbers *older, const struct line_numbers *newer);

/* The square root, as a power of two that is not below it; 1 of 0. */
int line_paths_root(int n);

#endif
