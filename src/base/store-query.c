/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The statements of a store: prepared once, given values, stepped through. */
#include "base/store-parts.h"

#include <string.h>

#include <sqlite3.h>

static void query_free(void *data)
{
	struct query *query = data;

	sqlite3_finalize(query->statement);
	g_free(query);
}

GHashTable *store_queries_new(void)
{
	return g_hash_table_new_full(NULL, NULL, NULL, query_free);
}

struct query *store_query(struct store *store, const char *sql)
{
	struct query *query = g_hash_table_lookup(store->queries, sql);

	if (!query) {
		query = g_new0(struct query, 1);
		query->store = store;
		if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
				       &query->statement, NULL) != SQLITE_OK)
			store_note_failure(store);
		g_hash_table_insert(store->queries, (void *)sql, query);
	}
	sqlite3_reset(query->statement);
	query->bound = 0;
	store->work = 0;
	return query;
}

void query_int(struct query *query, gint64 value)
{
	sqlite3_bind_int64(query->statement, ++query->bound, value);
}

void query_text(struct query *query, const char *text)
{
	sqlite3_bind_text(query->statement, ++query->bound, text, -1, SQLITE_STATIC);
}

void query_blob(struct query *query, const void *bytes, size_t length)
{
	sqlite3_bind_blob(query->statement, ++query->bound, bytes, (int)length, SQLITE_STATIC);
}

bool query_next(struct query *query)
{
	int status;

	if (!query->statement || query->store->failure)
		return false;
	status = sqlite3_step(query->statement);
	if (status == SQLITE_ROW)
		return true;
	if (status != SQLITE_DONE)
		store_note_failure(query->store);
	sqlite3_reset(query->statement);
	return false;
}

void query_end(struct query *query)
{
	sqlite3_reset(query->statement);
}

gint64 query_get_int(struct query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

const char *query_get_text(struct query *query, int column)
{
	const char *text = (const char *)sqlite3_column_text(query->statement, column);

	return text ? text : "";
}

gint64 query_get_within(struct query *query, int column, gint64 least, gint64 greatest)
{
	gint64 value = sqlite3_column_int64(query->statement, column);

	if (sqlite3_column_type(query->statement, column) == SQLITE_INTEGER && value >= least &&
	    value <= greatest)
		return value;
	store_note_damage(query->store, "a number in it cannot be");
	return least;
}

const char *query_get_line(struct query *query, int column)
{
	const char *text = query_get_text(query, column);
	int length = sqlite3_column_bytes(query->statement, column);

	if (g_utf8_validate(text, length, NULL) && !strchr(text, '\n'))
		return text;
	store_note_damage(query->store, "a text in it cannot be");
	return "";
}

const void *query_get_blob(struct query *query, int column, size_t *length)
{
	const void *bytes = sqlite3_column_blob(query->statement, column);

	*length = (size_t)sqlite3_column_bytes(query->statement, column);
	return bytes;
}

bool query_is_null(struct query *query, int column)
{
	return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}
