/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * took - the upstream commits that a commit or patch stands for, by what its message says: asked
 * here for queue entries and for the commits of a base or branch alike.
 */

#ifndef WINNOW_MATCH_TOOK_H
#define WINNOW_MATCH_TOOK_H

#include <stdbool.h>

#include <glib.h>

#include "index/history.h"
#include "match/same-change.h"
#include "match/subject.h"
#include "message/marker.h"
#include "read/patch.h"

/* What a message says of its origin. */
struct took_message {
	struct subject_asker asker; /* its subject, author and change */
	const GArray *markers;	    /* struct marker, as markers_scan() has them */
	const GArray *references;   /* struct reference; may be NULL of what reverts nothing */

	/* To look for a tree's own commit, asker.commit, by its change; NULL: it is not */
	struct same_change *changes;
	struct repo *repo;     /* that has the commit */
	gint64 author_date;    /* the commit's */
	const guint8 *in_base; /* what is not looked among; NULL: all is */
};

/* What a marker comes to. */
enum took_reading {
	TOOK_FROM,	/* the change was made from this commit */
	TOOK_AGAIN,	/* from one that another marker stands for already: its twin, or what it was
			   picked from and upstream had taken back before */
	TOOK_MISTAKEN,	/* another commit has the title and the author, and is no less like the
			   change: that one is meant */
	TOOK_REVERTED,	/* it names what the message takes back */
	TOOK_RELATED,	/* "based on ..." */
	TOOK_AMBIGUOUS, /* several upstream commits begin with its digits */
	TOOK_UNKNOWN,	/* upstream has no such commit */
};

struct took_marker {
	const struct marker *marker;
	enum took_reading reading;
	guint32 position; /* HISTORY_NONE: none */
	bool plain;	  /* it is no merge, and has the message's title */
	bool same_title;  /* as the message's */
	bool titled;	  /* that, or another marker of its kind leads to one that has it */
};

/*
 * Append what each of the message's markers comes to to out (struct took_marker), in their order.
 * *titled is the commit of the message's title and author where some are TOOK_MISTAKEN, else its
 * position is HISTORY_NONE.
 */
void took_read_markers(const struct history *history, const struct took_message *message,
		       GArray *out, struct subject_match *titled);

/*
 * Append the commits that the message stands for to out (guint32), each change once, rising: those
 * of all its markers and what came with those that are merges; else that of its subject and author
 * where the change is not quite another; else that of the same change. Whether it is so whatever
 * else upstream or the tree come to have: a marker with a whole id says it, and the title is that
 * commit's.
 */
bool took_find(const struct history *history, const struct took_message *message, GArray *out);

/*
 * Add what came with those of positions (guint32) that are merges, and sort: whoever takes a merge
 * takes that. Not of one that brought more than TOOK_MERGE_LIMIT.
 */
enum { TOOK_MERGE_LIMIT = 1000 };
void took_add_merged(const struct history *history, GArray *positions);

/* Whether position, or a twin of it, is among positions. */
bool took_has(const struct history *history, const GArray *positions, guint32 position);

/*
 * The marker to take at its word where there is no upstream to look it up in; NULL if there is
 * none. Of a chain of picks the first is mainline's: each tree adds its own below.
 */
const struct marker *took_at_its_word(const struct took_message *message);

#endif
