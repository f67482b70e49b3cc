/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prerequisite-parts - what the files of the search share; nobody else's business. */

#ifndef WINNOW_MATCH_PREREQUISITE_PARTS_H
#define WINNOW_MATCH_PREREQUISITE_PARTS_H

#include "match/prerequisite.h"

struct prerequisite_finder {
	struct history *history;
	const struct target *target;
	struct renames *renames;
	struct line_history *lines;
	struct tree_names *names;
	struct absent_finder *absent;
	GHashTable *candidates; /* position + 1 -> struct candidate * */
	size_t n_kept;		/* bytes of their texts */
};

/* One search. */
struct prerequisite_search {
	struct prerequisite_finder *finder;
	const struct patch *patch;
	guint32 position; /* of the patch's upstream commit */
	struct effective *before;
	GArray *members; /* struct prerequisite, rising */
	GPtrArray *rest; /* char *: files that are left to a person; NULL: not of interest */
	bool *blind;	 /* some line's history could not be read */
};

/* Who does not apply, and how. */
struct prerequisite_failure {
	const struct diff *diff; /* whose hunks failed */
	guint32 position;	 /* the upstream commit that it is of */
	bool is_member;
	struct application application;
};

/* A queued entry is applied as it is queued, another commit as upstream has it. */
const struct diff *prerequisite_diff_of(struct prerequisite_finder *finder,
					const struct prerequisite *one);

/* Between two searches, where many were read: what the functions below returned is gone then. */
void prerequisite_forget_diffs(struct prerequisite_finder *finder);

/* Upstream's own change of the commit at position; NULL: it cannot be read, or is too long. */
const struct diff *prerequisite_upstream_diff(struct prerequisite_finder *finder, guint32 position);

bool prerequisite_is_member(const struct prerequisite_search *search, guint32 position);

/*
 * Add the commit at position unless the tree has it or it is a member. True if it was added. Why,
 * for whom, proof and name are taken from what.
 */
bool prerequisite_add_member(const struct prerequisite_search *search, guint32 position,
			     const struct prerequisite *what);

/* Add what made the lines that a failed hunk looks for. How many were found. */
size_t prerequisite_add_by_text(const struct prerequisite_search *search, struct effective *tree,
				const struct prerequisite_failure *failure);

/* What one of the set uses that nothing brings. */
struct unknown_name {
	char *stuck; /* where, and which; NULL: there is none */
	size_t n_added;
};

/*
 * Look at the names of all members but the one numbered without, and of the patch; with add, those
 * that bring them become members. The caller frees out->stuck.
 */
void prerequisite_resolve_names(const struct prerequisite_search *search, size_t without, bool add,
				struct unknown_name *out);

/* Whether no name is left that nothing brings. */
bool prerequisite_has_all_names(const struct prerequisite_search *search, size_t without);

#endif
