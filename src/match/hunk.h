/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hunk - where a hunk fits into the lines of a file, and what comes of them. */

#ifndef WINNOW_MATCH_HUNK_H
#define WINNOW_MATCH_HUNK_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/text.h"
#include "match/line-set.h"
#include "read/diff.h"

/* A line of a file, which points into a text that was read or into a diff that was applied. */
struct file_line {
	struct slice text;
	guint32 maker;	 /* who made it; 0: the base */
	guint32 remover; /* who last removed lines right before it; 0: nobody */
};

/* The lines of one side of a hunk, without some lines of context at either end. */
struct hunk_side {
	const struct diff *diff;
	const struct diff_hunk *hunk;
	char other;	   /* the origin that is not of this side: '+' of the old one */
	size_t first, end; /* in the hunk's lines */
};

/* fuzz: how many lines of context to leave out at either end, where there are so many. */
struct hunk_side hunk_side_of(const struct diff *diff, const struct diff_hunk *hunk, char other,
			      size_t fuzz);
size_t hunk_side_length(const struct hunk_side *side);

/*
 * The line nearest to wanted, from 0, where side stands in lines (struct file_line), not before
 * least; HUNK_NOWHERE if there is none. wanted may be any number: strangers write it. known is of the
 * same lines, at least of those from least on; NULL: all are looked at. *work counts the lines
 * looked at, a long one for several; from HUNK_WORK_LIMIT on nothing is found any more: that is a
 * tenth of a second.
 */
enum { HUNK_NOWHERE = -1, HUNK_WORK_LIMIT = 1 << 25, HUNK_BYTES_A_LINE = 64 };
gint64 hunk_find(const struct hunk_side *side, const GArray *lines, struct line_set *known,
		 gint64 wanted, size_t least, size_t *work);

/* Add to on (guint32, rising, each once) who made the lines from start on, or removed some between.
 */
void hunk_note_makers(const struct hunk_side *old, const GArray *lines, size_t start, GArray *on);

/*
 * Put the hunk's new side into the place of its old one; what stays remains whose it was. Lines
 * removed at the end of the file set *end_remover. Returns the line behind what was put there.
 */
size_t hunk_replace(const struct hunk_side *old, GArray *lines, size_t start, guint32 maker,
		    guint32 *end_remover);

/* Whether the line is not one that stands everywhere, as "}" and "break;" do. */
bool line_is_telling(struct slice line);

/* Whether it changes any line that says something: more than a brace. */
bool hunk_is_telling(const struct diff *diff, const struct diff_hunk *hunk);

/* Add who unless it is there, or 0. */
void makers_add(GArray *makers, guint32 who);

#endif
