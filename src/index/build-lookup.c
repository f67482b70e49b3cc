/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commits by position, id and title, among those to be added and those that the store has. */
#include <stdlib.h>
#include <string.h>

#include "index/build-parts.h"
#include "index/row.h"
#include "index/titled.h"

static guint64 key_of(const struct commit_id *id)
{
	guint64 key;

	memcpy(&key, id->raw, sizeof(key));
	return GUINT64_FROM_BE(key);
}

static int by_id(const void *a, const void *b, void *data)
{
	const struct keyed *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return commit_id_compare(&fresh_at(data, x->position)->id, &fresh_at(data, y->position)->id);
}

static const struct titled *titled_at(const struct build *build, guint32 position)
{
	return &build->older_titled[position - build->first];
}

/* Leaps double as the list grows: two of one length make one of twice and one. */
static struct titled titled_after(const struct build *build, guint32 older)
{
	struct titled out = { older, older, 0 };
	const struct titled *last;
	guint32 leap;

	if (older == HISTORY_NONE)
		return out;
	last = titled_at(build, older);
	out.depth = last->depth + 1;
	leap = last->leap;
	if (leap != HISTORY_NONE && titled_at(build, leap)->leap != HISTORY_NONE &&
	    last->depth - titled_at(build, leap)->depth ==
		    titled_at(build, leap)->depth -
			    titled_at(build, titled_at(build, leap)->leap)->depth)
		out.leap = titled_at(build, leap)->leap;
	return out;
}

/* The newest of the list before limit. */
static guint32 titled_older(const struct build *build, guint32 newest, guint32 limit)
{
	guint32 at = newest;

	while (at != HISTORY_NONE && at >= limit) {
		const struct titled *one = titled_at(build, at);

		at = one->leap != HISTORY_NONE && one->leap >= limit ? one->leap : one->older;
	}
	return at;
}

void build_arrange(struct build *build, guint32 tip)
{
	guint n_nodes = build->commits->len;

	build->sequence = g_new(guint32, n_nodes);
	build->bringers = g_new(guint32, n_nodes);
	build->position = g_new(guint32, n_nodes);
	build->n = order_arrivals(build->order, tip, build->sequence, build->bringers);
	build->by_id = g_new(struct keyed, build->n);
	build->older_titled = g_new(struct titled, build->n);
	for (guint32 i = 0; i < build->n; i++) {
		guint32 position = build->position[build->sequence[i]] = build->first + i;

		build->by_id[i] = (struct keyed){ key_of(&fresh_at(build, position)->id), position };
	}
	qsort_r(build->by_id, build->n, sizeof(*build->by_id), by_id, build);
	for (guint32 i = 0; i < build->n; i++) {
		gpointer key = GUINT_TO_POINTER(
			(guint)title_hash(fresh_at(build, build->first + i)->subject));
		guint older = GPOINTER_TO_UINT(g_hash_table_lookup(build->titled, key));

		build->older_titled[i] = titled_after(build, older ? older - 1 : HISTORY_NONE);
		g_hash_table_insert(build->titled, key, GUINT_TO_POINTER(build->first + i + 1));
	}
}

guint32 build_find(struct build *build, const struct commit_id *id)
{
	guint32 node = order_find(build->order, id);
	struct query *query;
	guint32 position = HISTORY_NONE;

	if (node != ORDER_OUTSIDE)
		return build->bringers[node] == ORDER_OUTSIDE ? HISTORY_NONE
							      : build->position[node];
	if (!build->first)
		return HISTORY_NONE;
	query = store_query(build->store, "SELECT position FROM commits WHERE id = ?");
	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (query_next(query)) {
		position = row_position(query, 0, build->first);
		query_end(query);
	}
	return position;
}

static void between(void *data, const struct commit_id *least, const struct commit_id *greatest,
		    GArray *out)
{
	struct build *build = data;
	guint64 first = key_of(least), last = key_of(greatest);
	guint32 low = 0, high = build->n;

	while (low < high) {
		guint32 middle = low + (high - low) / 2;

		if (build->by_id[middle].key < first)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < build->n && build->by_id[low].key <= last; low++) {
		guint32 position = build->by_id[low].position;
		const struct commit_id *id = &fresh_at(build, position)->id;

		if (commit_id_compare(id, least) < 0 || commit_id_compare(id, greatest) > 0)
			continue;
		if (out->len > NAMES_BETWEEN_LIMIT)
			return;
		g_array_append_val(out, position);
	}
	if (!build->first)
		return;

	struct query *query =
		store_query(build->store, "SELECT position FROM commits"
					  " WHERE id BETWEEN ? AND ? AND position < ?");

	query_blob(query, least->raw, COMMIT_ID_SIZE);
	query_blob(query, greatest->raw, COMMIT_ID_SIZE);
	query_int(query, build->first);
	while (query_next(query)) {
		guint32 position = row_position(query, 0, build->first);

		g_array_append_val(out, position);
		if (out->len > NAMES_BETWEEN_LIMIT) {
			query_end(query);
			return;
		}
	}
}

static guint32 titled(void *data, const char *subject, guint32 limit)
{
	struct build *build = data;
	gint64 hash = title_hash(subject);
	guint32 at;
	guint newest =
		GPOINTER_TO_UINT(g_hash_table_lookup(build->titled, GUINT_TO_POINTER((guint)hash)));

	at = titled_older(build, newest ? newest - 1 : HISTORY_NONE, limit);

	for (; at != HISTORY_NONE; at = titled_at(build, at)->older)
		if (title_equal(fresh_at(build, at)->subject, subject))
			return at;
	return build->first ? titled_before(build->store, subject, MIN(limit, build->first))
			    : HISTORY_NONE;
}

static const char *subject_at(void *data, guint32 position)
{
	struct build *build = data;
	gpointer key = GUINT_TO_POINTER(position + 1);
	struct query *query;
	char *subject;

	if (position >= build->first)
		return fresh_at(build, position)->subject;
	subject = g_hash_table_lookup(build->stored, key);
	if (subject)
		return subject;
	query = store_query(build->store, "SELECT subject FROM commits WHERE position = ?");
	query_int(query, position);
	subject = g_strdup(query_next(query) ? query_get_text(query, 0) : "");
	query_end(query);
	g_hash_table_insert(build->stored, key, subject);
	return subject;
}

struct names build_names(struct build *build)
{
	return (struct names){ between, titled, subject_at, build };
}
