/* SPDX-License-Identifier: GPL-2.0-or-later */
/* needs-parts - what the files of the search share; nobody else's business. */

#ifndef WINNOW_MATCH_NEEDS_PARTS_H
#define WINNOW_MATCH_NEEDS_PARTS_H

#include "match/needs.h"

struct needs_finder {
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
struct needs_search {
	struct needs_finder *finder;
	const struct patch *patch;
	guint32 position; /* of the patch's upstream commit */
	struct effective *before;
	GArray *members; /* struct need, rising */
	bool *blind;	 /* some line's history could not be read */
};

/* Who does not apply, and how. */
struct needs_failure {
	const struct diff *diff; /* whose hunks failed */
	guint32 position;	 /* the upstream commit that it is of */
	bool is_member;
	struct application application;
};

/* A queued entry is applied as it is queued, another commit as upstream has it. */
const struct diff *needs_diff_of(struct needs_finder *finder, const struct need *need);

bool needs_is_member(const struct needs_search *search, guint32 position);

/*
 * Add the commit at position unless the tree has it or it is a member. True if it was added. Why,
 * for whom, proof and name are taken from what.
 */
bool needs_add_member(const struct needs_search *search, guint32 position, const struct need *what);

/* Add what made the lines that a failed hunk looks for. How many were found. */
size_t needs_add_by_text(const struct needs_search *search, struct effective *tree,
			 const struct needs_failure *failure);

/* What one of the set uses that nothing brings. */
struct unknown_name {
	char *stuck; /* where, and which; NULL: there is none */
	size_t n_added;
};

/*
 * Look at the names of all members but the one numbered without, and of the patch; with add, those
 * that bring them become members. The caller frees out->stuck.
 */
void needs_resolve_names(const struct needs_search *search, size_t without, bool add,
			 struct unknown_name *out);

/* Whether no name is left that nothing brings. */
bool needs_has_all_names(const struct needs_search *search, size_t without);

#endif
