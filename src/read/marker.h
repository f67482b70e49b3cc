/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marker - the lines by which a backport says which upstream commit it was made from. */

#ifndef WINNOW_READ_MARKER_H
#define WINNOW_READ_MARKER_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "base/text.h"

enum marker_kind {
	MARKER_UPSTREAM,    /* [ Upstream commit <id> ], commit <id> upstream. */
	MARKER_BACKPORT,    /* (backported from commit <id>), Git-commit:, master commit: */
	MARKER_CHERRY_PICK, /* (cherry picked from commit <id>) */
	MARKER_ALSO,	    /* Alt-commit: the other name of a change that upstream has twice */
	MARKER_RELATED,	    /* Based on <id>, Same as <id>: explicitly not the same change */
};

struct marker {
	enum marker_kind kind;
	char hex[COMMIT_ID_HEX +
		 1];	   /* lower case; "" for a marker with something else in place of it */
	struct slice line; /* points into the scanned text */
};

/*
 * Append the markers in body to out (an array of struct marker), the one to believe first: in the
 * order of their kinds, those of one kind as they are written. Of a chain of picks the first is
 * mainline's, for git cherry-pick -x appends. All but the related ones name commits that the
 * message stands for; several ids in one line become several markers.
 */
void markers_scan(const char *body, GArray *out);

/* Where a line stands, which says whether it can be a marker. */
enum marker_place {
	MARKER_PLACE_FIRST,	/* nothing but blank lines and markers before it */
	MARKER_PLACE_PARAGRAPH, /* a blank line or a marker right before it */
	MARKER_PLACE_INSIDE,	/* a sentence goes on in it: "B, which is\ncommit A upstream." */
};

/* The place of the line behind one that stood at place; blank and marker say what that one was. */
enum marker_place marker_next_place(enum marker_place place, bool blank, bool marker);

/* Whether line, trimmed, is a marker; rest is what follows it. */
bool marker_is_line(struct slice line, enum marker_place place, struct slice rest);

#endif
