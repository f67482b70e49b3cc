/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/own.h"

#include <string.h>

#include "index/about.h"
#include "index/format.h"
#include "index/history-parts.h"

/* A tree's commits were written one after the other: with one of them its ancestors are read. */
enum { BLOCK = 4096 };

struct own_cache {
	GHashTable *rows; /* struct commit_id * -> struct own_row *, those read */
	bool is_ours;	  /* they were written by the rules of today */
};

static void row_free(void *data)
{
	struct own_row *row = data;

	g_free((void *)row->parents);
	g_free((void *)row->brings);
	g_free((void *)row->message);
	g_free(row);
}

static struct own_cache *cache_of(struct history *history)
{
	g_autofree char *version = NULL;

	if (history->own)
		return history->own;
	version = about_get(history->store, "own");
	history->own = g_new0(struct own_cache, 1);
	history->own->rows =
		g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, NULL, row_free);
	history->own->is_ours = g_strcmp0(version, G_STRINGIFY(OWN_VERSION)) == 0;
	return history->own;
}

void own_cache_free(struct own_cache *cache)
{
	if (!cache)
		return;
	g_hash_table_unref(cache->rows);
	g_free(cache);
}

bool own_are_kept(const struct history *history)
{
	return history->kind == HISTORY_REPOSITORY && history->repo && store_path(history->store) &&
	       history->length == history->available;
}

static struct own_row *row_of(struct history *history, struct query *query)
{
	struct own_row *row = g_new0(struct own_row, 1);
	size_t id_length = 0, parents_length = 0, brings_length = 0;
	const void *id = query_get_blob(query, 0, &id_length);
	const void *parents = query_get_blob(query, 1, &parents_length);
	const void *brings = query_get_blob(query, 3, &brings_length);
	guint32 *positions;

	if (id_length != COMMIT_ID_SIZE || parents_length % COMMIT_ID_SIZE ||
	    brings_length % sizeof(guint32)) {
		store_note_damage(history->store, "a commit of a tree is cut short");
		g_free(row);
		return NULL;
	}
	memcpy(row->id.raw, id, COMMIT_ID_SIZE);
	row->parents = g_memdup2(parents, parents_length);
	row->n_parents = (guint32)(parents_length / COMMIT_ID_SIZE);
	row->basis = (guint64)query_get_within(query, 2, G_MININT64, G_MAXINT64);
	row->brings = positions = g_memdup2(brings, brings_length);
	row->n_brings = (guint32)(brings_length / sizeof(guint32));
	for (guint32 i = 0; i < row->n_brings; i++) {
		positions[i] = GUINT32_FROM_LE(positions[i]);
		if (positions[i] >= history->available) {
			store_note_damage(history->store, "a tree brings what is not there");
			row_free(row);
			return NULL;
		}
	}
	row->subject = g_string_chunk_insert(history->strings, query_get_line(query, 4));
	if (!query_is_null(query, 5))
		row->message = g_strdup(query_get_text(query, 5));
	return row;
}

static void read_block(struct history *history, struct own_cache *cache, gint64 last)
{
	struct query *query = store_query(
		history->store, "SELECT id, parents, basis, brings, subject, message FROM own"
				" WHERE number > ? AND number <= ? ORDER BY number");

	query_int(query, last - BLOCK);
	query_int(query, last);
	while (query_next(query)) {
		struct own_row *row = row_of(history, query);

		if (!row) {
			query_end(query);
			return;
		}
		if (g_hash_table_contains(cache->rows, &row->id))
			row_free(row);
		else
			g_hash_table_insert(cache->rows, &row->id, row);
	}
}

const struct own_row *own_find(const struct history *history, const struct commit_id *id)
{
	struct own_cache *cache;
	const struct own_row *row;
	struct query *query;
	gint64 number;

	if (!own_are_kept(history))
		return NULL;
	cache = cache_of(writable(history));
	row = g_hash_table_lookup(cache->rows, id);
	if (row || !cache->is_ours)
		return row;
	query = store_query(history->store, "SELECT number FROM own WHERE id = ?");
	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (!query_next(query))
		return NULL;
	number = query_get_within(query, 0, 0, G_MAXINT64);
	query_end(query);
	read_block(writable(history), cache, number);
	return g_hash_table_lookup(cache->rows, id);
}

static void write_row(struct store *store, const struct own_row *row)
{
	struct query *query = store_query(
		store, "INSERT OR REPLACE INTO own(id, parents, basis, brings, subject, message)"
		       " VALUES(?, ?, ?, ?, ?, ?)");
	g_autofree guint32 *brings = g_new(guint32, row->n_brings + 1);

	for (guint32 i = 0; i < row->n_brings; i++)
		brings[i] = GUINT32_TO_LE(row->brings[i]);
	query_blob(query, row->id.raw, COMMIT_ID_SIZE);
	query_blob(query, row->parents, (size_t)row->n_parents * COMMIT_ID_SIZE);
	query_int(query, (gint64)row->basis);
	query_blob(query, brings, (size_t)row->n_brings * sizeof(guint32));
	query_text(query, row->subject);
	query_text(query, row->message);
	query_next(query);
}

void own_keep(const struct history *history, const GArray *rows)
{
	_cleanup_(store_unlockp) struct store_lock *lock = NULL;
	struct store *store = history->store;
	struct own_cache *cache;

	if (!rows->len || !own_are_kept(history) || !store_is_writable(store) ||
	    !store_lock(store_path(store), 0, NULL, NULL, &lock, NULL) ||
	    !store_begin_transaction(store, NULL))
		return;
	cache = cache_of(writable(history));
	if (!cache->is_ours) {
		if (!store_execute(store, "DELETE FROM own", NULL)) {
			store_rollback(store);
			return;
		}
		about_set(store, "own", G_STRINGIFY(OWN_VERSION));
		cache->is_ours = true;
	}
	for (guint i = 0; i < rows->len; i++) {
		const struct own_row *row = &g_array_index(rows, struct own_row, i);

		write_row(store, row);
		g_hash_table_remove(cache->rows, &row->id);
	}
	/* It will be read anew, then. */
	if (!store_commit(store, NULL))
		store_rollback(store);
}
