/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/renames.h"

#include "git/file.h"

enum { FILES_LOOKED_AT = 20 }; /* of a diff, for whether a wide commit moved one */

struct renames {
	struct history *history;
	const guint8 *in_base;
	GHashTable
		*names; /* "POSITION PATH", of who made it -> its older name, "" if it had none */
};

struct renames *renames_new(struct history *history, const guint8 *in_base)
{
	struct renames *renames = g_new0(struct renames, 1);

	renames->history = history;
	renames->in_base = in_base;
	renames->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return renames;
}

void renames_free(struct renames *renames)
{
	g_hash_table_unref(renames->names);
	g_free(renames);
}

static const char *older_in(struct renames *renames, const char *path, guint32 position)
{
	g_autofree char *key = g_strdup_printf("%u %s", position, path);
	char *name = g_hash_table_lookup(renames->names, key);

	if (!name) {
		name = repo_old_name(history_repo(renames->history),
				     &history_at(renames->history, position)->id, path);
		if (!name)
			name = g_strdup("");
		g_hash_table_insert(renames->names, g_steal_pointer(&key), name);
	}
	return *name ? name : NULL;
}

/* The commit that gave the file its name is the first of those that changed it under that name. */
const char *renames_older(struct renames *renames, const char *path, guint32 position, guint32 *by)
{
	g_autoptr(GArray) changes = NULL;
	guint32 first = HISTORY_NONE;

	if (!history_repo(renames->history))
		return NULL;
	changes = history_changes_of(renames->history, path, 0);
	for (guint i = 0; i < changes->len; i++) { /* the newest first */
		guint32 at = g_array_index(changes, guint32, i);

		if (at < position && !renames->in_base[at])
			first = at;
	}
	if (first == HISTORY_NONE)
		return NULL;
	if (by)
		*by = first;
	return older_in(renames, path, first);
}

bool renames_moved_file(struct history *history, guint32 position, const struct diff *diff)
{
	GPtrArray *paths = history_paths(history, position);

	for (size_t i = 0; paths && i < MIN(diff_n_files(diff), FILES_LOOKED_AT); i++) {
		const char *path = diff_file_at(diff, i)->old_path;
		g_autofree char *older = NULL;

		if (!path || !g_ptr_array_find_with_equal_func(paths, path, g_str_equal, NULL))
			continue;
		if (!history_repo(history))
			return true;
		older = repo_old_name(history_repo(history), &history_at(history, position)->id,
				      path);
		if (older)
			return true;
	}
	return false;
}
