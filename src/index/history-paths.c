/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files a commit changed, and which commits a file. */
#include "index/history-parts.h"

#include "base/text.h"
#include "index/paths.h"

/* The index's own; false when it does not know. Merges have none. */
static bool load_paths(struct history *history, guint32 position, GPtrArray **out)
{
	struct query *query;

	if ((position < history->paths_first || position >= history->paths_end) &&
	    !history_at(history, position)->paths_known)
		return false;
	*out = NULL;
	if (history_at(history, position)->merge)
		return true;
	*out = g_ptr_array_new_with_free_func(g_free);
	query = store_query(history->store,
			    "SELECT name FROM changes JOIN paths ON paths.path = changes.path"
			    " WHERE position = ? ORDER BY name");
	query_int(query, position);
	while (query_next(query))
		g_ptr_array_add(*out, g_strdup(query_get_text(query, 0)));
	if ((*out)->len || !history->repo)
		return true;
	g_clear_pointer(out, g_ptr_array_unref); /* empty, or its tree could not be read then */
	return false;
}

GPtrArray *history_paths(struct history *history, guint32 position)
{
	gpointer key = GUINT_TO_POINTER(position + 1), known;
	GPtrArray *paths = NULL;

	if (g_hash_table_lookup_extended(history->paths, key, NULL, &known))
		return known;
	if (!load_paths(history, position, &paths) && history->repo &&
	    !history_at(history, position)->merge) {
		/* A missing tree (partial clone) leaves them unknown, which callers expect. */
		if (repo_changed_paths(history->repo, &history_at(history, position)->id, &paths,
				       NULL))
			g_ptr_array_sort(paths, text_compare);
		else
			paths = NULL;
	}
	g_hash_table_insert(history->paths, key, paths);
	return paths;
}

GArray *history_changes_of(struct history *history, const char *path, guint32 first)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query =
		store_query(history->store, "SELECT position FROM changes WHERE position >= ?"
					    " AND position < ? AND path ="
					    " (SELECT path FROM paths WHERE name = ?)"
					    " ORDER BY position DESC");

	query_int(query, first);
	query_int(query, history->length);
	query_text(query, path);
	history_take_positions(history, query, out);
	return out;
}

bool history_knows_paths(const struct history *history)
{
	return history->repo || history->kind == HISTORY_TABLE ||
	       (!history->paths_first && history->paths_end == history->available);
}

bool history_index_paths(struct history *history, guint32 first, bool progress, GError **error)
{
	guint32 known_first = history->paths_first, known_end = history->paths_end;
	guint32 end = history->available;

	if (!history->repo || first >= end || (known_first <= first && known_end == end))
		return true;
	if (known_first == known_end) /* none yet */
		known_first = known_end = end;
	if (!paths_fill(history->store, history->repo, history->workers, MIN(first, known_first),
			known_first, known_end, end, progress, error))
		return false;
	paths_get_range(history->store, &history->paths_first, &history->paths_end);
	g_hash_table_remove_all(history->paths);
	return true;
}
