/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * row - values of an index's rows. An index may be copied from anybody: what cannot be is damage,
 * see store_note_damage(), and comes as the least value, which is safe to go on with.
 */

#ifndef WINNOW_INDEX_ROW_H
#define WINNOW_INDEX_ROW_H

#include <string.h>

#include "base/commit-id.h"
#include "base/store.h"
#include "base/text.h"
#include "index/format.h"
#include "index/history.h"
#include "message/reference.h"

/* A position before limit. */
static inline guint32 row_position(struct query *query, int column, guint32 limit)
{
	return (guint32)query_get_within(query, column, 0, (gint64)limit - 1);
}

/* The same, or HISTORY_NONE for NULL. */
static inline guint32 row_position_or_none(struct query *query, int column, guint32 limit)
{
	return query_is_null(query, column) ? HISTORY_NONE : row_position(query, column, limit);
}

/* A reference's number, of a commit before limit. */
static inline gint64 row_number(struct query *query, int column, guint32 limit)
{
	return query_get_within(query, column, 0, (gint64)limit * REFERENCES_SCALE - 1);
}

static inline enum reference_kind row_kind(struct query *query, int column)
{
	return (enum reference_kind)query_get_within(query, column, 0, REFERENCE_KINDS - 1);
}

static inline bool row_bool(struct query *query, int column)
{
	return query_get_within(query, column, 0, 1) != 0;
}

static inline gint64 row_date(struct query *query, int column)
{
	return query_get_within(query, column, TEXT_DATE_FIRST, TEXT_DATE_LAST);
}

static inline void row_id(struct store *store, struct query *query, int column,
			  struct commit_id *out)
{
	size_t length = 0;
	const void *id = query_get_blob(query, column, &length);

	if (length == COMMIT_ID_SIZE)
		memcpy(out->raw, id, COMMIT_ID_SIZE);
	else
		store_note_damage(store, "an id in it is none");
}

#endif
