/* SPDX-License-Identifier: GPL-2.0-or-later */
/* upstream - find the mainline commit that a queued patch was made from. */

#ifndef WINNOW_MATCH_UPSTREAM_H
#define WINNOW_MATCH_UPSTREAM_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"
#include "read/patch.h"

enum upstream_how {
	UPSTREAM_NONE,
	UPSTREAM_ID,	   /* the entry is the upstream commit */
	UPSTREAM_MARKER,   /* it says so */
	UPSTREAM_SUBJECT,  /* same subject, and author when certain */
	UPSTREAM_PATCH_ID, /* same change */
};

/* What went wrong or is noteworthy about a marker or a match. */
enum upstream_note_kind {
	UPSTREAM_NOTE_UNKNOWN,	    /* the marker's id is no commit here */
	UPSTREAM_NOTE_OFF_BRANCH,   /* it is a commit, but not on the upstream branch */
	UPSTREAM_NOTE_AMBIGUOUS,    /* several commits fit */
	UPSTREAM_NOTE_EMPTY,	    /* a marker without an id */
	UPSTREAM_NOTE_SUBJECT,	    /* the marker's commit has another subject */
	UPSTREAM_NOTE_AUTHOR,	    /* the matched commit has another author */
	UPSTREAM_NOTE_SUBJECT_ONLY, /* subject, author and files agree, the change does not */
	UPSTREAM_NOTE_OTHER_CHANGE, /* it is of the same subject, but hardly the same change */
	UPSTREAM_NOTE_RELATED,	    /* "based on ...": not the same change */
};

struct upstream_note {
	enum upstream_note_kind kind;
	char *proof; /* the marker's line, or the subject that fits */
	char *says;
	char *hex; /* what the marker says, where it leads to no upstream commit; else NULL */
	bool has_id;
	struct commit_id id;
};

struct upstream {
	enum upstream_how how;
	bool certain;
	bool looked_up; /* there was a history to look it up in */
	bool has_id;	/* the id is known, if only from the marker */
	struct commit_id id;
	guint32 position;  /* in the history; HISTORY_NONE if it is not there */
	GArray *positions; /* guint32: every commit the patch was made from, oldest first */
	GArray *took;	   /* the same with what came with those of them that are merges */
	char *proof;	   /* the line, subject or patch-id that matched; NULL if none */
	GArray *notes;	   /* struct upstream_note */
};

/* The search, with what it keeps between patches. Borrows history and target. */
struct upstream_finder;
struct target;

/*
 * history may be NULL: markers are then taken at their word. What target's base contains is not
 * looked for by its patch-id, and of several commits of one subject it is not the one that is
 * meant; target may be NULL.
 */
struct upstream_finder *upstream_finder_new(struct history *history, const struct target *target,
					    bool progress);
void upstream_finder_free(struct upstream_finder *finder);
DEFINE_CLEANUP(struct upstream_finder *, upstream_finder_free)

/*
 * Describe patch's upstream commit in *out, to be freed with upstream_clear(). No match is success
 * with UPSTREAM_NONE. Markers first, then subject and author, then the patch-id.
 */
void upstream_find(struct upstream_finder *finder, const struct patch *patch, struct upstream *out);
void upstream_clear(struct upstream *upstream);

/* "marker", "subject", "patch-id", "id", "none": the words of the JSON output. */
const char *upstream_how_name(enum upstream_how how);

#endif
