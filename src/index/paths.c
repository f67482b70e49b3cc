/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/paths.h"

#include "base/progress.h"
#include "index/about.h"
#include "index/format.h"
#include "index/history.h"
#include "index/row.h"

enum { BATCH = 4096 }; /* commits read before they are written: bounds memory */

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

struct change {
	struct commit_id id;
	guint32 position;
	GPtrArray *paths; /* NULL: they cannot be read */
};

/* What the threads take their work from. */
struct batch {
	GArray *changes; /* struct change */
	gint next;	 /* atomic */
};

static void work(struct batch *batch, struct repo *repo, struct progress *progress)
{
	for (;;) {
		guint i = (guint)g_atomic_int_add(&batch->next, 1);
		struct change *change;

		if (i >= batch->changes->len)
			return;
		change = &g_array_index(batch->changes, struct change, i);
		if (!repo_changed_paths(repo, &change->id, &change->paths, NULL))
			change->paths = NULL;
		if (progress)
			progress_step(progress);
	}
}

struct helper {
	struct batch *batch;
	struct repo *repo;
};

static void *help(void *data)
{
	struct helper *helper = data;

	work(helper->batch, helper->repo, NULL);
	return NULL;
}

static void change_clear(void *data)
{
	struct change *change = data;

	if (change->paths)
		g_ptr_array_unref(change->paths);
}

/* The next commits of the range, at most BATCH, no merges. */
static GArray *next_batch(struct store *store, guint32 first, guint32 end)
{
	GArray *changes = g_array_new(FALSE, TRUE, sizeof(struct change));
	struct query *query =
		store_query(store, "SELECT position, id FROM commits WHERE position >= ?"
				   " AND position < ? AND NOT merge ORDER BY position LIMIT ?");

	g_array_set_clear_func(changes, change_clear);
	query_int(query, first);
	query_int(query, end);
	query_int(query, BATCH);
	while (query_next(query)) {
		struct change change = { .position = row_position(query, 0, end) };

		row_id(store, query, 1, &change.id);
		g_array_append_val(changes, change);
	}
	return changes;
}

/* One repository handle is not for two threads: each has its own. */
static void fill_range(struct store *store, struct repo *repos[2], guint32 first, guint32 end,
		       struct progress *progress)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	while (first < end) {
		g_autoptr(GArray) changes = next_batch(store, first, end);
		struct batch batch = { .changes = changes };
		struct helper helper = { &batch, repos[1] };
		/* Without help it takes longer. */
		GThread *thread = changes->len && repos[1]
					  ? g_thread_try_new("paths", help, &helper, NULL)
					  : NULL;

		if (!changes->len)
			return;
		work(&batch, repos[0], progress);
		if (thread)
			g_thread_join(thread);
		for (guint i = 0; i < changes->len; i++) {
			const struct change *change = &g_array_index(changes, struct change, i);

			paths_add(store, change->position, change->paths, known);
			first = change->position + 1;
		}
	}
}

bool paths_fill(struct store *store, struct repo *repo, guint32 first, guint32 known_first,
		guint32 known_end, guint32 end, bool progress, GError **error)
{
	_cleanup_(store_unlockp) struct store_lock *lock = NULL;
	_cleanup_(repo_freep) struct repo *second = NULL;
	struct repo *repos[2] = { repo, NULL };
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
	repos[1] = second = repo_another(repo);
	progress_begin(&line, progress, "reading changed paths",
		       known_first - first + end - known_end);
	fill_range(store, repos, first, known_first, &line);
	fill_range(store, repos, known_end, end, &line);
	progress_end(&line);
	paths_set_range(store, first, end);
	if (!in_file || store_commit(store, error))
		return true;
	store_rollback(store);
	return false;
}
