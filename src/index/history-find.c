/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commits by what people know of them: id, title, series, date. */
#include "index/history-parts.h"
#include "index/row.h"
#include "index/titled.h"

guint32 history_find(const struct history *history, const struct commit_id *id)
{
	struct query *query =
		store_query(history->store, "SELECT position FROM commits WHERE id = ?");
	guint32 position = HISTORY_NONE;

	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (query_next(query)) {
		position = row_position(query, 0, history->available);
		query_end(query);
	}
	return position < history->length ? position : HISTORY_NONE;
}

static void between(void *data, const struct commit_id *least, const struct commit_id *greatest,
		    GArray *out)
{
	struct history *history = data;
	struct query *query =
		store_query(history->store,
			    "SELECT position FROM commits WHERE id BETWEEN ? AND ? ORDER BY id");

	query_blob(query, least->raw, COMMIT_ID_SIZE);
	query_blob(query, greatest->raw, COMMIT_ID_SIZE);
	while (query_next(query)) {
		guint32 position = row_position(query, 0, history->available);

		if (position >= history->length)
			continue;
		g_array_append_val(out, position);
		if (out->len > NAMES_BETWEEN_LIMIT) {
			query_end(query);
			return;
		}
	}
}

guint32 history_find_subject(const struct history *history, const char *subject, guint32 limit)
{
	return titled_before(history->store, subject, MIN(limit, history->length));
}

static guint32 titled(void *data, const char *subject, guint32 limit)
{
	return history_find_subject(data, subject, limit);
}

static const char *subject_at(void *data, guint32 position)
{
	return history_at(data, position)->subject;
}

struct names history_names(const struct history *history)
{
	return (struct names){ between, titled, subject_at, writable(history) };
}

guint32 history_find_prefix(const struct history *history, const char *hex, struct slice title,
			    bool *ambiguous)
{
	struct names names = history_names(history);
	struct commit_id id;

	/* Most are whole: one look instead of a range. */
	if (commit_id_parse(hex, &id)) {
		if (ambiguous)
			*ambiguous = false;
		return history_find(history, &id);
	}
	return names_find_prefix(&names, hex, title, ambiguous);
}

guint32 history_find_reference(const struct history *history, const char *hex, struct slice title,
			       guint32 limit, bool *by_title)
{
	struct names names = history_names(history);
	struct resolved found = names_find_reference(&names, hex, title, limit);

	if (by_title)
		*by_title = found.by_title;
	return found.to;
}

void history_take_positions(const struct history *history, struct query *query, GArray *out)
{
	while (query_next(query)) {
		guint32 position = row_position(query, 0, history->available);

		g_array_append_val(out, position);
	}
}

GArray *history_series(const struct history *history, const char *series)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query = store_query(history->store, "SELECT position FROM commits"
							  " WHERE series = ? AND position < ?"
							  " ORDER BY series_number, position");

	query_text(query, series);
	query_int(query, history->length);
	history_take_positions(history, query, out);
	return out;
}

guint32 history_find_plain(const struct history *history, const struct commit_id *id,
			   const char *subject, bool *plain)
{
	struct query *query =
		store_query(history->store, "SELECT position, title = ? AND NOT merge FROM commits"
					    " WHERE id = ?");
	guint32 position = HISTORY_NONE;

	*plain = false;
	query_int(query, title_hash(subject));
	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (query_next(query)) {
		position = row_position(query, 0, history->available);
		*plain = position < history->length && row_bool(query, 1);
		query_end(query);
	}
	return position < history->length ? position : HISTORY_NONE;
}

GArray *history_written_at(const struct history *history, gint64 date)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query = store_query(history->store, "SELECT position FROM commits"
							  " WHERE author_date = ? AND position < ?"
							  " ORDER BY position");

	query_int(query, date);
	query_int(query, history->length);
	history_take_positions(history, query, out);
	return out;
}
