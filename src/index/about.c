/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/about.h"

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
