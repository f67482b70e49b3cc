/* SPDX-License-Identifier: GPL-2.0-or-later */
/* row - one patch as the desk shows it: its review, and what a person made of it. */

#ifndef WINNOW_DESK_ROW_H
#define WINNOW_DESK_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "review/report.h"

/* Strings are the desk's and one safe line each, of SUBJECT_SHOWN characters at most. */
struct row {
	const struct review *review;
	char *name;	  /* the patch's file name, commit or message id, short */
	char *subject;	  /* for the screen; what is searched is the review's own */
	const char *word; /* as decided; NULL: undecided. Static */
	const char *note; /* of the decision; NULL: none. The decision's */
	bool changed;	  /* decided, and its evidence is another since */
	bool tagged;
};

enum { SUBJECT_SHOWN = 400 };

#endif
