/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/paths.h"

#include "base/progress.h"
#include "base/workers.h"
#include "index/about.h"
#include "index/format.h"
#include "index/history.h"
#include "index/row.h"

enum {
	SOME = 32,   /* commits of a job */
	AHEAD = 256, /* jobs whose paths may wait to be written: bounds memory */
};

void paths_get_range(struct store *store, guint32 *first, guint32 *end)
{
	g_autofree char *value = about_get(store, "paths");
	guint32 length = about_length(store);
	char *rest = NULL;

	*first = *end = 0;
	if (!value)
		return;
	*first = (guint32)MIN(g_ascii_strtoull(value, &rest, 10), G_MAXUINT32);
	*end = (guint32)MIN(g_ascii_strtoull(rest + (*rest != '\0'), NULL, 10), length);
	*first = MIN(*first, *end);
}

void paths_set_range(struct store *store, guint32 first, guint32 end)
{
	g_autofree char *value = g_strdup_printf("%u %u", first, end);

	about_set(store, "paths", value);
}

/* The number of path in the store, which gets one if it has none. */
static gint64 path_number(struct store *store, const char *path, GHashTable *known)
{
	gpointer found = g_hash_table_lookup(known, path);
	struct query *query;
	gint64 number = 0;

	if (found)
		return GPOINTER_TO_INT(found);
	query = store_query(store, "INSERT OR IGNORE INTO paths(name) VALUES(?)");
	query_text(query, path);
	query_next(query);
	query = store_query(store, "SELECT path FROM paths WHERE name = ?");
	query_text(query, path);
	if (query_next(query)) {
		number = query_get_within(query, 0, 0, G_MAXINT32);
		query_end(query);
	}
	g_hash_table_insert(known, g_strdup(path), GINT_TO_POINTER((gint)number));
	return number;
}

void paths_add(struct store *store, guint32 position, const GPtrArray *paths, GHashTable *known)
{
	for (guint i = 0; paths && i < paths->len; i++) {
		gint64 number = path_number(store, paths->pdata[i], known);
		struct query *query =
			store_query(store, "INSERT OR IGNORE INTO changes VALUES(?, ?)");

		query_int(query, position);
		query_int(query, number);
		query_next(query);
	}
}

/* A commit whose paths are to be read. */
struct change {
	struct commit_id id;
	guint32 position;
};

/* What the jobs share. A repository is for one thread at a time: each has its own. */
struct reading {
	struct repo *repo;
	const struct change *changes;
	size_t n;
};

static void *open_another(void *data)
{
	const struct reading *reading = data;

	return repo_another(reading->repo);
}

static void close_another(void *repo)
{
	repo_free(repo);
}

/* Of the commits of job i: GPtrArray * of paths, NULL where they cannot be read. */
static void *read_some(size_t i, void *repo, void *data)
{
	const struct reading *reading = data;
	size_t first = i * SOME, end = MIN(first + SOME, reading->n);
	GPtrArray *out = g_ptr_array_new_full(SOME, NULL);

	for (size_t k = first; k < end; k++) {
		GPtrArray *paths = NULL;

		if (!repo_changed_paths(repo, &reading->changes[k].id, &paths, NULL))
			paths = NULL;
		g_ptr_array_add(out, paths);
	}
	return out;
}

static void drop_some(void *some)
{
	GPtrArray *all = some;

	for (guint i = 0; i < all->len; i++)
		if (all->pdata[i])
			g_ptr_array_unref(all->pdata[i]);
	g_ptr_array_unref(all);
}

/* The commits of the range, no merges. */
static GArray *changes_in(struct store *store, guint32 first, guint32 end)
{
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct change));
	struct query *query =
		store_query(store, "SELECT position, id FROM commits WHERE position >= ?"
				   " AND position < ? AND NOT merge ORDER BY position");

	query_int(query, first);
	query_int(query, end);
	while (query_next(query)) {
		struct change change = { .position = row_position(query, 0, end) };

		row_id(store, query, 1, &change.id);
		g_array_append_val(changes, change);
	}
	return changes;
}

static void fill_range(struct store *store, struct repo *repo, struct workers *workers,
		       guint32 first, guint32 end, struct progress *progress)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) changes = changes_in(store, first, end);
	struct reading reading = { repo, (const void *)changes->data, changes->len };
	const struct row_work work = {
		.n = (changes->len + SOME - 1) / SOME,
		.ahead = AHEAD,
		.data = &reading,
		.tool_new = open_another,
		.tool_free = close_another,
		.tool = repo,
		.make = read_some,
		.drop = drop_some,
	};
	_cleanup_(row_freep) struct row *row = row_new(workers, &work);

	for (size_t i = 0; i < work.n; i++) {
		GPtrArray *some = row_take(row, i);

		for (guint k = 0; k < some->len; k++, progress_step(progress))
			paths_add(store, reading.changes[i * SOME + k].position, some->pdata[k],
				  known);
		drop_some(some);
	}
}

bool paths_fill(struct store *store, struct repo *repo, struct workers *workers, guint32 first,
		guint32 known_first, guint32 known_end, guint32 end, bool progress, GError **error)
{
	_cleanup_(store_unlockp) struct store_lock *lock = NULL;
	bool kept = store_path(store) != NULL;
	bool in_file = kept && store_is_writable(store) &&
		       store_lock(store_path(store), 0, NULL, NULL, &lock, NULL) &&
		       store_begin_transaction(store, NULL);
	struct progress line;

	if (kept && !in_file) {
		if (!store_execute(store, format_paths_beside, error))
			return false;
		known_first = known_end = end;
	}
	progress_begin(&line, progress, "reading changed paths",
		       known_first - first + end - known_end);
	fill_range(store, repo, workers, first, known_first, &line);
	fill_range(store, repo, workers, known_end, end, &line);
	progress_end(&line);
	paths_set_range(store, first, end);
	if (!in_file || store_commit(store, error))
		return true;
	store_rollback(store);
	return false;
}
