/* SPDX-License-Identifier: GPL-2.0-or-later */
/* followup - what upstream did later to a commit: fixes, reverts, mentions, and theirs in turn. */

#ifndef WINNOW_MATCH_FOLLOWUP_H
#define WINNOW_MATCH_FOLLOWUP_H

#include <glib.h>

#include "index/history.h"
#include "match/target.h"

enum followup_kind {
	FOLLOWUP_FIX,	    /* Fixes:, or a revert that puts something else in the place */
	FOLLOWUP_FIX_WORDS, /* no tag, but its words say so */
	FOLLOWUP_REVERT,
	FOLLOWUP_REAPPLY,
	FOLLOWUP_MENTION, /* by name only, or what follows such a one */
};

/* Strings are the history's. */
struct followup {
	enum followup_kind kind;
	enum followup_kind tie; /* to its object; other than kind only behind a mention */
	guint32 position;	/* the follow-up */
	guint32 object;		/* what it names: the commit asked about, or the follow-up before */
	size_t before; /* 1 + its object's place in the list; 0: the object is what was asked about
			*/
	guint32 merge; /* it names this one, with which its object came; 0: that itself */
	bool by_title; /* found by the title it quotes */
	bool reverted; /* upstream has gone back on it, and the target lacks it or that is moot */
	const char *line;	  /* the line of its message that shows it */
	struct presence presence; /* never PRESENCE_UNKNOWN */
};

/*
 * All follow-ups of the commits at positions (guint32), seen from asking (NULL: from the branch's
 * tip), of each object in the order of history, a missing one's own right behind it; each commit
 * once. Merges that list what they bring are none. The array of struct followup is the caller's.
 */
GArray *followups_find(const struct history *history, const struct target *target,
		       const struct patch *asking, const GArray *positions, guint limit);

/*
 * Where a commit that came after another one's is. Without a base to look in it is missing, unless
 * the queue brings it: a tree that lacks the one lacks as a rule all that came after.
 */
struct presence followup_presence(const struct history *history, const struct target *target,
				  const struct patch *asking, guint32 position);

/* What a reference is to the commit that it leads to. */
enum followup_kind followup_tie(const struct history *history,
				const struct history_reference *reference);

/*
 * What a tie is behind another one: a chain is no surer than what it began with, a mention, or
 * words.
 */
enum followup_kind followup_chained(enum followup_kind before, enum followup_kind tie);

/* What a later commit is to the one that it refers to in this way. */
enum followup_kind followup_kind_of(enum reference_kind kind);

/* Whether it repairs its object, by a tag or by its words. */
bool followup_is_fix(enum followup_kind kind);

/* "fixes", "by its words fixes or completes", "reverts", "re-applies", "names". */
const char *followup_verb(enum followup_kind kind);

/* "fix", "fix-words", "revert", "reapply", "mention". */
const char *followup_kind_name(enum followup_kind kind);

#endif
