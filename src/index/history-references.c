/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ties that lead to a commit, those of its twins and of the merge that brought it among them,
 * and whether what took it back stands.
 */
#include "index/history-parts.h"

#include "base/text.h"
#include "index/row.h"

enum { REVERT_DEPTH_LIMIT = 100 }; /* reverts of reverts of ...: nobody has been seen to do five */

/* Of several ties between the same two, the first in order stays. */
static void keep_strongest(GArray *references)
{
	struct history_reference *all = (struct history_reference *)(void *)references->data;
	guint kept = 0;

	g_array_sort(references, references_by_target);
	all = (struct history_reference *)(void *)references->data;
	for (guint i = 0; i < references->len; i++)
		if (!kept || all[kept - 1].from != all[i].from)
			all[kept++] = all[i];
	g_array_set_size(references, kept);
}

/* Once: what came with the merges that were taken back, of which there are few. */
static void read_merged(struct history *history)
{
	g_autoptr(GArray) merges = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query;

	history->merged = g_hash_table_new(NULL, NULL);
	query = store_query(history->store, "SELECT DISTINCT target FROM refs"
					    " JOIN commits ON position = target"
					    " WHERE kind = 1 AND merge AND target < ?"
					    " AND number < ? ORDER BY target");
	query_int(query, history->length);
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	history_take_positions(history, query, merges);
	for (guint i = 0; i < merges->len; i++) {
		guint32 merge = g_array_index(merges, guint32, i);
		g_autoptr(GArray) brought =
			history_brought_by(history, merge, HISTORY_REVERT_LIMIT);

		for (guint k = 0; k < brought->len; k++)
			g_hash_table_replace(
				history->merged,
				GUINT_TO_POINTER(g_array_index(brought, guint32, k) + 1),
				GUINT_TO_POINTER(merge));
	}
}

static void load_references(struct history *history, guint32 position, GArray *out);

/* Whoever takes a merge back takes back what came with it. */
static void load_by_merge(struct history *history, guint32 position, GArray *out)
{
	g_autoptr(GArray) references = NULL;
	guint32 merge;

	if (!history->merged)
		read_merged(history);
	merge = GPOINTER_TO_UINT(
		g_hash_table_lookup(history->merged, GUINT_TO_POINTER(position + 1)));
	if (!merge)
		return;
	references = g_array_new(FALSE, FALSE, sizeof(struct history_reference));
	load_references(history, merge, references);
	for (guint i = 0; i < references->len; i++) {
		struct history_reference one =
			g_array_index(references, struct history_reference, i);

		if (one.kind != REFERENCE_REVERTS && one.kind != REFERENCE_REAPPLIES)
			continue;
		one.merge = merge;
		one.to = position;
		g_array_append_val(out, one);
	}
}

/* Those that name this very commit. */
static void load_references(struct history *history, guint32 position, GArray *out)
{
	struct query *query =
		store_query(history->store, "SELECT number, kind, by_title, hex, line FROM refs"
					    " WHERE target = ? AND number < ? ORDER BY number");

	query_int(query, position);
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	while (query_next(query)) {
		gint64 number = row_number(query, 0, history->available);
		struct history_reference reference = {
			.kind = row_kind(query, 1),
			.from = (guint32)(number / REFERENCES_SCALE),
			.nth = (unsigned)(number % REFERENCES_SCALE),
			.to = position,
			.by_title = row_bool(query, 2),
		};

		if (reference.kind == REFERENCE_PICKED || view_sets_aside(history, number))
			continue;
		reference.hex = g_string_chunk_insert(history->strings, query_get_line(query, 3));
		reference.line = g_string_chunk_insert(history->strings, query_get_line(query, 4));
		g_array_append_val(out, reference);
	}
	view_add_instead(history, position, out);
}

/* Once: which message says what it was picked from; whether that is so is asked of few. */
static void read_twins(struct history *history)
{
	struct query *query;

	if (history->twins)
		return;
	view_prepare(history);
	history->twins = twins_new();
	query = store_query(history->store, "SELECT number, target FROM refs"
					    " WHERE kind = 6 AND target < ? AND number < ?"
					    " ORDER BY number");
	query_int(query, history->length);
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	while (query_next(query)) {
		gint64 number = row_number(query, 0, history->available);

		if (!view_sets_aside(history, number))
			twins_add(history->twins, (guint32)(number / REFERENCES_SCALE),
				  row_position(query, 1, history->available));
	}
	for (guint i = 0; i < history->instead->len; i++) {
		const struct history_reference *one =
			&g_array_index(history->instead, struct history_reference, i);

		if (one->kind == REFERENCE_PICKED && one->to != HISTORY_NONE)
			twins_add(history->twins, one->from, one->to);
	}
}

/*
 * A message keeps its "picked from" when it is taken up for another change, and what was taken back
 * and picked again is not what it was the first time.
 */
static bool are_twins(guint32 from, guint32 to, void *data)
{
	struct history *history = data;
	guint32 first = MIN(from, to), last = MAX(from, to);
	g_autoptr(GArray) references = NULL;

	if (history_at(history, from)->merge || history_at(history, to)->merge ||
	    !subject_same_title(history_at(history, from)->subject,
				history_at(history, to)->subject))
		return false;
	references = g_array_new(FALSE, FALSE, sizeof(struct history_reference));
	load_references(history, first, references);
	for (guint i = 0; i < references->len; i++) {
		const struct history_reference *one =
			&g_array_index(references, struct history_reference, i);

		if (one->kind == REFERENCE_REVERTS && one->from < last)
			return false;
	}
	return true;
}

const GArray *history_twins(const struct history *history, guint32 position)
{
	read_twins(writable(history));
	return twins_of(history->twins, position, are_twins, writable(history));
}

guint32 history_first_twin(const struct history *history, guint32 position)
{
	const GArray *twins = history_twins(history, position);

	return twins ? g_array_index(twins, guint32, 0) : position;
}

static int by_source(const void *a, const void *b)
{
	const struct history_reference *x = a, *y = b;

	return x->from != y->from ? (x->from < y->from ? -1 : 1) : references_by_target(a, b);
}

/* What names any of twins, once; that they name each other says nothing. */
static void join_references(GArray *references, const GArray *twins)
{
	struct history_reference *all = (struct history_reference *)(void *)references->data;
	guint kept = 0;

	g_array_sort(references, by_source);
	for (guint i = 0; i < references->len; i++) {
		bool among = false;

		for (guint k = 0; k < twins->len; k++)
			among |= g_array_index(twins, guint32, k) == all[i].from;
		if (!among &&
		    (!kept || all[kept - 1].from != all[i].from ||
		     references_rank(all[i].kind) < references_rank(all[kept - 1].kind))) {
			if (kept && all[kept - 1].from == all[i].from)
				kept--;
			all[kept++] = all[i];
		}
	}
	g_array_set_size(references, kept);
}

static GArray *references_to(struct history *history, guint32 position)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct history_reference));
	const GArray *twins = history_twins(history, position);

	for (guint i = 0; twins && i < twins->len; i++) {
		load_references(history, g_array_index(twins, guint32, i), out);
		load_by_merge(history, g_array_index(twins, guint32, i), out);
	}
	if (!twins) {
		load_references(history, position, out);
		load_by_merge(history, position, out);
	}
	if (twins)
		join_references(out, twins);
	else if (out->len > 1)
		keep_strongest(out);
	return out;
}

const struct history_reference *history_references_to(const struct history *history,
						      guint32 position, size_t *n)
{
	gpointer key = GUINT_TO_POINTER(position + 1);
	GArray *references = g_hash_table_lookup(history->references, key);

	if (!references) {
		view_prepare(writable(history));
		references = references_to(writable(history), position);
		g_hash_table_insert(history->references, key, references);
	}
	*n = references->len;
	return *n ? &g_array_index(references, struct history_reference, 0) : NULL;
}

static int by_nth(const void *a, const void *b)
{
	const struct history_reference *x = a, *y = b;

	return (int)x->nth - (int)y->nth;
}

GArray *history_references_from(const struct history *history, guint32 position)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct history_reference));
	gint64 first = (gint64)position * REFERENCES_SCALE;
	struct query *query;

	view_prepare(writable(history));
	query = store_query(history->store,
			    "SELECT number, kind, target, by_title, hex, line FROM refs"
			    " WHERE number >= ? AND number < ? ORDER BY number");
	query_int(query, first);
	query_int(query, first + REFERENCES_SCALE);
	while (query_next(query)) {
		gint64 number = row_number(query, 0, history->available);
		struct history_reference one = {
			.kind = row_kind(query, 1),
			.from = position,
			.nth = (unsigned)(number - first),
			.to = row_position_or_none(query, 2, history->available),
			.by_title = row_bool(query, 3),
		};

		if (one.kind == REFERENCE_PICKED || view_sets_aside(history, number))
			continue;
		if (one.to >= history->length)
			one.to = HISTORY_NONE;
		one.hex = g_string_chunk_insert(history->strings, query_get_line(query, 4));
		one.line = g_string_chunk_insert(history->strings, query_get_line(query, 5));
		g_array_append_val(out, one);
	}
	for (guint i = 0; i < history->instead->len; i++) {
		const struct history_reference *one =
			&g_array_index(history->instead, struct history_reference, i);

		if (one->from == position && one->kind != REFERENCE_PICKED)
			g_array_append_vals(out, one, 1);
	}
	g_array_sort(out, by_nth);
	return out;
}

GArray *history_named_by_title(const struct history *history)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query;

	view_prepare(writable(history));
	query = store_query(history->store, "SELECT target FROM refs WHERE by_title AND target < ?"
					    " AND number < ? ORDER BY target");
	query_int(query, history->length);
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	history_take_positions(history, query, out);
	for (guint i = 0; i < history->instead->len; i++) {
		const struct history_reference *one =
			&g_array_index(history->instead, struct history_reference, i);

		if (one->by_title && one->to != HISTORY_NONE)
			g_array_append_val(out, one->to);
	}
	return out;
}

void history_each_ambiguous(const struct history *history,
			    void (*visit)(const struct history_reference *reference, void *data),
			    void *data)
{
	struct query *query;

	view_prepare(writable(history));
	query = store_query(history->store,
			    "SELECT number, kind, hex, line FROM refs WHERE (ambiguous OR"
			    " target > number / 256) AND ambiguous AND number < ? ORDER BY number");
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	while (query_next(query)) {
		gint64 number = row_number(query, 0, history->available);
		struct history_reference reference = {
			.kind = row_kind(query, 1),
			.from = (guint32)(number / REFERENCES_SCALE),
			.to = HISTORY_NONE,
		};

		if (reference.kind == REFERENCE_PICKED || view_sets_aside(history, number))
			continue;
		reference.hex = g_string_chunk_insert(history->strings, query_get_line(query, 2));
		reference.line = g_string_chunk_insert(history->strings, query_get_line(query, 3));
		visit(&reference, data);
	}
	for (guint i = 0; i < history->instead->len; i++) {
		const struct history_reference *one =
			&g_array_index(history->instead, struct history_reference, i);

		if (one->to == HISTORY_NONE && one->kind != REFERENCE_PICKED)
			visit(one, data);
	}
}

/* A bit for each of twins that is an ancestor of the commit at from. */
static guint twins_had_by(struct history *history, guint32 from, const GArray *twins)
{
	gint64 key = ((gint64)from << 32) | g_array_index(twins, guint32, 0);
	gpointer known = NULL;
	g_autofree guint8 *marks = NULL;
	guint had = 0;

	if (g_hash_table_lookup_extended(history->twins_had, &key, NULL, &known))
		return GPOINTER_TO_UINT(known);
	marks = g_new0(guint8, history->length);
	history_mark_ancestors(history, from, marks);
	for (guint i = 0; i < twins->len; i++)
		had |= (guint)marks[g_array_index(twins, guint32, i)] << i;
	g_hash_table_insert(history->twins_had, g_memdup2(&key, sizeof(key)),
			    GUINT_TO_POINTER(had));
	return had;
}

bool history_reverts_all(const struct history *history, const struct history_reference *reference,
			 const guint8 *within)
{
	const GArray *twins = history_twins(history, reference->to);
	guint had;

	if (!twins)
		return true;
	had = twins_had_by(writable(history), reference->from, twins);
	for (guint i = 0; i < twins->len; i++)
		if (!(had & 1u << i) && (!within || within[g_array_index(twins, guint32, i)]))
			return false;
	return true;
}

/*
 * What takes back comes later than what is taken back, as a rule. Side by side on two branches it
 * may stand before it in this order: it is believed, and not asked whether it was itself taken
 * back, so that the question always goes forward.
 */
static guint32 reverted_by(const struct history *history, guint32 position, int depth)
{
	gpointer key = GUINT_TO_POINTER(position + 1), known;
	const struct history_reference *references;
	guint32 by = HISTORY_NONE;
	size_t n = 0;

	if (g_hash_table_lookup_extended(history->reverted, key, NULL, &known))
		return GPOINTER_TO_UINT(known) - 1;
	references = history_references_to(history, position, &n);
	for (size_t i = 0; i < n; i++) { /* in the order of history: the last word counts */
		guint32 from = references[i].from;
		bool stands =
			from > position && (depth == REVERT_DEPTH_LIMIT ||
					    reverted_by(history, from, depth + 1) == HISTORY_NONE);

		if (references[i].kind == REFERENCE_REAPPLIES && stands)
			by = HISTORY_NONE;
		else if (references[i].kind == REFERENCE_REVERTS && (stands || from < position) &&
			 history_reverts_all(history, &references[i], NULL))
			by = from;
	}
	g_hash_table_insert(history->reverted, key, GUINT_TO_POINTER(by + 1));
	return by;
}

bool history_is_reverted(const struct history *history, guint32 position, guint32 *by)
{
	guint32 taken_back_by = reverted_by(history, position, 0);

	if (by)
		*by = taken_back_by;
	return taken_back_by != HISTORY_NONE;
}
