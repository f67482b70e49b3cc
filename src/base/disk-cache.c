/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/disk-cache.h"

#include <string.h>

#include "base/store.h"

/* The newest has the greatest number. */
static const struct store_format format = {
	.application_id = 0x776e6b70, /* "wnkp" */
	.version = 1,
	.by_copy = true,
	.what = "answers kept by winnow",
	.schema = "CREATE TABLE made(by TEXT);"
		  "CREATE TABLE answers(number INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB);",
};

struct disk_cache {
	gint references;
	size_t limit;
	char *path, *made_by;
	bool is_ours; /* whether the file may be written */

	GMutex mutex;	     /* of all below */
	struct store *store; /* NULL: nothing is kept yet */
	size_t n_bytes;	     /* of values; no more than may be written */
	GPtrArray *added;    /* GBytes *: keys as they came; borrowed by values, from first on */
	guint first;	     /* of added that is not forgotten */
	GHashTable *values;  /* of them: GBytes * -> GBytes * */
};

/* One that was made by another, or is broken, is to be written anew: *out is NULL then. False:
 * it is to be left alone. */
static bool open_file(const char *path, const char *made_by, struct store **out)
{
	_cleanup_(store_freep) struct store *store = NULL;
	g_autofree char *why = NULL;
	enum store_state state = store_open(path, &format, &store, &why);
	struct query *query;

	*out = NULL;
	if (state == STORE_FOREIGN || state == STORE_UNREADABLE)
		return false;
	if (state != STORE_READY)
		return true;
	query = store_query(store, "SELECT by FROM made");
	if (query_next(query) && strcmp(query_get_text(query, 0), made_by) == 0) {
		query_end(query);
		*out = g_steal_pointer(&store);
	}
	return true;
}

struct disk_cache *disk_cache_open(const char *path, const char *made_by, size_t limit)
{
	struct disk_cache *cache = g_new0(struct disk_cache, 1);

	cache->references = 1;
	cache->limit = limit;
	cache->path = g_strdup(path);
	cache->made_by = g_strdup(made_by);
	g_mutex_init(&cache->mutex);
	cache->is_ours = open_file(path, made_by, &cache->store);
	cache->added = g_ptr_array_new();
	cache->values =
		g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
				      (GDestroyNotify)g_bytes_unref);
	return cache;
}

struct disk_cache *disk_cache_ref(struct disk_cache *cache)
{
	g_atomic_int_inc(&cache->references);
	return cache;
}

static void write_made(struct store *store, const char *made_by)
{
	struct query *query = store_query(store, "INSERT INTO made VALUES(?)");

	query_text(query, made_by);
	query_next(query);
}

static void write_one(struct store *store, GBytes *key, GBytes *value)
{
	struct query *query =
		store_query(store, "INSERT OR REPLACE INTO answers(key, value) VALUES(?, ?)");
	gsize length;
	const void *bytes = g_bytes_get_data(key, &length);

	query_blob(query, bytes, length);
	bytes = g_bytes_get_data(value, &length);
	query_blob(query, bytes, length);
	query_next(query);
}

/* The oldest go first. */
static void delete_oldest(struct store *store, size_t limit)
{
	struct query *query = store_query(
		store, "DELETE FROM answers WHERE number <= (SELECT number FROM (SELECT number,"
		       " sum(length(value)) OVER (ORDER BY number DESC) AS bytes FROM answers)"
		       " WHERE bytes > ? ORDER BY number DESC LIMIT 1)");

	query_int(query, (gint64)limit);
	query_next(query);
}

static void write_all(const struct disk_cache *cache, struct store *store)
{
	for (guint i = cache->first; i < cache->added->len; i++) {
		GBytes *key = cache->added->pdata[i];

		write_one(store, key, g_hash_table_lookup(cache->values, key));
	}
	delete_oldest(store, cache->limit);
}

/* Others may have written meanwhile: theirs is added to, unless it is broken. */
static void write_file(struct disk_cache *cache)
{
	_cleanup_(store_unlockp) struct store_lock *lock = NULL;
	_cleanup_(store_freep) struct store *store = NULL;
	bool is_broken = cache->store && store_failure(cache->store, NULL);

	g_clear_pointer(&cache->store, store_free);
	/* Nobody waits for what is only for the next run. */
	if (!store_try_lock(cache->path, &lock) ||
	    (!is_broken && !open_file(cache->path, cache->made_by, &store)))
		return;
	if (store) {
		if (!store_is_writable(store) || !store_begin_transaction(store, NULL))
			return;
		write_all(cache, store);
		if (!store_commit(store, NULL))
			store_rollback(store);
	} else if (store_begin(cache->path, &format, &store, NULL)) {
		write_made(store, cache->made_by);
		write_all(cache, store);
		/* What is not published is gone when it is freed. */
		if (!store_publish(store, NULL))
			return;
	}
}

void disk_cache_unref(struct disk_cache *cache)
{
	if (!cache || !g_atomic_int_dec_and_test(&cache->references))
		return;
	if (cache->added->len)
		write_file(cache);
	g_clear_pointer(&cache->store, store_free);
	g_ptr_array_unref(cache->added);
	g_hash_table_unref(cache->values);
	g_mutex_clear(&cache->mutex);
	g_free(cache->path);
	g_free(cache->made_by);
	g_free(cache);
}

bool disk_cache_is_ours(const struct disk_cache *cache)
{
	return cache->is_ours;
}

static GBytes *find(struct disk_cache *cache, const void *key, size_t length)
{
	g_autoptr(GBytes) name = g_bytes_new_static(key, length);
	GBytes *found = g_hash_table_lookup(cache->values, name);
	struct query *query;

	if (found)
		return g_bytes_ref(found);
	if (!cache->store)
		return NULL;
	query = store_query(cache->store, "SELECT value FROM answers WHERE key = ?");
	query_blob(query, key, length);
	if (query_next(query)) {
		size_t size;
		const void *bytes = query_get_blob(query, 0, &size);

		found = g_bytes_new(bytes, size);
		query_end(query);
	}
	return found;
}

GBytes *disk_cache_get(struct disk_cache *cache, const void *key, size_t length)
{
	GBytes *found;

	g_mutex_lock(&cache->mutex);
	found = find(cache, key, length);
	g_mutex_unlock(&cache->mutex);
	return found;
}

/* Room for n bytes more: of a run no more is kept than may be written, the newest. */
static void forget_oldest(struct disk_cache *cache, size_t n)
{
	while (cache->first < cache->added->len && cache->n_bytes + n > cache->limit) {
		GBytes *key = cache->added->pdata[cache->first++];

		cache->n_bytes -= g_bytes_get_size(g_hash_table_lookup(cache->values, key));
		g_hash_table_remove(cache->values, key);
	}
}

void disk_cache_add(struct disk_cache *cache, const void *key, size_t length, GBytes *value)
{
	size_t size = g_bytes_get_size(value);
	GBytes *name;

	if (!cache->is_ours || size > cache->limit)
		return;
	name = g_bytes_new(key, length);
	g_mutex_lock(&cache->mutex);
	if (g_hash_table_contains(cache->values, name)) {
		g_bytes_unref(name);
	} else {
		forget_oldest(cache, size);
		cache->n_bytes += size;
		g_hash_table_insert(cache->values, name, g_bytes_ref(value));
		g_ptr_array_add(cache->added, name);
	}
	g_mutex_unlock(&cache->mutex);
}
