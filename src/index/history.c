/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/history-parts.h"

#include "index/about.h"
#include "index/build.h"
#include "index/paths.h"
#include "index/row.h"

static void paths_free(void *paths)
{
	if (paths)
		g_ptr_array_unref(paths);
}

/* Those that lie outside would be left out where they are looked for, not met. */
static void check_references(struct store *store, guint32 length)
{
	static const char *const ends[] = {
		"SELECT max(target) FROM refs WHERE target IS NOT NULL",
		"SELECT max(number) / 256 FROM refs",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		struct query *query = store_query(store, ends[i]);

		if (query_next(query))
			row_position_or_none(query, 0, length);
		query_end(query);
	}
}

struct history *history_new(enum history_kind kind, struct store *store, struct repo *repo,
			    struct workers *workers, guint32 length)
{
	struct history *history = g_new0(struct history, 1);

	history->kind = kind;
	history->store = store;
	history->repo = repo;
	history->workers = workers;
	history->available = about_length(store);
	history->length = MIN(length, history->available);
	check_references(store, history->available);
	paths_get_range(store, &history->paths_first, &history->paths_end);
	history->commits = g_new0(struct history_commit *, history->available);
	history->strings = g_string_chunk_new(1 << 14);
	history->people = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	history->references =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	history->reverted = g_hash_table_new(NULL, NULL);
	history->twins_had = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
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
	g_hash_table_unref(history->twins_had);
	g_hash_table_unref(history->paths);
	g_hash_table_unref(history->corrections);
	own_cache_free(history->own);
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
		known[0] = g_string_chunk_insert(history->strings, query_get_line(query, 0));
		known[1] = g_string_chunk_insert(history->strings, query_get_line(query, 1));
		query_end(query);
	}
	g_hash_table_insert(history->people, key, known);
	return known;
}

static struct history_commit *load(struct history *history, guint32 position)
{
	struct history_commit *commit = g_new0(struct history_commit, 1);
	struct query *query = store_query(
		history->store,
		"SELECT id, first_parent, merge, on_line, author, author_date, commit_date,"
		" mainline_date, subject, series, series_number, paths_known FROM commits WHERE "
		"position = ?");

	commit->first_parent = HISTORY_NONE;
	commit->subject = commit->author_name = commit->author_email = "";
	query_int(query, position);
	if (!query_next(query)) {
		store_note_damage(history->store, "a commit is not there");
		return commit;
	}
	row_id(history->store, query, 0, &commit->id);
	/* Ancestors come before: so there are no circles. */
	commit->first_parent = row_position_or_none(query, 1, position);
	commit->merge = row_bool(query, 2);
	commit->on_line = row_bool(query, 3);
	commit->author_date = row_date(query, 5);
	commit->commit_date = row_date(query, 6);
	commit->mainline_date = row_date(query, 7);
	commit->subject = g_string_chunk_insert(history->strings, query_get_line(query, 8));
	if (!query_is_null(query, 9))
		commit->series = g_string_chunk_insert(history->strings, query_get_line(query, 9));
	commit->series_number = (unsigned)query_get_within(query, 10, 0, G_MAXINT32);
	commit->paths_known = row_bool(query, 11);

	gint64 author = query_get_within(query, 4, 0, G_MAXINT32 - 1);
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
