/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk-parts - what the files of the desk share. */

#ifndef WINNOW_DESK_DESK_PARTS_H
#define WINNOW_DESK_DESK_PARTS_H

#include "desk/desk.h"

struct desk {
	struct desk_options options;
	struct row *rows;     /* of the report's reviews, in their order */
	guint *next_alike;    /* of a row: the next one of its first key, round; itself: no other */
	GArray *order;	      /* guint: rows as they stand */
	GArray *shown;	      /* guint: those of them that the limit means */
	size_t cursor;	      /* in shown */
	struct limit *limit;  /* NULL: all */
	struct limit *search; /* NULL: nothing was looked for */
	char *limit_text;
	GArray *undo; /* struct undo, the last step behind */
	guint step;   /* number of the last step */
	bool saved;
	size_t widest; /* columns of the longest name that is shown */
	struct desk_counts counts;
};

/* What a step took the place of. */
struct undo {
	guint step;
	guint row;
	struct decision *before; /* NULL: undecided */
	bool changed;
	bool wrote; /* it put something in, under the row's own key and tree */
};

/* To be called where rows were tagged, decided and so on. */
void desk_recount(struct desk *desk);

/* The rows that an act is for: the tagged ones that are shown, or the one that one is at. */
GArray *desk_meant(const struct desk *desk, bool tagged);

/* Go to a row; one that is not shown only where it would stand. */
void desk_go(struct desk *desk, guint row);

#endif
