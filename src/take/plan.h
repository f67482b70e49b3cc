/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan - what of a reviewed queue is left, what comes along with it, and in which order. */

#ifndef WINNOW_TAKE_PLAN_H
#define WINNOW_TAKE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "review/report.h"

enum piece_kind {
	PIECE_ENTRY,	    /* of the queue */
	PIECE_PREREQUISITE, /* an upstream commit, right before who needs it */
	PIECE_COMPANION,    /* one that goes right behind what it repairs or goes on from */
};

struct piece {
	enum piece_kind kind;
	const struct review *review; /* the entry, or that for whose sake it comes along */
	struct commit_id id;	     /* of an upstream commit */
	char *subject;		     /* likewise */
	bool moved;		     /* an entry: before another one that it stood behind */
	char *reason, *proof;	     /* why it comes along or was moved; NULL: no more is known */
	const struct piece *user;    /* a prerequisite of a companion: that; else NULL */
};

void piece_free(void *piece);

/* An entry that is left out, and why. */
struct omission {
	const struct review *review;
	char *reason, *proof; /* proof may be NULL */
};

/* That an entry wants an upstream commit to come along. */
struct wish {
	struct commit_id id;
	const struct review *review;
};

struct plan {
	GPtrArray *pieces; /* struct piece *, in the order to apply them */
	GArray *omissions; /* struct omission, in the queue's order */
	GArray *wishes;	   /* struct wish, of the pieces that come along: each who wants it */
};

/* Why an entry is to be left out whatever its verdict. */
struct parting {
	char *reason, *proof; /* proof may be NULL */
};

struct plan_options {
	bool without[N_VERDICTS]; /* what is left out */
	bool with_fixes;	  /* missing fixes come along, whatever the verdict */
	/*
	 * Which entries are left out besides, by their sources -> struct parting; nothing comes
	 * along then, and what does not apply without what is left out is left out, too, unless
	 * somebody decided about it. NULL: none, and the queue may grow.
	 */
	GHashTable *partings;
};

/*
 * undone holds what is not to be done, as plan_key_*() call it: found not to work. *out must be
 * cleared with plan_clear().
 */
void plan_make(const struct report *report, const struct plan_options *options, GHashTable *undone,
	       struct plan *out);
void plan_clear(struct plan *plan);

void parting_free(void *parting);

/* Why a review has its verdict, and the line that shows it; either may be NULL. The caller frees.
 */
void plan_reason(const struct review *review, char **reason, char **proof);

/* Names of a change to the queue; the caller frees. */
char *plan_key_omit(const struct review *review);
char *plan_key_add(const struct commit_id *id);
char *plan_key_move(const struct review *review);

#endif
