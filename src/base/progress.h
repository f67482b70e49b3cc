/* SPDX-License-Identifier: GPL-2.0-or-later */
/* progress - one line on a terminal's stderr that says how far long work has come. */

#ifndef WINNOW_BASE_PROGRESS_H
#define WINNOW_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

struct progress {
	const char *what; /* NULL: silent */
	size_t total;	  /* 0: not known */
	size_t done;
	gint64 started_us, drawn_us; /* monotonic; only for drawing, never part of a result */
};

/*
 * Begin a line for what ("reading upstream"), borrowed until progress_end().
 * Silent when show is false; callers pass progress_wanted() or less.
 */
void progress_begin(struct progress *progress, bool show, const char *what, size_t total);
void progress_step(struct progress *progress);

/* Wipe the line: stderr is left as it was. Safe to call twice. */
void progress_end(struct progress *progress);

/* Whether stderr is a terminal that can redraw a line. */
bool progress_wanted(void);

#endif
