/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * prerequisite - the commits that must come before a patch, proved: they are applied in memory, in
 * upstream's order, and the patch on top of them. None of them can be left out.
 */

#ifndef WINNOW_MATCH_PREREQUISITE_H
#define WINNOW_MATCH_PREREQUISITE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"
#include "code/absent-names.h"
#include "match/effective.h"
#include "match/line-history.h"
#include "match/renames.h"
#include "match/target.h"
#include "read/patch.h"

enum {
	PREREQUISITES_LIMIT = 8, /* commits; nobody takes more for the sake of one */
	/* What is taken unasked, as "few" in rules/prerequisite.json has it: so many commits, and
	   lines of those that are no fixes. */
	PREREQUISITES_FEW = 3,
	PREREQUISITES_FEW_LINES = 100,
};

enum prerequisite_outcome {
	PREREQUISITES_NOTHING,	/* it applies as it is, and uses nothing that is not there */
	PREREQUISITES_PROVED,	/* the same on top of the members, and of them */
	PREREQUISITES_UNPROVED, /* with all that was found it still does not, or nothing was found
				 */
	PREREQUISITES_MANY,	/* more than PREREQUISITES_LIMIT */
	PREREQUISITES_UNKNOWN,	/* it cannot be looked up: no upstream commit, a missing object, a
			   file that  is too long */
	PREREQUISITES_NOT_ASKED,
};

enum prerequisite_why {
	PREREQUISITE_TEXT,     /* what needs it does not apply without it */
	PREREQUISITE_NAME,     /* what needs it applies, and uses a name that it brings */
	PREREQUISITE_DECLARED, /* the patch says so */
};

/* "text", "name", "declared". */
const char *prerequisite_why_name(enum prerequisite_why why);

struct prerequisite {
	guint32 position; /* first, for compare_guint32() */
	enum prerequisite_why why;
	guint32 user;		  /* the member that needs it; HISTORY_NONE: the patch itself */
	char *proof;		  /* "net/a.c:120, hunk 2 of 3", or the line that uses the name */
	char *name;		  /* PREREQUISITE_NAME: the name; else NULL */
	struct presence presence; /* missing, in the branch beyond, or queued after */
	bool is_fix;		  /* its own message says so: Fixes:, or Cc: stable */
	size_t lines_changed;
	bool reverted; /* upstream took it back */
};

/* Whether an absent name is one that a patch needs: sure to break the build without it. */
bool prerequisite_name(const struct absent_name *absent);

struct prerequisites {
	enum prerequisite_outcome outcome;
	GArray *members; /* struct prerequisite, in the order to apply them; of all outcomes, what
			  * was found
			  */
	GPtrArray *rest; /* char *, PROVED, else NULL: files of the set or of the patch that are
			    left to a person even so. They are prose (effective_is_prose()) and do
			    not apply, or patch(1) takes them and a merge does not (merging.h) */
	char *stuck;	 /* UNPROVED: where it still does not apply, or uses what is not there */
	bool by_name;	 /* the latter */
};

void prerequisites_clear(struct prerequisites *found);

/* Lines that those of the members change which are no fixes. */
size_t prerequisites_lines(const struct prerequisites *found);

/* The search, with what it keeps between patches. */
struct prerequisite_finder;

/*
 * Borrows all. history must be of a repository; see line_history_new() for what it must know. names
 * and absent are of the tree that is tried on: what is added to names is taken out again. Both
 * NULL: names are not looked at.
 */
struct prerequisite_finder *
prerequisite_finder_new(struct history *history, const struct target *target,
			struct renames *renames, struct line_history *lines,
			struct tree_names *names, struct absent_finder *absent);
void prerequisite_finder_free(struct prerequisite_finder *finder);
DEFINE_CLEANUP(struct prerequisite_finder *, prerequisite_finder_free)

/*
 * What patch, made from the upstream commit at position (HISTORY_NONE: not known), needs to apply
 * to the tree before it, of which nothing is changed. declared (guint32) are the positions that its
 * message names and the tree lacks: they are members whatever else is found. *out must be cleared
 * with prerequisites_clear().
 */
void prerequisites_find(struct prerequisite_finder *finder, const struct patch *patch,
			guint32 position, const GArray *declared, struct effective *before,
			struct prerequisites *out);

/*
 * Put the members of a set, the last that finder found, on tree, which keeps what they make until
 * the next is looked for.
 */
void prerequisites_put(struct prerequisite_finder *finder, const struct prerequisites *found,
		       struct effective *tree);

#endif
