/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reference - the other commits that a commit message names, as written. */

#ifndef WINNOW_MESSAGE_REFERENCE_H
#define WINNOW_MESSAGE_REFERENCE_H

#include <glib.h>

#include "base/commit-id.h"
#include "base/text.h"
#include "message/title.h"

enum reference_kind {
	REFERENCE_FIXES,   /* Fixes: */
	REFERENCE_REVERTS, /* This reverts commit ..., Revert "...", revert TITLE with its Fixes: */
	REFERENCE_REAPPLIES,	/* Reapply "..." */
	REFERENCE_MENTIONS,	/* any other commit id in the text */
	REFERENCE_STABLE_DEP,	/* Stable-dep-of: this one is there for the sake of that one */
	REFERENCE_PREREQUISITE, /* Cc: stable # version: id, Depends-on: this one needs that one */
	REFERENCE_PICKED,	/* (cherry picked from commit ...): the same change */
	REFERENCE_FIX_WORDS,	/* in a sentence that says so: broken by ID, ID forgot to */
};

enum { REFERENCE_KINDS = REFERENCE_FIX_WORDS + 1 };

/* Slices point into the text that was scanned. Nothing here has been looked up anywhere. */
struct reference {
	enum reference_kind kind;
	char hex[COMMIT_ID_HEX + 1]; /* lower case; "" when only a title is given */
	struct slice title; /* the subject quoted with it, perhaps over a line end; may be empty */
	struct slice line;  /* where it stands; of FIX_WORDS all lines that show it */
};

/*
 * Append what subject and body refer to, in order, to out (an array of struct reference).
 * Words that merely look like ids are included as REFERENCE_MENTIONS: only looking them up tells.
 * At most REFERENCES_LIMIT are taken from one message.
 */
enum { REFERENCES_LIMIT = 200 };
void references_scan(const char *subject, const char *body, GArray *out);

/* Whether some of them may be REFERENCE_REVERTS or REFERENCE_REAPPLIES: every form has its word. */
bool references_may_revert(const char *subject, const char *body);

/* The same; fix_words are a project's own, as in fix-words.h, and may be NULL. */
void references_scan_with(const char *subject, const char *body, const GPtrArray *fix_words,
			  GArray *out);

/* Whether key, without its colon, is a tag that no sentence begins with: "Regressed-by". */
bool reference_is_tag(struct slice key);

/*
 * What stands for the tables that a scan goes by, tags and words, the project's own (text of
 * fix_words_text()) among them: with others it may find others. The caller frees.
 */
char *references_sum(const char *own_words);

/* Whether title, as quoted, is that of subject, as title_begins() compares: blanks folded, too. */
bool reference_title_matches(struct slice title, const char *subject);

#endif
