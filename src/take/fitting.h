/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fitting - put a diff on a tree byte for byte, wherever it fits, and say how it did. */

#ifndef WINNOW_TAKE_FITTING_H
#define WINNOW_TAKE_FITTING_H

#include <stdbool.h>

#include <glib.h>

#include "git/scratch.h"
#include "match/effective.h"
#include "match/renames.h"
#include "match/spare.h"

/* From the best to the worst. */
enum fitting_kind {
	FITTING_EXACT,	 /* every line where it says */
	FITTING_ENDS,	 /* but for how lines end: it lost returns, or the end of a file differs */
	FITTING_MOVED,	 /* whole, but elsewhere */
	FITTING_FUZZY,	 /* without some of the lines around it */
	FITTING_OLDER,	 /* in a file of an older name */
	FITTING_ALREADY, /* all that it makes is there: it changes nothing */
	FITTING_NOT,
};

struct fitting {
	enum fitting_kind kind;
	char *where;	   /* of the worst: "net/a.c:120, hunk 2 of 3", "net/old.c for net/new.c"; a
			      clause for FITTING_NOT; NULL: nowhere */
	GPtrArray *failed; /* char *: files that it does not fit, by either name; NULL: none */
	gint64 moved;	   /* lines, of the hunk that is furthest off */
	struct spare left; /* what it was put without, but for only; all zero: nothing */
};

/* What is put. */
struct fitting_change {
	const char *diff; /* ends in NUL behind its length */
	size_t length;
	unsigned strip;		 /* leading parts of its names to drop */
	struct renames *renames; /* NULL: files are known by its own names only */
	guint32 position;	 /* with renames: which upstream commit it is of */
	enum spare_what spare;	 /* what it may be put without, where it does not fit else */
};

/*
 * Put change on the step of scratch at hand (see scratch_begin()), of which nothing is left where
 * it does not fit. out must be cleared with fitting_clear().
 */
void fitting_put(struct scratch *scratch, const struct fitting_change *change, struct fitting *out);

/* The files of scratch as they are, for looking; the caller's, while none of them changes. */
struct effective *fitting_tree(struct scratch *scratch);

/* Of what is on the step: FITTING_NOT and why, where a file is a directory, too, so that it is no
 * tree.
 */
void fitting_check(struct scratch *scratch, struct fitting *out);
void fitting_clear(struct fitting *fit);

/*
 * How the lines of a diff, whose names have strip leading parts to drop, were made to fit, and what
 * it was put without, for the list. NULL: they fitted as they are. The caller frees.
 */
char *fitting_says(const struct fitting *fit, unsigned strip);

/*
 * "[ winnow: refreshed context ]": what a commit's message says of it; of line numbers no commit
 * has any. NULL: nothing. The caller frees.
 */
char *fitting_note(const struct fitting *fit);

#endif
