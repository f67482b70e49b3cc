/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history-parts - what the files of a history share; nobody else's business. */

#ifndef WINNOW_INDEX_HISTORY_PARTS_H
#define WINNOW_INDEX_HISTORY_PARTS_H

#include "base/store.h"
#include "index/history.h"
#include "index/names.h"
#include "index/twins.h"

struct own_cache; /* own.c's */
void own_cache_free(struct own_cache *cache);

struct history {
	enum history_kind kind;
	struct store *store;
	struct repo *repo;
	struct workers *workers;	 /* NULL: none help */
	guint32 length;			 /* of what is seen: the index may know more */
	guint32 available;		 /* what the index has */
	guint32 paths_first, paths_end;	 /* of these commits it has all paths */
	struct history_commit **commits; /* those looked at */
	GStringChunk *strings;
	GHashTable *people;	 /* author's number + 1 -> char *[2] */
	GHashTable *references;	 /* position + 1 -> GArray of struct history_reference */
	struct twins *twins;	 /* NULL: not yet read */
	GHashTable *merged;	 /* position + 1 -> the reverted merge that brought it; NULL: not
				    yet read */
	GHashTable *twins_had;	 /* gint64 *: what reverts twins, and their first -> a bit for each
				    that is its ancestor */
	GHashTable *reverted;	 /* position + 1 -> the position + 1 of what took it back, or 0 */
	GHashTable *paths;	 /* position + 1 -> GPtrArray or NULL */
	struct own_cache *own;	 /* NULL: not yet asked for */
	GHashTable *corrections; /* struct commit_id * -> struct commit_id * or NULL */

	/*
	 * What differs from the index's table of references: in a view of a part of it an id may be
	 * unambiguous, or lead to a commit that is not in view; and the user's corrections.
	 */
	GHashTable *set_aside; /* number + 1 of references that the table has otherwise */
	GArray *instead;       /* struct history_reference by to, then from; ambiguous ones last */
};

/* Append the query's first column, positions (guint32), to out, and end it. */
void history_take_positions(const struct history *history, struct query *query, GArray *out);

/* A cache is not part of the value: reading through const is what callers see. */
static inline struct history *writable(const struct history *history)
{
	return (struct history *)history;
}

/* The strongest tie between two commits is the one kept: 0 is stronger than 1. */
int references_rank(enum reference_kind kind);

/* Of struct history_reference: by to, then from, the strongest first. */
int references_by_target(const void *a, const void *b);

/* Once, before references are looked at: set_aside and instead. */
void view_prepare(struct history *history);

/* Whether the view has the reference of this number otherwise than the table. */
static inline bool view_sets_aside(const struct history *history, gint64 number)
{
	return g_hash_table_contains(history->set_aside, GSIZE_TO_POINTER((gsize)number + 1));
}

/* Append what the view has instead of the table's references to the commit at position. */
void view_add_instead(const struct history *history, guint32 position, GArray *out);

/* How the commits of the history are looked up by digits and titles. */
struct names history_names(const struct history *history);

#endif
