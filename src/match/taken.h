/* SPDX-License-Identifier: GPL-2.0-or-later */
/* taken - the upstream commits that a branch, a part of one, or a list of ids took. */

#ifndef WINNOW_MATCH_TAKEN_H
#define WINNOW_MATCH_TAKEN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "index/history.h"
#include "match/target.h"

/* One of them. Strings are borrowed. */
struct taken {
	guint32 position;
	bool gone;	 /* and took back: what fixes it matters to who would try it again */
	bool has_commit; /* its own id in the branch is known */
	struct commit_id commit;
	const char *owner, *path; /* whose it is and its file, as a list says; NULL: not said */
};

struct taken_list {
	GArray *all;	    /* struct taken, each position once */
	GHashTable *known;  /* positions + 1 */
	GHashTable *listed; /* those that were listed, likewise */
	size_t n_commits;   /* of the branch, or of lists, that were looked at */
};

void taken_init(struct taken_list *list);
void taken_clear(struct taken_list *list);

/*
 * Add what the tree that target has read took: all its own commits, or with from only what it has
 * and from has not, be those its own or upstream's; with only (a set of struct commit_id *; NULL:
 * all) none but these. Fails with WINNOW_ERROR_INPUT.
 */
bool taken_add_tree(struct taken_list *list, const struct history *history,
		    const struct target *target, struct repo *repo, const struct commit_id *from,
		    GHashTable *only, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Add the commit that somebody listed by digits of its id, and where it is a merge what came with
 * it. owner and path are borrowed and may be NULL. NULL when it was added, else what is wrong
 * with the digits, as words before them; *unknown: upstream lacks it. NULL as well, and nothing was
 * added, where the history could not be read (history_failure()).
 */
const char *taken_add_listed(struct taken_list *list, const struct history *history,
			     const char *digits, const char *owner, const char *path,
			     bool *unknown) G_GNUC_WARN_UNUSED_RESULT;

#endif
