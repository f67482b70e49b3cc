/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/text.h"
#include "base/version.h"
#include "index/names.h"
#include "index/order.h"
#include "message/message-id.h"

enum {
	LINE_LIMIT = 300, /* bytes kept of a proving line */

	/* To be raised with the tables. It and the references' both rise: their sum tells. */
	TABLES_VERSION = 5,
};

/*
 * other_parents are positions, 32 bits each, little end first. title is title_hash() of the
 * subject. refs.number is its commit's position * 256 + its place in the message, refs.prefix the
 * first six digits as a number; kinds are those of message/reference.h.
 */
const struct store_format history_format = {
	.application_id = 0x776e6e77, /* "wnnw" */
	.version = TABLES_VERSION + REFERENCES_VERSION,
	.what = "an upstream index of winnow",
	.schema =
		"CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
		"CREATE TABLE people(person INTEGER PRIMARY KEY, name TEXT, email TEXT);"
		"CREATE TABLE commits(position INTEGER PRIMARY KEY, id BLOB, first_parent INTEGER,"
		" other_parents BLOB, merge INTEGER, on_line INTEGER, author INTEGER,"
		" author_date INTEGER, commit_date INTEGER, mainline_date INTEGER, title INTEGER,"
		" subject TEXT, series TEXT, series_number INTEGER, paths_known INTEGER);"
		"CREATE TABLE refs(number INTEGER PRIMARY KEY, kind INTEGER, target INTEGER,"
		" by_title INTEGER, ambiguous INTEGER, prefix INTEGER, hex TEXT, title TEXT,"
		" line TEXT);"
		"CREATE TABLE paths(path INTEGER PRIMARY KEY, name TEXT UNIQUE);"
		"CREATE TABLE changes(position INTEGER, path INTEGER,"
		" PRIMARY KEY(position, path)) WITHOUT ROWID;",
};

/*
 * Sorting them once is cheaper than keeping them sorted while a whole history is written.
 * refs_picked is of REFERENCE_PICKED.
 */
G_STATIC_ASSERT(REFERENCE_PICKED == 6);
static const char indexes[] =
	"CREATE UNIQUE INDEX IF NOT EXISTS commits_by_id ON commits(id);"
	"CREATE INDEX IF NOT EXISTS commits_by_title ON commits(title);"
	"CREATE INDEX IF NOT EXISTS commits_by_date ON commits(author_date);"
	"CREATE INDEX IF NOT EXISTS commits_by_series ON commits(series, series_number)"
	" WHERE series IS NOT NULL;"
	"CREATE INDEX IF NOT EXISTS refs_by_target ON refs(target) WHERE target IS NOT NULL;"
	"CREATE INDEX IF NOT EXISTS refs_by_title ON refs(target, number) WHERE by_title;"
	"CREATE INDEX IF NOT EXISTS refs_picked ON refs(number, target) WHERE kind = 6;"
	"CREATE INDEX IF NOT EXISTS refs_reverts ON refs(target, number) WHERE kind = 1;"
	"CREATE INDEX IF NOT EXISTS refs_by_prefix ON refs(prefix) WHERE prefix >= 0;"
	"CREATE INDEX IF NOT EXISTS refs_in_doubt ON refs(number)"
	" WHERE ambiguous OR target > number / 256;"
	"CREATE INDEX IF NOT EXISTS changes_by_path ON changes(path, position);";

/* One commit to be added; its strings are the build's. */
struct fresh {
	struct commit_id id;
	guint32 first_parent; /* into build->parents */
	guint32 n_parents;
	guint32 first_reference, n_references; /* into build->references */
	guint32 author;			       /* into build->people */
	gint64 author_date, commit_date, mainline_date;
	const char *subject, *series;
	unsigned series_number;
	GPtrArray *paths;
};

struct fresh_reference {
	struct written written;
	const char *line;
};

struct build {
	const GPtrArray *fix_words;
	GStringChunk *strings;
	GArray *commits;	    /* struct fresh, in the order of order's nodes */
	GArray *parents;	    /* struct commit_id */
	GArray *references;	    /* struct fresh_reference */
	GPtrArray *people;	    /* char *: "name\nemail" */
	GHashTable *people_by_text; /* -> index + 1 */
	GArray *scratch;	    /* struct reference, of the message at hand */
	struct order *order;
	struct store *store;

	/* While writing: nodes have places, and are looked up by them. */
	guint32 first;	       /* the first new place */
	guint32 n;	       /* how many are written */
	guint32 *sequence;     /* place - first -> node */
	guint32 *bringers;     /* node -> node */
	guint32 *place;	       /* node -> place */
	guint32 *by_id;	       /* places in the order of ids */
	guint32 *older_titled; /* place - first -> the next older place of that title's hash */
	GHashTable *titled;    /* title_hash() -> newest place + 1 */
	GHashTable *stored;    /* subjects of places before first: place + 1 -> char * */
};

struct build *build_new(const GPtrArray *fix_words)
{
	struct build *build = g_new0(struct build, 1);

	build->fix_words = fix_words;

	build->strings = g_string_chunk_new(1 << 16);
	build->commits = g_array_new(FALSE, FALSE, sizeof(struct fresh));
	build->parents = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	build->references = g_array_new(FALSE, FALSE, sizeof(struct fresh_reference));
	build->people = g_ptr_array_new();
	build->people_by_text = g_hash_table_new(g_str_hash, g_str_equal);
	build->scratch = g_array_new(FALSE, FALSE, sizeof(struct reference));
	build->order = order_new();
	build->titled = g_hash_table_new(NULL, NULL);
	build->stored = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return build;
}

void build_free(struct build *build)
{
	for (guint i = 0; i < build->commits->len; i++) {
		GPtrArray *paths = g_array_index(build->commits, struct fresh, i).paths;

		if (paths)
			g_ptr_array_unref(paths);
	}
	g_string_chunk_free(build->strings);
	g_array_unref(build->commits);
	g_array_unref(build->parents);
	g_array_unref(build->references);
	g_ptr_array_unref(build->people);
	g_hash_table_unref(build->people_by_text);
	g_array_unref(build->scratch);
	order_free(build->order);
	g_hash_table_unref(build->titled);
	g_hash_table_unref(build->stored);
	g_free(build->sequence);
	g_free(build->bringers);
	g_free(build->place);
	g_free(build->by_id);
	g_free(build->older_titled);
	g_free(build);
}

size_t build_length(const struct build *build)
{
	return build->commits->len;
}

static guint32 person_of(struct build *build, const char *name, const char *email)
{
	g_autofree char *text = g_strdup_printf("%s\n%s", name, email);
	gpointer known = g_hash_table_lookup(build->people_by_text, text);
	char *kept;

	if (known)
		return GPOINTER_TO_UINT(known) - 1;
	kept = g_string_chunk_insert(build->strings, text);
	g_ptr_array_add(build->people, kept);
	g_hash_table_insert(build->people_by_text, kept, GUINT_TO_POINTER(build->people->len));
	return build->people->len - 1;
}

static const char *keep(struct build *build, struct slice text)
{
	if (!text.length)
		return "";
	text = slice_cut(text, LINE_LIMIT);
	return g_string_chunk_insert_len(build->strings, text.start, (gssize)text.length);
}

/* What shows a fix by its words may be several lines. */
static const char *keep_line(struct build *build, struct slice line)
{
	g_autofree char *raw = NULL;
	g_autofree char *folded = NULL;

	if (!memchr(line.start, '\n', line.length))
		return keep(build, line);
	raw = slice_dup(line);
	folded = text_fold(raw);
	return keep(build, slice_of(folded));
}

static void add_references(struct build *build, const struct history_entry *entry)
{
	g_array_set_size(build->scratch, 0);
	references_scan_with(entry->subject, entry->body, build->fix_words, build->scratch);
	for (guint i = 0; i < build->scratch->len; i++) {
		const struct reference *reference =
			&g_array_index(build->scratch, struct reference, i);
		struct fresh_reference fresh = { .written.kind = reference->kind };

		if (reference->kind == REFERENCE_STABLE_DEP ||
		    reference->kind == REFERENCE_PREREQUISITE)
			continue; /* what a patch needs is read from the patch itself */
		fresh.written.hex = keep(build, slice_of(reference->hex));
		fresh.written.title = keep(build, reference->title);
		fresh.line = keep_line(build, reference->line);
		g_array_append_val(build->references, fresh);
	}
}

static void add_series(struct build *build, const char *body, struct fresh *fresh)
{
	g_autofree char *id = message_id_of_commit(body);
	g_autofree char *series = NULL;

	if (id && message_id_series(id, &series, &fresh->series_number))
		fresh->series = g_string_chunk_insert(build->strings, series);
}

void build_add(struct build *build, const struct history_entry *entry)
{
	g_autofree char *subject = text_fold(entry->subject);
	struct fresh fresh = {
		.id = entry->id,
		.first_parent = build->parents->len,
		.n_parents = (guint32)entry->n_parents,
		.first_reference = build->references->len,
		.author = person_of(build, entry->author_name, entry->author_email),
		.author_date = entry->author_date,
		.commit_date = entry->commit_date,
		.mainline_date = entry->mainline_date,
		.subject = g_string_chunk_insert(build->strings, subject),
		.paths = entry->paths ? g_ptr_array_ref((GPtrArray *)entry->paths) : NULL,
	};

	order_add(build->order, &entry->id, entry->parents, entry->n_parents);
	if (entry->n_parents)
		g_array_append_vals(build->parents, entry->parents, (guint)entry->n_parents);
	add_references(build, entry);
	fresh.n_references = build->references->len - fresh.first_reference;
	add_series(build, entry->body, &fresh);
	g_array_append_val(build->commits, fresh);
}

char *build_get(struct store *store, const char *key)
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

void build_set(struct store *store, const char *key, const char *value)
{
	struct query *query = store_query(store, "INSERT OR REPLACE INTO about VALUES(?, ?)");

	query_text(query, key);
	query_text(query, value);
	query_next(query);
}

void build_get_paths_range(struct store *store, guint32 *first, guint32 *end)
{
	g_autofree char *value = build_get(store, "paths");
	char *rest = NULL;

	*first = *end = 0;
	if (!value)
		return;
	*first = (guint32)g_ascii_strtoull(value, &rest, 10);
	*end = (guint32)g_ascii_strtoull(rest + (*rest != '\0'), NULL, 10);
}

void build_set_paths_range(struct store *store, guint32 first, guint32 end)
{
	g_autofree char *value = g_strdup_printf("%u %u", first, end);

	build_set(store, "paths", value);
}

/* The number of path in the store, which gets one if it has none. */
static gint64 path_number(struct store *store, const char *path, GHashTable *known)
{
	gpointer found = g_hash_table_lookup(known, path);
	struct query *query;
	gint64 number = 0;

	if (found)
		return GPOINTER_TO_INT(found);
	query = store_query(store, "INSERT OR IGNORE INTO paths(name) VALUES(?)");
	query_text(query, path);
	query_next(query);
	query = store_query(store, "SELECT path FROM paths WHERE name = ?");
	query_text(query, path);
	if (query_next(query)) {
		number = query_get_int(query, 0);
		query_end(query);
	}
	g_hash_table_insert(known, g_strdup(path), GINT_TO_POINTER((gint)number));
	return number;
}

void build_add_paths(struct store *store, guint32 position, const GPtrArray *paths,
		     GHashTable *known)
{
	for (guint i = 0; paths && i < paths->len; i++) {
		gint64 number = path_number(store, paths->pdata[i], known);
		struct query *query =
			store_query(store, "INSERT OR IGNORE INTO changes VALUES(?, ?)");

		query_int(query, position);
		query_int(query, number);
		query_next(query);
	}
}

static const struct fresh *fresh_at(const struct build *build, guint32 place)
{
	return &g_array_index(build->commits, struct fresh, build->sequence[place - build->first]);
}

static int by_id(const void *a, const void *b, void *data)
{
	return commit_id_compare(&fresh_at(data, *(const guint32 *)a)->id,
				 &fresh_at(data, *(const guint32 *)b)->id);
}

/* Give the commits their places and make them findable by id and title. */
static void arrange(struct build *build, guint32 tip)
{
	guint n_nodes = build->commits->len;

	build->sequence = g_new(guint32, n_nodes);
	build->bringers = g_new(guint32, n_nodes);
	build->place = g_new(guint32, n_nodes);
	build->n = order_arrivals(build->order, tip, build->sequence, build->bringers);
	build->by_id = g_new(guint32, build->n);
	build->older_titled = g_new(guint32, build->n);
	for (guint32 i = 0; i < build->n; i++)
		build->place[build->sequence[i]] = build->by_id[i] = build->first + i;
	g_qsort_with_data(build->by_id, (int)build->n, sizeof(guint32), by_id, build);
	for (guint32 i = 0; i < build->n; i++) {
		gpointer key = GUINT_TO_POINTER(
			(guint)title_hash(fresh_at(build, build->first + i)->subject));
		guint older = GPOINTER_TO_UINT(g_hash_table_lookup(build->titled, key));

		build->older_titled[i] = older ? older - 1 : HISTORY_NONE;
		g_hash_table_insert(build->titled, key, GUINT_TO_POINTER(build->first + i + 1));
	}
}

static guint32 find_place(struct build *build, const struct commit_id *id)
{
	guint32 node = order_find(build->order, id);
	struct query *query;
	guint32 place = HISTORY_NONE;

	if (node != ORDER_OUTSIDE)
		return build->bringers[node] == ORDER_OUTSIDE ? HISTORY_NONE : build->place[node];
	if (!build->first)
		return HISTORY_NONE;
	query = store_query(build->store, "SELECT position FROM commits WHERE id = ?");
	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (query_next(query)) {
		place = (guint32)query_get_int(query, 0);
		query_end(query);
	}
	return place;
}

static void between(void *data, const struct commit_id *least, const struct commit_id *greatest,
		    GArray *out)
{
	struct build *build = data;
	guint32 low = 0, high = build->n;

	while (low < high) {
		guint32 middle = low + (high - low) / 2;

		if (commit_id_compare(&fresh_at(build, build->by_id[middle])->id, least) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < build->n &&
	       commit_id_compare(&fresh_at(build, build->by_id[low])->id, greatest) <= 0;
	     low++)
		g_array_append_val(out, build->by_id[low]);
	if (!build->first)
		return;

	struct query *query =
		store_query(build->store, "SELECT position FROM commits"
					  " WHERE id BETWEEN ? AND ? AND position < ?");

	query_blob(query, least->raw, COMMIT_ID_SIZE);
	query_blob(query, greatest->raw, COMMIT_ID_SIZE);
	query_int(query, build->first);
	while (query_next(query)) {
		guint32 place = (guint32)query_get_int(query, 0);

		g_array_append_val(out, place);
	}
}

static guint32 titled(void *data, const char *subject, guint32 limit)
{
	struct build *build = data;
	gint64 hash = title_hash(subject);
	guint newest =
		GPOINTER_TO_UINT(g_hash_table_lookup(build->titled, GUINT_TO_POINTER((guint)hash)));
	guint32 found = HISTORY_NONE;
	struct query *query;

	for (guint32 at = newest ? newest - 1 : HISTORY_NONE; at != HISTORY_NONE;
	     at = build->older_titled[at - build->first])
		if (at < limit && title_equal(fresh_at(build, at)->subject, subject))
			return at;
	if (!build->first)
		return HISTORY_NONE;
	query = store_query(build->store, "SELECT position, subject FROM commits"
					  " WHERE title = ? AND position < ?"
					  " ORDER BY position DESC");
	query_int(query, hash);
	query_int(query, MIN(limit, build->first));
	while (query_next(query)) {
		if (!title_equal(query_get_text(query, 1), subject))
			continue;
		found = (guint32)query_get_int(query, 0);
		query_end(query);
		break;
	}
	return found;
}

static const char *subject_at(void *data, guint32 place)
{
	struct build *build = data;
	gpointer key = GUINT_TO_POINTER(place + 1);
	struct query *query;
	char *subject;

	if (place >= build->first)
		return fresh_at(build, place)->subject;
	subject = g_hash_table_lookup(build->stored, key);
	if (subject)
		return subject;
	query = store_query(build->store, "SELECT subject FROM commits WHERE position = ?");
	query_int(query, place);
	subject = g_strdup(query_next(query) ? query_get_text(query, 0) : "");
	query_end(query);
	g_hash_table_insert(build->stored, key, subject);
	return subject;
}

/* The authors' numbers in the store, by index into build->people. */
static guint32 *write_people(struct build *build)
{
	guint32 *numbers = g_new(guint32, build->people->len + 1);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct query *query = store_query(build->store, "SELECT person, name, email FROM people");
	guint32 next = 0;

	while (build->first && query_next(query)) {
		guint32 number = (guint32)query_get_int(query, 0);

		g_hash_table_insert(known,
				    g_strdup_printf("%s\n%s", query_get_text(query, 1),
						    query_get_text(query, 2)),
				    GUINT_TO_POINTER(number + 1));
		next = MAX(next, number + 1);
	}
	for (guint i = 0; i < build->people->len; i++)
		numbers[i] = HISTORY_NONE;
	for (guint32 i = 0; i < build->n; i++) {
		guint32 author = fresh_at(build, build->first + i)->author;
		const char *text = build->people->pdata[author];
		guint number = GPOINTER_TO_UINT(g_hash_table_lookup(known, text));

		if (numbers[author] != HISTORY_NONE)
			continue;
		numbers[author] = number ? number - 1 : next++;
		if (number)
			continue;

		const char *end = strchr(text, '\n');
		g_autofree char *name = g_strndup(text, (gsize)(end - text));

		query = store_query(build->store, "INSERT INTO people VALUES(?, ?, ?)");
		query_int(query, numbers[author]);
		query_text(query, name);
		query_text(query, end + 1);
		query_next(query);
	}
	return numbers;
}

static void bind_place(struct query *query, guint32 place)
{
	if (place == HISTORY_NONE)
		query_text(query, NULL);
	else
		query_int(query, place);
}

static void write_commits(struct build *build, bool progress)
{
	static const char sql[] =
		"INSERT INTO commits VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	g_autofree guint32 *authors = write_people(build);
	g_autoptr(GHashTable) paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct progress line;

	progress_begin(&line, progress, "writing the index", build->n);
	for (guint32 i = 0; i < build->n; i++, progress_step(&line)) {
		const struct fresh *fresh = fresh_at(build, build->first + i);
		const struct commit_id *parents =
			(const struct commit_id *)(const void *)build->parents->data;
		guint32 own = fresh->first_parent;
		guint32 node = build->sequence[i], bringer = build->bringers[node];
		g_autofree guint32 *others = g_new(guint32, fresh->n_parents + 1);
		size_t n_others = 0;
		struct query *query;

		for (guint32 k = 1; k < fresh->n_parents; k++) {
			guint32 place = find_place(build, &parents[own + k]);

			if (place != HISTORY_NONE)
				others[n_others++] = GUINT32_TO_LE(place);
		}

		guint32 first_parent =
			fresh->n_parents ? find_place(build, &parents[own]) : HISTORY_NONE;

		query = store_query(build->store, sql);
		query_int(query, build->first + i);
		query_blob(query, fresh->id.raw, COMMIT_ID_SIZE);
		bind_place(query, first_parent);
		if (n_others)
			query_blob(query, others, n_others * sizeof(others[0]));
		else
			query_text(query, NULL);
		query_int(query, fresh->n_parents > 1);
		query_int(query, bringer == node);
		query_int(query, authors[fresh->author]);
		query_int(query, fresh->author_date);
		query_int(query, fresh->commit_date);
		query_int(
			query,
			fresh->mainline_date
				? fresh->mainline_date
				: g_array_index(build->commits, struct fresh, bringer).commit_date);
		query_int(query, title_hash(fresh->subject));
		query_text(query, fresh->subject);
		query_text(query, fresh->series);
		query_int(query, fresh->series_number);
		query_int(query, fresh->paths != NULL);
		query_next(query);
		build_add_paths(build->store, build->first + i, fresh->paths, paths);
	}
	progress_end(&line);
}

static void write_references(struct build *build, const struct names *names, bool progress)
{
	struct written written[REFERENCES_LIMIT];
	struct resolved resolved[REFERENCES_LIMIT];
	struct progress line;

	progress_begin(&line, progress, "resolving references", build->n);
	for (guint32 i = 0; i < build->n; i++, progress_step(&line)) {
		guint32 place = build->first + i;
		const struct fresh *fresh = fresh_at(build, place);
		const struct fresh_reference *references =
			(const struct fresh_reference *)(const void *)build->references->data;

		for (guint32 k = 0; k < fresh->n_references; k++)
			written[k] = references[fresh->first_reference + k].written;
		names_resolve(names, place, written, fresh->n_references, resolved);
		for (guint32 k = 0; k < fresh->n_references; k++) {
			struct query *query = store_query(
				build->store, "INSERT INTO refs VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");

			query_int(query, (gint64)place * REFERENCES_SCALE + k);
			query_int(query, written[k].kind);
			bind_place(query, resolved[k].to);
			query_int(query, resolved[k].by_title);
			query_int(query, resolved[k].ambiguous);
			query_int(query, names_prefix(written[k].hex));
			query_text(query, written[k].hex);
			query_text(query, written[k].title);
			query_text(query, references[fresh->first_reference + k].line);
			query_next(query);
		}
	}
	progress_end(&line);
}

/* Resolve anew what the message at place refers to, and write what has changed. */
static void resolve_again(struct build *build, const struct names *names, guint32 place)
{
	struct query *query =
		store_query(build->store, "SELECT kind, hex, title FROM refs"
					  " WHERE number BETWEEN ? AND ? ORDER BY number");
	g_autoptr(GStringChunk) strings = g_string_chunk_new(1 << 12);
	struct written written[REFERENCES_LIMIT];
	struct resolved resolved[REFERENCES_LIMIT];
	size_t n = 0;

	query_int(query, (gint64)place * REFERENCES_SCALE);
	query_int(query, (gint64)place * REFERENCES_SCALE + REFERENCES_SCALE - 1);
	while (query_next(query) && n < REFERENCES_LIMIT) {
		written[n].kind = (enum reference_kind)query_get_int(query, 0);
		written[n].hex = g_string_chunk_insert(strings, query_get_text(query, 1));
		written[n++].title = g_string_chunk_insert(strings, query_get_text(query, 2));
	}
	names_resolve(names, place, written, n, resolved);
	for (size_t i = 0; i < n; i++) {
		query = store_query(build->store,
				    "UPDATE refs SET target = ?, by_title = ?, ambiguous = ?"
				    " WHERE number = ?");
		bind_place(query, resolved[i].to);
		query_int(query, resolved[i].by_title);
		query_int(query, resolved[i].ambiguous);
		query_int(query, (gint64)place * REFERENCES_SCALE + (gint64)i);
		query_next(query);
	}
}

static void add_place(GHashTable *places, GArray *out, guint32 place)
{
	if (g_hash_table_add(places, GUINT_TO_POINTER(place + 1)))
		g_array_append_val(out, place);
}

/* Messages of older commits whose digits a new id begins with, right or as one more candidate. */
static void resolve_older(struct build *build, const struct names *names)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; i < build->n; i++) {
		g_autofree char *hex =
			g_strdup(commit_id_hex(&fresh_at(build, build->first + i)->id).text);
		struct query *query = store_query(
			build->store, "SELECT number, hex FROM refs"
				      " WHERE prefix = ? AND prefix >= 0 AND number < ?");

		query_int(query, names_prefix(hex));
		query_int(query, (gint64)build->first * REFERENCES_SCALE);
		while (query_next(query)) {
			const char *written = query_get_text(query, 1);

			if (strncmp(hex, written, strlen(written)) == 0)
				add_place(seen, places,
					  (guint32)(query_get_int(query, 0) / REFERENCES_SCALE));
		}
	}
	for (guint i = 0; i < places->len; i++)
		resolve_again(build, names, g_array_index(places, guint32, i));
}

bool build_write(struct build *build, struct store *store, const struct commit_id *tip,
		 bool progress, GError **error)
{
	struct names names = { between, titled, subject_at, build };
	guint32 node = order_find(build->order, tip);
	g_autofree char *written_by = g_strdup_printf("winnow %s", program_version);
	struct query *query = store_query(store, "SELECT count(*) FROM commits");

	build->store = store;
	build->first = query_next(query) ? (guint32)query_get_int(query, 0) : 0;
	query_end(query);
	if (node != ORDER_OUTSIDE) {
		arrange(build, node);
		write_commits(build, progress);
		if (!store_execute(store, indexes, error))
			return false;
		write_references(build, &names, progress);
		if (build->first)
			resolve_older(build, &names);
	}
	build_set(store, "tip", commit_id_hex(tip).text);
	build_set(store, "tool", written_by);
	if (store_failure(store, NULL))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write the index: %s",
			    store_failure(store, NULL));
	return true;
}

bool build_truncate(struct store *store, guint32 first, GError **error)
{
	_cleanup_(build_freep) struct build *build = build_new(NULL);
	struct names names = { between, titled, subject_at, build };
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree char *statements = g_strdup_printf(
		"DELETE FROM changes WHERE position >= %u;"
		"DELETE FROM refs WHERE number >= %" G_GINT64_FORMAT ";"
		"DELETE FROM commits WHERE position >= %u;"
		"DELETE FROM people WHERE person NOT IN (SELECT author FROM commits);",
		first, (gint64)first * REFERENCES_SCALE, first);
	guint32 paths_first, paths_end;
	struct query *query = store_query(store, "SELECT number FROM refs WHERE (ambiguous OR"
						 " target > number / 256) AND number < ?");

	/* What led to them, or was ambiguous for their sake, leads elsewhere now. */
	query_int(query, (gint64)first * REFERENCES_SCALE);
	while (query_next(query))
		add_place(seen, places, (guint32)(query_get_int(query, 0) / REFERENCES_SCALE));
	if (!store_execute(store, statements, error))
		return false;
	build_get_paths_range(store, &paths_first, &paths_end);
	build_set_paths_range(store, MIN(paths_first, first), MIN(paths_end, first));
	build->store = store;
	build->first = first;
	for (guint i = 0; i < places->len; i++)
		resolve_again(build, &names, g_array_index(places, guint32, i));
	return true;
}
