/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/about.h"

enum { COMMIT_BYTES = 40 }; /* of a commit at least: its id, its dates */

guint32 about_length(struct store *store)
{
	struct query *query = store_query(store, "SELECT max(position) FROM commits");
	gint64 most = store_size(store) ? store_size(store) / COMMIT_BYTES : G_MAXINT32;
	guint32 length = 0;

	if (query_next(query) && !query_is_null(query, 0))
		length = (guint32)query_get_within(query, 0, 0, most) + 1;
	query_end(query);
	return length;
}

char *about_get(struct store *store, const char *key)
{
	struct query *query = store_query(store, "SELECT value FROM about WHERE key = ?");
	char *value = NULL;

	query_text(query, key);
	if (query_next(query)) {
		value = g_strdup(query_get_text(query, 0));
		query_end(query);
	}
	return value;
}

void about_set(struct store *store, const char *key, const char *value)
{
	struct query *query = store_query(store, "INSERT OR REPLACE INTO about VALUES(?, ?)");

	query_text(query, key);
	query_text(query, value);
	query_next(query);
}
