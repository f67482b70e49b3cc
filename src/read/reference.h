/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reference - the other commits that a commit message names, as written. */

#ifndef WINNOW_READ_REFERENCE_H
#define WINNOW_READ_REFERENCE_H

#include <glib.h>

#include "base/commit-id.h"
#include "base/text.h"
#include "read/title.h"

enum reference_kind {
	REFERENCE_FIXES,	/* Fixes: */
	REFERENCE_REVERTS,	/* This reverts commit ..., Revert "..." */
	REFERENCE_REAPPLIES,	/* Reapply "..." */
	REFERENCE_MENTIONS,	/* any other commit id in the text */
	REFERENCE_STABLE_DEP,	/* Stable-dep-of: this one is there for the sake of that one */
	REFERENCE_PREREQUISITE, /* Cc: stable # version: id: this one needs that one */
	REFERENCE_PICKED,	/* (cherry picked from commit ...): the same change */
};

/* Slices point into the text that was scanned. Nothing here has been looked up anywhere. */
struct reference {
	enum reference_kind kind;
	char hex[COMMIT_ID_HEX + 1]; /* lower case; "" when only a title is given */
	struct slice title; /* the subject quoted with it, perhaps over a line end; may be empty */
	struct slice line;  /* where it stands */
};

/*
 * Append what subject and body refer to, in order, to out (an array of struct reference).
 * Words that merely look like ids are included as REFERENCE_MENTIONS: only looking them up tells.
 * At most REFERENCES_LIMIT are taken from one message.
 */
enum { REFERENCES_LIMIT = 200 };
void references_scan(const char *subject, const char *body, GArray *out);

/* Whether title, as quoted, is that of subject, as title_begins() compares: blanks folded, too. */
bool reference_title_matches(struct slice title, const char *subject);

#endif
