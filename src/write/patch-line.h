/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patch-line - where an editor has to go for a review. */

#ifndef WINNOW_WRITE_PATCH_LINE_H
#define WINNOW_WRITE_PATCH_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "review/report.h"

struct patch_line {
	const char *path; /* borrowed from the review; any bytes; NULL: nothing can be opened */
	size_t line;	  /* from 1 */
	bool of_tree;	  /* it is a file that the patch changes, not the patch */
};

/*
 * The line of the patch's file that shows the first reason, else that of its subject; of a patch
 * that is no file of its own the first place that it changes. Reads the file again.
 */
struct patch_line patch_line_of(const struct review *review);

#endif
