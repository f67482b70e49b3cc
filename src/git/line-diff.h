/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line-diff - the hunks of a diff between two texts, byte for byte as libgit2 makes them with the
 * indent heuristic and three lines of context; it hashes each line of both whole texts, here what
 * both begin and end with is hardly looked at. For this folder only.
 */

#ifndef WINNOW_GIT_LINE_DIFF_H
#define WINNOW_GIT_LINE_DIFF_H

#include <glib.h>

#include "git/diff-text.h"

/* Bytes of a text; more is none of ours. */
enum { LINE_DIFF_LIMIT = 1 << 27 };

/* Append the hunks that make newer of older, each at most LINE_DIFF_LIMIT long. False: it is cut.
 */
bool line_diff(struct slice older, struct slice newer, struct diff_text *out);

/* One change: lines [old_start, old_end) became [new_start, new_end), counted from 0; one of both
 * may be empty. */
struct line_edit {
	int old_start, old_end, new_start, new_end;
};

/* The changes alone (struct line_edit) of such texts, from top to bottom. */
GArray *line_edits(struct slice older, struct slice newer);

#endif
