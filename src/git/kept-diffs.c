/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/kept-diffs.h"

#include <string.h>

#include "base/store.h"
#include "base/zstd.h"
#include "git/diff-attributes.h"

/*
 * Of one commit: names are its files' paths, each with a NUL behind it, attributes what
 * diff_attributes() said of them, diff is compressed. The newest has the greatest number.
 */
static const struct store_format format = {
	.application_id = 0x776e6466, /* "wndf" */
	.version = 1,
	.by_copy = true,
	.what = "diffs kept by winnow",
	.schema = "CREATE TABLE made(by TEXT);"
		  "CREATE TABLE diffs(number INTEGER PRIMARY KEY, id BLOB UNIQUE, names BLOB,"
		  " attributes TEXT, length INTEGER, diff BLOB);",
};

struct kept_diffs {
	gint references;
	size_t limit;
	char *path, *made_by;

	GMutex mutex;		 /* of all below, and of what the threads add */
	struct store *store;	 /* NULL: nothing is kept yet */
	bool is_ours;		 /* whether the file may be written */
	GPtrArray *added;	 /* struct one * */
	GHashTable *added_by_id; /* the same */
};

struct one {
	gint references;
	struct commit_id id;
	GBytes *names;
	char *attributes;
	size_t length;
	GBytes *diff; /* compressed */
};

static struct one *one_ref(struct one *one)
{
	g_atomic_int_inc(&one->references);
	return one;
}

static void one_unref(void *data)
{
	struct one *one = data;

	if (!g_atomic_int_dec_and_test(&one->references))
		return;
	g_bytes_unref(one->names);
	g_free(one->attributes);
	g_bytes_unref(one->diff);
	g_free(one);
}

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

struct kept_diffs *kept_diffs_open(const char *path, const char *made_by, size_t limit)
{
	struct kept_diffs *kept = g_new0(struct kept_diffs, 1);

	kept->references = 1;
	kept->limit = limit;
	kept->path = g_strdup(path);
	kept->made_by = g_strdup(made_by);
	g_mutex_init(&kept->mutex);
	kept->is_ours = open_file(path, made_by, &kept->store);
	kept->added = g_ptr_array_new_with_free_func(one_unref);
	kept->added_by_id = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	return kept;
}

struct kept_diffs *kept_diffs_ref(struct kept_diffs *kept)
{
	g_atomic_int_inc(&kept->references);
	return kept;
}

static void write_made(struct store *store, const char *made_by)
{
	struct query *query = store_query(store, "INSERT INTO made VALUES(?)");

	query_text(query, made_by);
	query_next(query);
}

static void write_one(struct store *store, const struct one *one)
{
	struct query *query = store_query(
		store, "INSERT OR REPLACE INTO diffs(id, names, attributes, length, diff)"
		       " VALUES(?, ?, ?, ?, ?)");
	gsize n_names, n_diff;
	const void *names = g_bytes_get_data(one->names, &n_names);
	const void *diff = g_bytes_get_data(one->diff, &n_diff);

	query_blob(query, one->id.raw, COMMIT_ID_SIZE);
	query_blob(query, names, n_names);
	query_text(query, one->attributes);
	query_int(query, (gint64)one->length);
	query_blob(query, diff, n_diff);
	query_next(query);
}

/* The oldest go first. */
static void delete_oldest(struct store *store, size_t limit)
{
	struct query *query = store_query(
		store, "DELETE FROM diffs WHERE number <= (SELECT number FROM (SELECT number,"
		       " sum(length(diff)) OVER (ORDER BY number DESC) AS bytes FROM diffs)"
		       " WHERE bytes > ? ORDER BY number DESC LIMIT 1)");

	query_int(query, (gint64)limit);
	query_next(query);
}

static void write_all(const struct kept_diffs *kept, struct store *store)
{
	for (guint i = 0; i < kept->added->len; i++)
		write_one(store, kept->added->pdata[i]);
	delete_oldest(store, kept->limit);
}

/* Others may have written meanwhile: theirs is added to, unless it is broken. */
static void write_file(struct kept_diffs *kept)
{
	_cleanup_(store_unlockp) struct store_lock *lock = NULL;
	_cleanup_(store_freep) struct store *store = NULL;
	bool is_broken = kept->store && store_failure(kept->store, NULL);

	g_clear_pointer(&kept->store, store_free);
	if (!store_lock(kept->path, 0, NULL, NULL, &lock, NULL) ||
	    (!is_broken && !open_file(kept->path, kept->made_by, &store)))
		return;
	if (store) {
		if (!store_is_writable(store) || !store_begin_transaction(store, NULL))
			return;
		write_all(kept, store);
		if (!store_commit(store, NULL))
			store_rollback(store);
	} else if (store_begin(kept->path, &format, &store, NULL)) {
		write_made(store, kept->made_by);
		write_all(kept, store);
		/* What is not published is gone when it is freed. */
		if (!store_publish(store, NULL))
			return;
	}
}

void kept_diffs_unref(struct kept_diffs *kept)
{
	if (!kept || !g_atomic_int_dec_and_test(&kept->references))
		return;
	if (kept->added->len)
		write_file(kept);
	g_clear_pointer(&kept->store, store_free);
	g_hash_table_unref(kept->added_by_id);
	g_ptr_array_unref(kept->added);
	g_mutex_clear(&kept->mutex);
	g_free(kept->path);
	g_free(kept->made_by);
	g_free(kept);
}

static GBytes *bytes_at(struct query *query, int column)
{
	size_t length;
	const void *bytes = query_get_blob(query, column, &length);

	return g_bytes_new(bytes, length);
}

/* The caller frees; NULL: there is none. */
static struct one *find(struct kept_diffs *kept, const struct commit_id *id)
{
	struct one *found = g_hash_table_lookup(kept->added_by_id, id);
	struct query *query;

	if (found)
		return one_ref(found);
	if (!kept->store)
		return NULL;
	query = store_query(kept->store,
			    "SELECT length, diff, names, attributes FROM diffs WHERE id = ?");
	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (query_next(query)) {
		found = g_new0(struct one, 1);
		found->references = 1;
		found->id = *id;
		found->length = (size_t)query_get_within(query, 0, 0, KEPT_DIFF_LIMIT);
		found->diff = bytes_at(query, 1);
		found->names = bytes_at(query, 2);
		found->attributes = g_strdup(query_get_text(query, 3));
		query_end(query);
	}
	return found;
}

static GPtrArray *split_names(GBytes *names)
{
	GPtrArray *out = g_ptr_array_new();
	gsize length;
	const char *p = g_bytes_get_data(names, &length), *end = length ? p + length : p;

	for (const char *stop; p < end && (stop = memchr(p, '\0', (size_t)(end - p))); p = stop + 1)
		g_ptr_array_add(out, (char *)p);
	return out;
}

static bool are_attributes(const struct one *kept, struct git_repository *git)
{
	g_autoptr(GPtrArray) paths = split_names(kept->names);
	g_autoptr(GString) attributes = g_string_new(NULL);

	return diff_attributes(git, paths, attributes) &&
	       strcmp(attributes->str, kept->attributes) == 0;
}

static bool unpack(const struct one *kept, GString *out)
{
	g_autoptr(GByteArray) text = NULL;
	gsize length;
	const void *bytes = g_bytes_get_data(kept->diff, &length);

	if (!zstd_unpack(bytes, length, kept->length, &text, NULL) || text->len != kept->length)
		return false;
	g_string_append_len(out, (const char *)text->data, (gssize)text->len);
	return true;
}

bool kept_diffs_get(struct kept_diffs *kept, struct git_repository *git, const struct commit_id *id,
		    size_t limit, GString *out)
{
	struct one *found;
	bool ok;

	g_mutex_lock(&kept->mutex);
	found = find(kept, id);
	g_mutex_unlock(&kept->mutex);
	if (!found)
		return false;
	ok = found->length <= limit && are_attributes(found, git) && unpack(found, out);
	one_unref(found);
	return ok;
}

void kept_diffs_add(struct kept_diffs *kept, struct git_repository *git, const struct commit_id *id,
		    const GPtrArray *paths, const GString *diff)
{
	g_autoptr(GString) attributes = g_string_new(NULL);
	GByteArray *names, *packed;
	struct one *one;

	if (!kept->is_ours || diff->len > KEPT_DIFF_LIMIT ||
	    !diff_attributes(git, paths, attributes) || !zstd_pack(diff->str, diff->len, &packed))
		return;
	names = g_byte_array_new();
	for (guint i = 0; i < paths->len; i++)
		g_byte_array_append(names, paths->pdata[i], (guint)strlen(paths->pdata[i]) + 1);
	one = g_new0(struct one, 1);
	*one = (struct one){
		.references = 1,
		.id = *id,
		.names = g_byte_array_free_to_bytes(names),
		.attributes = g_string_free(g_steal_pointer(&attributes), FALSE),
		.length = diff->len,
		.diff = g_byte_array_free_to_bytes(packed),
	};
	g_mutex_lock(&kept->mutex);
	if (g_hash_table_contains(kept->added_by_id, id)) {
		one_unref(one);
	} else {
		g_hash_table_insert(kept->added_by_id, &one->id, one);
		g_ptr_array_add(kept->added, one);
	}
	g_mutex_unlock(&kept->mutex);
}
