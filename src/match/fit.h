/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fit - what it would take to have a change in a tree. That it applies is found as patch(1) does:
 * every hunk finds its lines, where it says or elsewhere, in the file of that name or of the one
 * that it had before upstream renamed it. Where that takes fuzz, for lines of context are others,
 * or a hunk finds no place, a merge as git cherry-pick makes it decides.
 */

#ifndef WINNOW_MATCH_FIT_H
#define WINNOW_MATCH_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"
#include "match/effective.h"
#include "match/prerequisite.h"
#include "match/target.h"

enum fit_kind {
	FIT_APPLIES, /* as it is; of fit_try() with any fuzz */
	FIT_ON_TOP,  /* on top of prerequisites.members, proved */
	FIT_THERE,   /* all that it makes is there without it */
	FIT_WORK,    /* its code is there, and it does not apply, or would not build */
	FIT_FOREIGN, /* nothing of the code that it changes is there */
	FIT_UNKNOWN, /* a merge, a change that cannot be read or is too long, or of no text */
};

struct fit {
	enum fit_kind kind;
	size_t fuzz;	  /* lines of context not there, of the worst hunk: APPLIES, and WORK where
			     patch(1) takes what a merge leaves in conflict */
	char *where;	  /* WORK: "net/a.c:120, hunk 2 of 3", the first of the worst; FOREIGN: a
			     file; else NULL */
	bool merged;	  /* APPLIES: a merge takes it, patch(1) does not */
	bool no_file;	  /* FOREIGN: the tree has no such file; else not the lines */
	bool removes;	  /* FOREIGN: those that it removes; else those that it stands between */
	bool around;	  /* FOREIGN: most of what stands around those is there */
	bool by_name;	  /* WORK: it applies, and uses at where what is not there */
	GPtrArray *files; /* char *, WORK: those that conflict, in the change's order, as it calls
			     them; NULL: none, as with by_name */
	/*
	 * Of fit_find() only: members in the order to apply them. WORK: PREREQUISITES_MANY,
	 * _UNPROVED or _UNKNOWN, or _PROVED, when on top of them all but files applies (rest).
	 */
	struct prerequisites prerequisites;
};

/* *fit may be all zero. */
void fit_clear(struct fit *fit);

/* "applies", "on-top", "there", "needs-work", "code-not-there", "unknown". */
const char *fit_kind_name(enum fit_kind kind);

/*
 * Try change on tree, which keeps it if it APPLIES; nothing is looked for that would help, so that
 * it is not ON_TOP. The change's renames may be NULL. *out must be cleared.
 */
void fit_try(struct effective *tree, const struct effective_change *change, struct fit *out);

/* Whether members are a set that was proved: ON_TOP, and WORK where files are left. */
bool fit_is_proved(const struct fit *fit);

/*
 * "applies on top of 0123456789ab", "needs work: it conflicts in net/a.c": a clause whose subject
 * is the commit, for people; unmasked. The caller frees.
 */
char *fit_says(const struct fit *fit, const struct history *history);

/* "it conflicts in net/a.c", "it applies, and uses what is not there, at net/a.c:12": of WORK, the
 * same without a word before it. The caller frees. */
char *fit_work_clause(const struct fit *fit, const struct history *history);

/* "the target has no net/a.c", "no line that it removes is in net/a.c": why its code is not there.
 * The caller frees. */
char *fit_foreign_clause(const struct fit *fit);

/* What is known of a tree, kept between commits. */
struct fit_finder;

/*
 * The tree is target's base, which must have been read; what its queue, if any, would bring does
 * not count. Borrows both. names_directory is where the names of trees are kept (tree-names.h;
 * NULL: nowhere). Nothing is read yet, and never what no commit needs. NULL where history has no
 * repository or target no base.
 */
struct fit_finder *fit_finder_new(struct history *history, const struct target *target,
				  const char *names_directory, bool progress);
void fit_finder_free(struct fit_finder *finder);
DEFINE_CLEANUP(struct fit_finder *, fit_finder_free)

/*
 * What the upstream commit at position would take in the tree as it is, whatever was asked before.
 * *out must be cleared.
 */
void fit_find(struct fit_finder *finder, guint32 position, struct fit *out);

/*
 * The same on tree, which is the base and on top of it diffs (struct diff *), the names in which
 * count.
 */
void fit_find_on(struct fit_finder *finder, guint32 position, struct effective *tree,
		 const GPtrArray *diffs, struct fit *out);

#endif
