/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/history.h"

#include <string.h>

#include "base/text.h"
#include "index/build.h"
#include "index/names.h"
#include "index/paths.h"
#include "index/twins.h"

enum { REVERT_DEPTH_LIMIT = 100 }; /* reverts of reverts of ...: nobody has been seen to do five */

struct history {
	enum history_kind kind;
	struct store *store;
	struct repo *repo;
	guint32 length;			 /* of what is seen: the index may know more */
	guint32 available;		 /* what the index has */
	guint32 paths_first, paths_end;	 /* of these commits it has all paths */
	struct history_commit **commits; /* those looked at */
	GStringChunk *strings;
	GHashTable *people;	 /* author's number + 1 -> char *[2] */
	GHashTable *references;	 /* position + 1 -> GArray of struct history_reference */
	struct twins *twins;	 /* NULL: not yet read */
	GHashTable *merged;	 /* position + 1 -> the reverted merge that brought it; NULL: not
				    yet read */
	GHashTable *reverted;	 /* position + 1 -> the position + 1 of what took it back, or 0 */
	GHashTable *paths;	 /* position + 1 -> GPtrArray or NULL */
	GHashTable *corrections; /* struct commit_id * -> struct commit_id * or NULL */

	/*
	 * What differs from the index's table of references: in a view of a part of it an id may be
	 * unambiguous, or lead to a commit that is not in view; and the user's corrections.
	 */
	GHashTable *set_aside; /* number + 1 of references that the table has otherwise */
	GArray *instead;       /* struct history_reference by to, then from; ambiguous ones last */
};

static void paths_free(void *paths)
{
	if (paths)
		g_ptr_array_unref(paths);
}

struct history *history_new(enum history_kind kind, struct store *store, struct repo *repo,
			    guint32 length)
{
	struct history *history = g_new0(struct history, 1);
	struct query *count = store_query(store, "SELECT count(*) FROM commits");

	history->kind = kind;
	history->store = store;
	history->repo = repo;
	history->available = query_next(count) ? (guint32)query_get_int(count, 0) : 0;
	query_end(count);
	history->length = MIN(length, history->available);
	build_get_paths_range(store, &history->paths_first, &history->paths_end);
	history->commits = g_new0(struct history_commit *, history->available);
	history->strings = g_string_chunk_new(1 << 14);
	history->people = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	history->references =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	history->reverted = g_hash_table_new(NULL, NULL);
	history->paths = g_hash_table_new_full(NULL, NULL, NULL, paths_free);
	history->corrections =
		g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, g_free);
	return history;
}

void history_free(struct history *history)
{
	store_free(history->store);
	for (guint32 i = 0; i < history->available; i++)
		g_free(history->commits[i]);
	g_free(history->commits);
	g_string_chunk_free(history->strings);
	g_hash_table_unref(history->people);
	g_hash_table_unref(history->references);
	if (history->twins)
		twins_free(history->twins);
	if (history->merged)
		g_hash_table_unref(history->merged);
	g_hash_table_unref(history->reverted);
	g_hash_table_unref(history->paths);
	g_hash_table_unref(history->corrections);
	if (history->set_aside)
		g_hash_table_unref(history->set_aside);
	if (history->instead)
		g_array_unref(history->instead);
	g_free(history);
}

const char *history_failure(const struct history *history, bool *damaged)
{
	return store_failure(history->store, damaged);
}

const char *history_index_path(const struct history *history)
{
	return store_path(history->store);
}

enum history_kind history_kind(const struct history *history)
{
	return history->kind;
}

struct repo *history_repo(const struct history *history)
{
	return history->repo;
}

size_t history_length(const struct history *history)
{
	return history->length;
}

static guint32 position_or_none(struct query *query, int column)
{
	return query_is_null(query, column) ? HISTORY_NONE : (guint32)query_get_int(query, column);
}

/* Name and address of an author; few have written many commits. */
static const char *const *person(struct history *history, gint64 number)
{
	gpointer key = GINT_TO_POINTER((gint)number + 1);
	const char **known = g_hash_table_lookup(history->people, key);
	struct query *query;

	if (known)
		return known;
	known = g_new0(const char *, 2);
	query = store_query(history->store, "SELECT name, email FROM people WHERE person = ?");
	query_int(query, number);
	known[0] = known[1] = "";
	if (query_next(query)) {
		known[0] = g_string_chunk_insert(history->strings, query_get_text(query, 0));
		known[1] = g_string_chunk_insert(history->strings, query_get_text(query, 1));
		query_end(query);
	}
	g_hash_table_insert(history->people, key, known);
	return known;
}

/* A cache is not part of the value: reading through const is what callers see. */
static struct history *writable(const struct history *history)
{
	return (struct history *)history;
}

static struct history_commit *load(struct history *history, guint32 position)
{
	struct history_commit *commit = g_new0(struct history_commit, 1);
	struct query *query = store_query(
		history->store,
		"SELECT id, first_parent, merge, on_line, author, author_date, commit_date,"
		" mainline_date, subject, series, series_number, paths_known FROM commits WHERE "
		"position = ?");
	const void *id;
	size_t length = 0;

	commit->first_parent = HISTORY_NONE;
	commit->subject = commit->author_name = commit->author_email = "";
	query_int(query, position);
	if (!query_next(query)) {
		store_note_damage(history->store, "a commit is not there");
		return commit;
	}
	id = query_get_blob(query, 0, &length);
	if (length == COMMIT_ID_SIZE)
		memcpy(commit->id.raw, id, COMMIT_ID_SIZE);
	commit->first_parent = position_or_none(query, 1);
	commit->merge = query_get_int(query, 2) != 0;
	commit->on_line = query_get_int(query, 3) != 0;
	commit->author_date = query_get_int(query, 5);
	commit->commit_date = query_get_int(query, 6);
	commit->mainline_date = query_get_int(query, 7);
	commit->subject = g_string_chunk_insert(history->strings, query_get_text(query, 8));
	if (!query_is_null(query, 9))
		commit->series = g_string_chunk_insert(history->strings, query_get_text(query, 9));
	commit->series_number = (unsigned)query_get_int(query, 10);
	commit->paths_known = query_get_int(query, 11) != 0;

	gint64 author = query_get_int(query, 4);
	const char *const *names;

	query_end(query);
	names = person(history, author);
	commit->author_name = names[0];
	commit->author_email = names[1];
	return commit;
}

const struct history_commit *history_at(const struct history *history, guint32 position)
{
	static const struct history_commit none = {
		.subject = "", .author_name = "", .author_email = "", .first_parent = HISTORY_NONE
	};
	struct history_commit **slot;

	if (position >= history->available) {
		store_note_damage(history->store, "it names a commit that it does not have");
		return &none;
	}
	slot = &history->commits[position];
	if (!*slot)
		*slot = load(writable(history), position);
	return *slot;
}

guint32 history_find(const struct history *history, const struct commit_id *id)
{
	struct query *query =
		store_query(history->store, "SELECT position FROM commits WHERE id = ?");
	guint32 position = HISTORY_NONE;

	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (query_next(query)) {
		position = (guint32)query_get_int(query, 0);
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
		guint32 position = (guint32)query_get_int(query, 0);

		if (position < history->length)
			g_array_append_val(out, position);
	}
}

guint32 history_find_subject(const struct history *history, const char *subject, guint32 limit)
{
	struct query *query = store_query(history->store, "SELECT position, subject FROM commits"
							  " WHERE title = ? AND position < ?"
							  " ORDER BY position DESC");
	guint32 found = HISTORY_NONE;

	query_int(query, title_hash(subject));
	query_int(query, MIN(limit, history->length));
	while (query_next(query)) {
		if (!title_equal(query_get_text(query, 1), subject))
			continue;
		found = (guint32)query_get_int(query, 0);
		query_end(query);
		break;
	}
	return found;
}

static guint32 titled(void *data, const char *subject, guint32 limit)
{
	return history_find_subject(data, subject, limit);
}

static const char *subject_at(void *data, guint32 position)
{
	return history_at(data, position)->subject;
}

static struct names names_of(const struct history *history)
{
	return (struct names){ between, titled, subject_at, writable(history) };
}

guint32 history_find_prefix(const struct history *history, const char *hex, struct slice title,
			    bool *ambiguous)
{
	struct names names = names_of(history);
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
	struct names names = names_of(history);
	struct resolved found = names_find_reference(&names, hex, title, limit);

	if (by_title)
		*by_title = found.by_title;
	return found.to;
}

/* The strongest tie between two commits is the one kept. */
static int rank(enum reference_kind kind)
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

static int by_target(const void *a, const void *b)
{
	const struct history_reference *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (rank(x->kind) != rank(y->kind))
		return rank(x->kind) - rank(y->kind);
	if (x->by_title != y->by_title)
		return x->by_title - y->by_title;
	return (int)x->place - (int)y->place;
}

static void set_aside(struct history *history, gint64 number)
{
	g_hash_table_add(history->set_aside, GSIZE_TO_POINTER((gsize)number + 1));
}

static void put_instead(struct history *history, struct query *query, guint32 to, bool by_title)
{
	struct history_reference reference = {
		.kind = (enum reference_kind)query_get_int(query, 1),
		.from = (guint32)(query_get_int(query, 0) / REFERENCES_SCALE),
		.place = (unsigned)(query_get_int(query, 0) % REFERENCES_SCALE),
		.to = to,
		.by_title = by_title,
		.hex = g_string_chunk_insert(history->strings, query_get_text(query, 2)),
		.line = g_string_chunk_insert(history->strings, query_get_text(query, 4)),
	};

	g_array_append_val(history->instead, reference);
}

/* What the view had in the place of a reference that is now corrected. */
static void drop_instead(struct history *history, gint64 number)
{
	for (guint i = history->instead->len; i > 0; i--) {
		const struct history_reference *one =
			&g_array_index(history->instead, struct history_reference, i - 1);

		if ((gint64)one->from * REFERENCES_SCALE + one->place == number)
			g_array_remove_index(history->instead, i - 1);
	}
}

/* Resolve the references of one message anew, among what is in view. */
static void resolve_again(struct history *history, guint32 from)
{
	struct names names = names_of(history);
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
			.kind = (enum reference_kind)query_get_int(query, 1),
			.hex = g_string_chunk_insert(history->strings, query_get_text(query, 2)),
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
		set_aside(history, query_get_int(query, 0));
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
		guint32 from = (guint32)query_get_int(query, 0);

		g_array_append_val(sources, from);
	}
	for (guint i = 0; i < sources->len; i++)
		resolve_again(history, g_array_index(sources, guint32, i));
}

/* Fixes: tags that name bad, resolved or not, count for good. */
static void correct(struct history *history, const struct commit_id *bad,
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
		const char *written = query_get_text(query, 2);

		if (query_get_int(query, 1) != REFERENCE_FIXES ||
		    strncmp(hex, written, strlen(written)) != 0)
			continue;
		set_aside(history, query_get_int(query, 0));
		drop_instead(history, query_get_int(query, 0));
		if (to != HISTORY_NONE)
			put_instead(history, query, to, false);
	}
}

/* Once, before references are looked at. */
static void prepare_references(struct history *history)
{
	GHashTableIter iter;
	void *bad, *good;

	if (history->set_aside)
		return;
	history->set_aside = g_hash_table_new(NULL, NULL);
	history->instead = g_array_new(FALSE, FALSE, sizeof(struct history_reference));
	if (history->length < history->available)
		adapt_to_view(history);
	g_hash_table_iter_init(&iter, history->corrections);
	while (g_hash_table_iter_next(&iter, &bad, &good))
		correct(history, bad, good);
	g_array_sort(history->instead, by_target);
}

void history_correct_fixes(struct history *history, const struct commit_id *bad,
			   const struct commit_id *good)
{
	g_hash_table_replace(history->corrections, g_memdup2(bad, sizeof(*bad)),
			     good ? g_memdup2(good, sizeof(*good)) : NULL);
}

static void add_instead(const struct history *history, guint32 position, GArray *out)
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

/* Of several ties between the same two, the first in order stays. */
static void keep_strongest(GArray *references)
{
	struct history_reference *all = (struct history_reference *)(void *)references->data;
	guint kept = 0;

	g_array_sort(references, by_target);
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
	while (query_next(query)) {
		guint32 merge = (guint32)query_get_int(query, 0);

		g_array_append_val(merges, merge);
	}
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
		gint64 number = query_get_int(query, 0);
		struct history_reference reference = {
			.kind = (enum reference_kind)query_get_int(query, 1),
			.from = (guint32)(number / REFERENCES_SCALE),
			.place = (unsigned)(number % REFERENCES_SCALE),
			.to = position,
			.by_title = query_get_int(query, 2) != 0,
		};

		if (number < 0) {
			store_note_damage(history->store, "a reference of no commit");
			query_end(query);
			break;
		}
		if (reference.kind == REFERENCE_PICKED ||
		    g_hash_table_contains(history->set_aside, GSIZE_TO_POINTER((gsize)number + 1)))
			continue;
		reference.hex = g_string_chunk_insert(history->strings, query_get_text(query, 3));
		reference.line = g_string_chunk_insert(history->strings, query_get_text(query, 4));
		g_array_append_val(out, reference);
	}
	add_instead(history, position, out);
}

/* Once: which message says what it was picked from; whether that is so is asked of few. */
static void read_twins(struct history *history)
{
	struct query *query;

	if (history->twins)
		return;
	prepare_references(history);
	history->twins = twins_new();
	query = store_query(history->store, "SELECT number, target FROM refs"
					    " WHERE kind = 6 AND target < ? AND number < ?"
					    " ORDER BY number");
	query_int(query, history->length);
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	while (query_next(query)) {
		gint64 number = query_get_int(query, 0);

		if (number >= 0 &&
		    !g_hash_table_contains(history->set_aside, GSIZE_TO_POINTER((gsize)number + 1)))
			twins_add(history->twins, (guint32)(number / REFERENCES_SCALE),
				  (guint32)query_get_int(query, 1));
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

	return x->from != y->from ? (x->from < y->from ? -1 : 1) : by_target(a, b);
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
		if (!among && (!kept || all[kept - 1].from != all[i].from ||
			       rank(all[i].kind) < rank(all[kept - 1].kind))) {
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
		prepare_references(writable(history));
		references = references_to(writable(history), position);
		g_hash_table_insert(history->references, key, references);
	}
	*n = references->len;
	return *n ? &g_array_index(references, struct history_reference, 0) : NULL;
}

GArray *history_named_by_title(const struct history *history)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query;

	prepare_references(writable(history));
	query = store_query(history->store, "SELECT target FROM refs WHERE by_title AND target < ?"
					    " AND number < ? ORDER BY target");
	query_int(query, history->length);
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	while (query_next(query)) {
		guint32 position = (guint32)query_get_int(query, 0);

		g_array_append_val(out, position);
	}
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

	prepare_references(writable(history));
	query = store_query(history->store,
			    "SELECT number, kind, hex, line FROM refs WHERE (ambiguous OR"
			    " target > number / 256) AND ambiguous AND number < ? ORDER BY number");
	query_int(query, (gint64)history->length * REFERENCES_SCALE);
	while (query_next(query)) {
		gint64 number = query_get_int(query, 0);
		struct history_reference reference = {
			.kind = (enum reference_kind)query_get_int(query, 1),
			.from = (guint32)(number / REFERENCES_SCALE),
			.to = HISTORY_NONE,
		};

		if (reference.kind == REFERENCE_PICKED ||
		    g_hash_table_contains(history->set_aside, GSIZE_TO_POINTER((gsize)number + 1)))
			continue;
		reference.hex = g_string_chunk_insert(history->strings, query_get_text(query, 2));
		reference.line = g_string_chunk_insert(history->strings, query_get_text(query, 3));
		visit(&reference, data);
	}
	for (guint i = 0; i < history->instead->len; i++) {
		const struct history_reference *one =
			&g_array_index(history->instead, struct history_reference, i);

		if (one->to == HISTORY_NONE && one->kind != REFERENCE_PICKED)
			visit(one, data);
	}
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
		else if (references[i].kind == REFERENCE_REVERTS && (stands || from < position))
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

GArray *history_series(const struct history *history, const char *series)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query = store_query(history->store, "SELECT position FROM commits"
							  " WHERE series = ? AND position < ?"
							  " ORDER BY series_number, position");

	query_text(query, series);
	query_int(query, history->length);
	while (query_next(query)) {
		guint32 position = (guint32)query_get_int(query, 0);

		g_array_append_val(out, position);
	}
	return out;
}

bool history_is_plain(const struct history *history, guint32 position, const char *subject)
{
	struct query *query = store_query(history->store, "SELECT 1 FROM commits WHERE position = ?"
							  " AND title = ? AND NOT merge");
	bool plain;

	query_int(query, position);
	query_int(query, title_hash(subject));
	plain = query_next(query);
	if (plain)
		query_end(query);
	return plain;
}

GArray *history_written_at(const struct history *history, gint64 date)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query = store_query(history->store, "SELECT position FROM commits"
							  " WHERE author_date = ? AND position < ?"
							  " ORDER BY position");

	query_int(query, date);
	query_int(query, history->length);
	while (query_next(query)) {
		guint32 position = (guint32)query_get_int(query, 0);

		g_array_append_val(out, position);
	}
	return out;
}

static void push_parents(const struct history *history, guint32 position, GArray *stack)
{
	struct query *query =
		store_query(history->store,
			    "SELECT first_parent, other_parents FROM commits WHERE position = ?");
	const guint8 *others;
	size_t length = 0;

	query_int(query, position);
	if (!query_next(query))
		return;
	if (!query_is_null(query, 0)) {
		guint32 first = (guint32)query_get_int(query, 0);

		g_array_append_val(stack, first);
	}
	others = query_get_blob(query, 1, &length);
	for (size_t i = 0; i + 4 <= length; i += 4) {
		guint32 parent;

		memcpy(&parent, others + i, sizeof(parent));
		parent = GUINT32_FROM_LE(parent);
		g_array_append_val(stack, parent);
	}
	query_end(query);
}

void history_mark_ancestors(const struct history *history, guint32 position, guint8 *marks)
{
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_val(stack, position);
	while (stack->len) {
		guint32 at = g_array_index(stack, guint32, stack->len - 1);

		g_array_set_size(stack, stack->len - 1);
		if (at >= history->length || marks[at])
			continue;
		/* The mainline had taken all that comes before it. */
		if (history_at(history, at)->on_line) {
			memset(marks, 1, at + 1);
			continue;
		}
		marks[at] = 1;
		push_parents(history, at, stack);
	}
}

GArray *history_brought_by(const struct history *history, guint32 merge, guint limit)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	const struct history_commit *commit = history_at(history, merge);
	g_autofree guint8 *had = NULL;
	g_autofree guint8 *has = NULL;
	guint32 first = commit->first_parent;

	if (!commit->merge || first == HISTORY_NONE || first >= merge)
		return out;
	if (!commit->on_line) {
		had = g_new0(guint8, history->length);
		has = g_new0(guint8, history->length);
		history_mark_ancestors(history, first, had);
		history_mark_ancestors(history, merge, has);
	}
	/* Of the mainline's own merges, what they bring is what stands between the two. */
	for (guint32 at = had ? 0 : first + 1; at < merge; at++) {
		if (had && (had[at] || !has[at]))
			continue;
		if (out->len == limit) {
			g_array_set_size(out, 0);
			break;
		}
		g_array_append_val(out, at);
	}
	return out;
}

/* The index's own; false when it does not know. Merges have none. */
static bool load_paths(struct history *history, guint32 position, GPtrArray **out)
{
	struct query *query;

	if ((position < history->paths_first || position >= history->paths_end) &&
	    !history_at(history, position)->paths_known)
		return false;
	*out = NULL;
	if (history_at(history, position)->merge)
		return true;
	*out = g_ptr_array_new_with_free_func(g_free);
	query = store_query(history->store,
			    "SELECT name FROM changes JOIN paths ON paths.path = changes.path"
			    " WHERE position = ? ORDER BY name");
	query_int(query, position);
	while (query_next(query))
		g_ptr_array_add(*out, g_strdup(query_get_text(query, 0)));
	if ((*out)->len || !history->repo)
		return true;
	g_clear_pointer(out, g_ptr_array_unref); /* empty, or its tree could not be read then */
	return false;
}

GPtrArray *history_paths(struct history *history, guint32 position)
{
	gpointer key = GUINT_TO_POINTER(position + 1), known;
	GPtrArray *paths = NULL;

	if (g_hash_table_lookup_extended(history->paths, key, NULL, &known))
		return known;
	if (!load_paths(history, position, &paths) && history->repo &&
	    !history_at(history, position)->merge) {
		/* A missing tree (partial clone) leaves them unknown, which callers expect. */
		if (repo_changed_paths(history->repo, &history_at(history, position)->id, &paths,
				       NULL))
			g_ptr_array_sort(paths, text_compare);
		else
			paths = NULL;
	}
	g_hash_table_insert(history->paths, key, paths);
	return paths;
}

GArray *history_changes_of(struct history *history, const char *path, guint32 first)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct query *query =
		store_query(history->store, "SELECT position FROM changes WHERE position >= ?"
					    " AND position < ? AND path ="
					    " (SELECT path FROM paths WHERE name = ?)"
					    " ORDER BY position DESC");

	query_int(query, first);
	query_int(query, history->length);
	query_text(query, path);
	while (query_next(query)) {
		guint32 position = (guint32)query_get_int(query, 0);

		g_array_append_val(out, position);
	}
	return out;
}

bool history_knows_paths(const struct history *history)
{
	return history->repo || history->kind == HISTORY_TABLE ||
	       (!history->paths_first && history->paths_end == history->available);
}

bool history_index_paths(struct history *history, guint32 first, bool progress, GError **error)
{
	guint32 known_first = history->paths_first, known_end = history->paths_end;
	guint32 end = history->available;

	if (!history->repo || first >= end || (known_first <= first && known_end == end))
		return true;
	if (known_first == known_end) /* none yet */
		known_first = known_end = end;
	if (!paths_fill(history->store, history->repo, MIN(first, known_first), known_first,
			known_end, end, progress, error))
		return false;
	build_get_paths_range(history->store, &history->paths_first, &history->paths_end);
	g_hash_table_remove_all(history->paths);
	return true;
}
