/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marker - the lines by which a backport says which upstream commit it was made from. */

#ifndef WINNOW_MESSAGE_MARKER_H
#define WINNOW_MESSAGE_MARKER_H

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
	struct slice line; /* points into the scanned text; the first one of several */
};

/*
 * Append the markers in body to out (an array of struct marker), the one to believe first: in the
 * order of their kinds, those of one kind as they are written. Of a chain of picks the first is
 * mainline's, for git cherry-pick -x appends. All but the related ones name commits that the
 * message stands for; several ids in one line become several markers, an id that is named twice
 * one. The id of a stable tree's own commit ("stable inclusion") is none.
 *
 * A form (marker-forms.c) is a marker where it stands as one: in brackets of its own, as a key, or
 * as a line of its own at the beginning of a paragraph. Within a sentence it is a mention: "the
 * backport of commit <id> left a lock out".
 */
void markers_scan(const char *body, GArray *out);

/*
 * Append the lines (struct slice, trimmed) of markers and of what stands around them ("mainline
 * inclusion", "Author:" of a quoted commit), in order: nobody's words about the change.
 */
void marker_lines(const char *body, GArray *out);

/* Whether a mail header of that name holds a marker: "Git-commit". */
bool marker_is_header(struct slice name);

#endif
