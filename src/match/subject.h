/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * subject - of upstream's commits that have a subject, the one that a change was made from.
 * Subjects recur: a commit is taken back and brought again, "fix indentation" is what everybody
 * writes. So what else speaks for a commit is said, too.
 */

#ifndef WINNOW_MATCH_SUBJECT_H
#define WINNOW_MATCH_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "index/history.h"
#include "match/likeness.h"
#include "match/patch-ids.h"
#include "read/patch.h"

/* What is looked for. All is borrowed. */
struct subject_asker {
	const char *subject; /* folded */
	const struct person *author;
	const struct diff *diff;	/* NULL: commit's, which is read where it is needed */
	const struct commit_id *commit; /* itself, in history's repository; NULL: it is none */
	struct patch_ids *ids;		/* of upstream's commits */

	/* Whether the tree has this one already, and the asker thus is of another; NULL: none is */
	bool (*is_there)(guint32 position, void *data);
	void *data;
};

struct subject_match {
	guint32 position; /* HISTORY_NONE: no commit has the subject */
	bool same_person; /* its author is the asker's */
	size_t others;	  /* further commits, no less near; of those by the author, if one is */
	size_t tied;	  /* those of them that nothing but their order sets apart from it */
	bool same_date;	  /* its author wrote it in the same second */
	enum likeness likeness;
};

/*
 * Commits of the same title (message/title.h) are looked at, those by the same author first. Of
 * several: one of the same patch-id, of the same author date, whose subject is the nearest, most
 * like it, not there yet, one that upstream did not take back unless the patch-id is the same; then
 * the oldest, as a branch takes them in their order. Diffs are read where several have the subject,
 * or the asker has its own at hand.
 */
void subject_find(const struct history *history, const struct subject_asker *asker,
		  struct subject_match *out);

/* How much the change has in common with the commit at position; it needs the asker's diff. */
enum likeness subject_likeness(const struct history *history, const struct subject_asker *asker,
			       guint32 position);

/*
 * Whether the match will do for a tree's own commit, which is known by its message only: it changes
 * one of the same files, or some of the same lines. True where that cannot be read.
 */
bool subject_is_plausible(const struct history *history, const struct subject_asker *asker,
			  const struct subject_match *match);

#endif
