/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a view of a part of an index, and the corrections that were asked for, make of its table of
 * references.
 */
#include "index/history-parts.h"

#include <string.h>

#include "index/row.h"

int references_rank(enum reference_kind kind)
{
	switch (kind) {
	case REFERENCE_REVERTS:
		return 0;
	case REFERENCE_REAPPLIES:
		return 1;
	case REFERENCE_FIXES:
		return 2;
	case REFERENCE_FIX_WORDS:
		return 3;
	default:
		return 4;
	}
}

int references_by_target(const void *a, const void *b)
{
	const struct history_reference *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (references_rank(x->kind) != references_rank(y->kind))
		return references_rank(x->kind) - references_rank(y->kind);
	if (x->by_title != y->by_title)
		return x->by_title - y->by_title;
	return (int)x->nth - (int)y->nth;
}

static void set_aside(struct history *history, gint64 number)
{
	g_hash_table_add(history->set_aside, GSIZE_TO_POINTER((gsize)number + 1));
}

static void put_instead(struct history *history, struct query *query, guint32 to, bool by_title)
{
	gint64 number = row_number(query, 0, history->available);
	struct history_reference reference = {
		.kind = row_kind(query, 1),
		.from = (guint32)(number / REFERENCES_SCALE),
		.nth = (unsigned)(number % REFERENCES_SCALE),
		.to = to,
		.by_title = by_title,
		.hex = g_string_chunk_insert(history->strings, query_get_line(query, 2)),
		.line = g_string_chunk_insert(history->strings, query_get_line(query, 4)),
	};

	g_array_append_val(history->instead, reference);
}

/* What the view or a correction had in the place of a reference that is now corrected. */
static void drop_instead(struct history *history, GHashTable *at, gint64 number)
{
	void *found = g_hash_table_lookup(at, GSIZE_TO_POINTER((gsize)number));

	if (found)
		g_array_index(history->instead, struct history_reference,
			      GPOINTER_TO_SIZE(found) - 1)
			.from = HISTORY_NONE;
}

static void close_holes(GArray *instead)
{
	guint n = 0;

	for (guint i = 0; i < instead->len; i++) {
		struct history_reference one = g_array_index(instead, struct history_reference, i);

		if (one.from != HISTORY_NONE)
			g_array_index(instead, struct history_reference, n++) = one;
	}
	g_array_set_size(instead, n);
}

/* number of a reference -> one more than the last place in instead that is in its stead. */
static GHashTable *places_of(const GArray *instead)
{
	GHashTable *at = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < instead->len; i++) {
		const struct history_reference *one =
			&g_array_index(instead, struct history_reference, i);
		gsize number = (gsize)one->from * REFERENCES_SCALE + one->nth;

		g_hash_table_insert(at, GSIZE_TO_POINTER(number), GSIZE_TO_POINTER((gsize)i + 1));
	}
	return at;
}

/* Resolve the references of one message anew, among what is in view. */
static void resolve_again(struct history *history, guint32 from)
{
	struct names names = history_names(history);
	struct query *query =
		store_query(history->store, "SELECT number, kind, hex, title, line FROM refs"
					    " WHERE number BETWEEN ? AND ? ORDER BY number");
	g_autoptr(GArray) written = g_array_new(FALSE, FALSE, sizeof(struct written));
	g_autofree struct resolved *results = NULL;
	size_t i = 0;

	query_int(query, (gint64)from * REFERENCES_SCALE);
	query_int(query, (gint64)(from + 1) * REFERENCES_SCALE - 1);
	while (query_next(query)) {
		struct written one = {
			.kind = row_kind(query, 1),
			.hex = g_string_chunk_insert(history->strings, query_get_line(query, 2)),
			.title = g_string_chunk_insert(history->strings, query_get_text(query, 3)),
		};

		g_array_append_val(written, one);
	}
	results = g_new0(struct resolved, written->len + 1);
	names_resolve(&names, from, (const struct written *)(const void *)written->data,
		      written->len, results);

	query = store_query(history->store, "SELECT number, kind, hex, title, line FROM refs"
					    " WHERE number BETWEEN ? AND ? ORDER BY number");
	query_int(query, (gint64)from * REFERENCES_SCALE);
	query_int(query, (gint64)(from + 1) * REFERENCES_SCALE - 1);
	for (; query_next(query) && i < written->len; i++) {
		set_aside(history, row_number(query, 0, history->available));
		if (results[i].to != HISTORY_NONE || results[i].ambiguous)
			put_instead(history, query, results[i].to, results[i].by_title);
	}
}

/*
 * The index resolved references among all it has. Seen from an older tip an id may have been
 * unambiguous, and what came later was not there.
 */
static void adapt_to_view(struct history *history)
{
	struct query *query =
		store_query(history->store, "SELECT DISTINCT number / 256 FROM refs"
					    " WHERE (ambiguous OR target > number / 256)"
					    " AND number < ? AND (ambiguous OR target >= ?)");
	g_autoptr(GArray) sources = g_array_new(FALSE, FALSE, sizeof(guint32));

	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	query_int(query, history->length);
	while (query_next(query)) {
		guint32 from = row_position(query, 0, history->available);

		g_array_append_val(sources, from);
	}
	for (guint i = 0; i < sources->len; i++)
		resolve_again(history, g_array_index(sources, guint32, i));
}

/* Fixes: tags that name bad, resolved or not, count for good. */
static void correct(struct history *history, GHashTable *at, const struct commit_id *bad,
		    const struct commit_id *good)
{
	g_autofree char *hex = g_strdup(commit_id_hex(bad).text);
	guint32 to = good ? history_find(history, good) : HISTORY_NONE;
	struct query *query =
		store_query(history->store, "SELECT number, kind, hex, title, line FROM refs"
					    " WHERE prefix = ? AND number < ?");

	query_int(query, names_prefix(hex));
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	while (query_next(query)) {
		const char *written = query_get_line(query, 2);
		gint64 number;

		if (row_kind(query, 1) != REFERENCE_FIXES ||
		    strncmp(hex, written, strlen(written)) != 0)
			continue;
		number = row_number(query, 0, history->available);
		set_aside(history, number);
		drop_instead(history, at, number);
		if (to == HISTORY_NONE)
			continue;
		put_instead(history, query, to, false);
		g_hash_table_insert(at, GSIZE_TO_POINTER((gsize)number),
				    GSIZE_TO_POINTER((gsize)history->instead->len));
	}
}

void view_prepare(struct history *history)
{
	g_autoptr(GHashTable) at = NULL;
	GHashTableIter iter;
	void *bad, *good;

	if (history->set_aside)
		return;
	history->set_aside = g_hash_table_new(NULL, NULL);
	history->instead = g_array_new(FALSE, FALSE, sizeof(struct history_reference));
	if (history->length < history->available)
		adapt_to_view(history);
	at = places_of(history->instead);
	g_hash_table_iter_init(&iter, history->corrections);
	while (g_hash_table_iter_next(&iter, &bad, &good))
		correct(history, at, bad, good);
	close_holes(history->instead);
	g_array_sort(history->instead, references_by_target);
}

void history_correct_fixes(struct history *history, const struct commit_id *bad,
			   const struct commit_id *good)
{
	g_hash_table_replace(history->corrections, g_memdup2(bad, sizeof(*bad)),
			     good ? g_memdup2(good, sizeof(*good)) : NULL);
}

void view_add_instead(const struct history *history, guint32 position, GArray *out)
{
	const GArray *instead = history->instead;
	guint low = 0, high = instead->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(instead, struct history_reference, middle).to < position)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < instead->len &&
	       g_array_index(instead, struct history_reference, low).to == position;
	     low++)
		if (g_array_index(instead, struct history_reference, low).kind != REFERENCE_PICKED)
			g_array_append_val(out,
					   g_array_index(instead, struct history_reference, low));
}
