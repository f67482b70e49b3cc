/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/titled.h"

#include "index/history.h"
#include "index/row.h"
#include "message/title.h"

guint32 titled_before(struct store *store, const char *subject, guint32 limit)
{
	struct query *query = store_query(store, "SELECT position, subject FROM commits"
						 " WHERE title = ? AND position < ?"
						 " ORDER BY position DESC");

	query_int(query, title_hash(subject));
	query_int(query, limit);
	while (query_next(query)) {
		guint32 found;

		if (!title_equal(query_get_text(query, 1), subject))
			continue;
		found = row_position(query, 0, limit);
		query_end(query);
		return found;
	}
	return HISTORY_NONE;
}
