/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commits and their references become rows, and rows are forgotten. */
#include "index/build-parts.h"

#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/version.h"
#include "base/workers.h"
#include "index/about.h"
#include "index/format.h"
#include "index/paths.h"
#include "index/row.h"

G_STATIC_ASSERT((int)REFERENCES_LIMIT < (int)REFERENCES_SCALE);

/* The authors' numbers in the store, by index into build->people. */
static guint32 *write_people(struct build *build)
{
	guint32 *numbers = g_new(guint32, build->people.texts->len + 1);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct query *query = store_query(build->store, "SELECT person, name, email FROM people");
	guint32 next = 0;

	while (build->first && query_next(query)) {
		guint32 number = (guint32)query_get_within(query, 0, 0, G_MAXINT32);

		g_hash_table_insert(known,
				    g_strdup_printf("%s\n%s", query_get_text(query, 1),
						    query_get_text(query, 2)),
				    GUINT_TO_POINTER(number + 1));
		next = MAX(next, number + 1);
	}
	for (guint i = 0; i < build->people.texts->len; i++)
		numbers[i] = HISTORY_NONE;
	for (guint32 i = 0; i < build->n; i++) {
		guint32 author = fresh_at(build, build->first + i)->author;
		const char *text = build->people.texts->pdata[author];
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

static void bind_position(struct query *query, guint32 position)
{
	if (position == HISTORY_NONE)
		query_text(query, NULL);
	else
		query_int(query, position);
}

/* What a new commit leads to is looked up in blocks of so many, each a job. */
enum { BLOCK = 1 << 10 };

/* What the jobs share, constant: in an index from nothing no look-up asks the store. */
struct resolving {
	struct build *build;
	const struct names *names;
};

/* Of the commits of a block, one behind the other. */
struct block {
	GArray *parents;    /* guint32: positions */
	GArray *references; /* struct resolved */
};

/* The references of the commit at a new position, at most REFERENCES_LIMIT, as names_resolve()
 * wants them. */
static size_t references_of(const struct build *build, guint32 position,
			    const struct fresh_reference **references, struct written *written)
{
	const struct fresh *fresh = fresh_at(build, position);

	*references =
		&g_array_index(build->references, struct fresh_reference, fresh->first_reference);
	for (guint32 k = 0; k < fresh->n_references; k++)
		written[k] = (*references)[k].written;
	return fresh->n_references;
}

static void *resolve_block(size_t i, void *tool, void *data)
{
	const struct resolving *resolving = data;
	struct build *build = resolving->build;
	guint32 first = (guint32)i * BLOCK, end = MIN(first + BLOCK, build->n);
	struct block *out = g_new0(struct block, 1);
	struct written written[REFERENCES_LIMIT];
	struct resolved resolved[REFERENCES_LIMIT];

	(void)tool;
	out->parents = g_array_sized_new(FALSE, FALSE, sizeof(guint32), BLOCK);
	out->references = g_array_new(FALSE, FALSE, sizeof(struct resolved));
	for (guint32 k = first; k < end; k++) {
		guint32 position = build->first + k;
		const struct fresh *fresh = fresh_at(build, position);
		const struct fresh_reference *ignored;
		size_t n = references_of(build, position, &ignored, written);

		for (guint32 p = 0; p < fresh->n_parents; p++) {
			guint32 parent =
				build_find(build, &g_array_index(build->parents, struct commit_id,
								 fresh->first_parent + p));

			g_array_append_val(out->parents, parent);
		}
		names_resolve(resolving->names, position, written, n, resolved);
		if (n)
			g_array_append_vals(out->references, resolved, (guint)n);
	}
	return out;
}

static void drop_block(void *data)
{
	struct block *block = data;

	g_array_unref(block->parents);
	g_array_unref(block->references);
	g_free(block);
}

static struct row *resolve(struct resolving *resolving)
{
	const struct build *build = resolving->build;
	const struct row_work work = {
		.n = (build->n + BLOCK - 1) / BLOCK,
		.data = resolving,
		.make = resolve_block,
		.drop = drop_block,
	};

	/* The store is the caller's alone. */
	return row_new(build->first ? NULL : build->workers, &work);
}

/* parents are the positions of fresh's. */
static void write_commit(struct build *build, guint32 position, const guint32 *parents,
			 const guint32 *authors)
{
	static const char sql[] =
		"INSERT INTO commits VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	const struct fresh *fresh = fresh_at(build, position);
	guint32 node = build->sequence[position - build->first], bringer = build->bringers[node];
	g_autofree guint32 *others = fresh->n_parents > 1 ? g_new(guint32, fresh->n_parents) : NULL;
	size_t n_others = 0;
	struct query *query = store_query(build->store, sql);

	for (guint32 k = 1; k < fresh->n_parents; k++)
		if (parents[k] != HISTORY_NONE)
			others[n_others++] = GUINT32_TO_LE(parents[k]);
	query_int(query, position);
	query_blob(query, fresh->id.raw, COMMIT_ID_SIZE);
	bind_position(query, fresh->n_parents ? parents[0] : HISTORY_NONE);
	if (n_others)
		query_blob(query, others, n_others * sizeof(others[0]));
	else
		query_text(query, NULL);
	query_int(query, fresh->n_parents > 1);
	query_int(query, bringer == node);
	query_int(query, authors[fresh->author]);
	query_int(query, fresh->author_date);
	query_int(query, fresh->commit_date);
	query_int(query,
		  fresh->mainline_date
			  ? fresh->mainline_date
			  : g_array_index(build->commits, struct fresh, bringer).commit_date);
	query_int(query, title_hash(fresh->subject));
	query_text(query, fresh->subject);
	query_text(query, fresh->series);
	query_int(query, fresh->series_number);
	query_int(query, fresh->paths != NULL);
	query_next(query);
}

/* The blocks are the caller's, with their references yet to be written. */
static void write_commits(struct build *build, struct row *row, GPtrArray *blocks, bool progress)
{
	g_autofree guint32 *authors = write_people(build);
	g_autoptr(GHashTable) paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct progress line;
	guint done = 0;

	progress_begin(&line, progress, "writing the index", build->n);
	for (guint32 i = 0; i < build->n; i++, progress_step(&line)) {
		const struct fresh *fresh = fresh_at(build, build->first + i);
		const struct block *block;

		if (i % BLOCK == 0) {
			g_ptr_array_add(blocks, row_take(row, i / BLOCK));
			done = 0;
		}
		block = blocks->pdata[i / BLOCK];
		write_commit(build, build->first + i,
			     (guint32 *)(void *)block->parents->data + done, authors);
		done += fresh->n_parents;
		paths_add(build->store, build->first + i, fresh->paths, paths);
	}
	progress_end(&line);
}

static void write_references(struct build *build, const GPtrArray *blocks, bool progress)
{
	struct written written[REFERENCES_LIMIT];
	struct progress line;
	guint done = 0;

	progress_begin(&line, progress, "writing references", build->n);
	for (guint32 i = 0; i < build->n; i++, progress_step(&line)) {
		const struct block *block = blocks->pdata[i / BLOCK];
		guint32 position = build->first + i;
		const struct fresh_reference *references;
		size_t n = references_of(build, position, &references, written);

		if (i % BLOCK == 0)
			done = 0;
		for (size_t k = 0; k < n; k++) {
			const struct resolved *resolved =
				&g_array_index(block->references, struct resolved, done++);
			struct query *query = store_query(
				build->store, "INSERT INTO refs VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");

			query_int(query, (gint64)position * REFERENCES_SCALE + (gint64)k);
			query_int(query, written[k].kind);
			bind_position(query, resolved->to);
			query_int(query, resolved->by_title);
			query_int(query, resolved->ambiguous);
			query_int(query, names_prefix(written[k].hex));
			query_text(query, written[k].hex);
			query_text(query, written[k].title);
			query_text(query, references[k].line);
			query_next(query);
		}
	}
	progress_end(&line);
}

/* Resolve anew what the message at position refers to, and write what has changed. */
static void resolve_again(struct build *build, const struct names *names, guint32 position)
{
	struct query *query =
		store_query(build->store, "SELECT kind, hex, title FROM refs"
					  " WHERE number BETWEEN ? AND ? ORDER BY number");
	g_autoptr(GStringChunk) strings = g_string_chunk_new(1 << 12);
	struct written written[REFERENCES_LIMIT];
	struct resolved resolved[REFERENCES_LIMIT];
	size_t n = 0;

	query_int(query, (gint64)position * REFERENCES_SCALE);
	query_int(query, (gint64)position * REFERENCES_SCALE + REFERENCES_SCALE - 1);
	while (query_next(query) && n < REFERENCES_LIMIT) {
		written[n].kind = row_kind(query, 0);
		written[n].hex = g_string_chunk_insert(strings, query_get_text(query, 1));
		written[n++].title = g_string_chunk_insert(strings, query_get_text(query, 2));
	}
	names_resolve(names, position, written, n, resolved);
	for (size_t i = 0; i < n; i++) {
		query = store_query(build->store,
				    "UPDATE refs SET target = ?, by_title = ?, ambiguous = ?"
				    " WHERE number = ?");
		bind_position(query, resolved[i].to);
		query_int(query, resolved[i].by_title);
		query_int(query, resolved[i].ambiguous);
		query_int(query, (gint64)position * REFERENCES_SCALE + (gint64)i);
		query_next(query);
	}
}

static void add_position(GHashTable *positions, GArray *out, guint32 position)
{
	if (g_hash_table_add(positions, GUINT_TO_POINTER(position + 1)))
		g_array_append_val(out, position);
}

/* Messages of older commits whose digits a new id begins with, right or as one more candidate. */
static void resolve_older(struct build *build, const struct names *names)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));

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
				add_position(seen, positions,
					     (guint32)(row_number(query, 0, build->first) /
						       REFERENCES_SCALE));
		}
	}
	for (guint i = 0; i < positions->len; i++)
		resolve_again(build, names, g_array_index(positions, guint32, i));
}

/* What was only a tree's and has come to upstream. */
static void forget_own(struct build *build)
{
	struct query *query =
		store_query(build->store, "DELETE FROM own WHERE id IN"
					  " (SELECT id FROM commits WHERE position >= ?)");

	query_int(query, build->first);
	query_next(query);
}

bool build_write(struct build *build, struct store *store, const struct commit_id *tip,
		 bool progress, GError **error)
{
	struct names names = build_names(build);
	guint32 node = order_find(build->order, tip);
	g_autofree char *written_by = g_strdup_printf("winnow %s", program_version);

	build->store = store;
	build->first = about_length(store);
	if (node != ORDER_OUTSIDE) {
		struct resolving resolving = { build, &names };
		g_autoptr(GPtrArray) blocks = g_ptr_array_new_with_free_func(drop_block);
		_cleanup_(row_freep) struct row *row = NULL;

		build_arrange(build, node);
		row = resolve(&resolving);
		write_commits(build, row, blocks, progress);
		write_references(build, blocks, progress);
		/* Behind all rows: to sort them once is less work than to find a place for each. */
		if (!build->first && !store_execute(store, history_format.indexes, error))
			return false;
		if (build->first) {
			resolve_older(build, &names);
			forget_own(build);
		}
	}
	about_set(store, "tip", commit_id_hex(tip).text);
	about_set(store, "tool", written_by);
	if (store_failure(store, NULL))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write the index: %s",
			    store_failure(store, NULL));
	return true;
}

bool build_truncate(struct store *store, guint32 first, GError **error)
{
	_cleanup_(build_freep) struct build *build = build_new(NULL);
	struct names names = build_names(build);
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree char *statements = g_strdup_printf(
		"DELETE FROM changes WHERE position >= %u;"
		"DELETE FROM refs WHERE number >= %" G_GINT64_FORMAT ";"
		"DELETE FROM commits WHERE position >= %u;"
		"DELETE FROM people WHERE person NOT IN (SELECT author FROM commits);"
		"DELETE FROM own;", /* they may bring what goes, or be what comes */
		first, (gint64)first * REFERENCES_SCALE, first);
	guint32 paths_first, paths_end;
	struct query *query = store_query(store, "SELECT number FROM refs WHERE (ambiguous OR"
						 " target > number / 256) AND number < ?");

	/* What led to them, or was ambiguous for their sake, leads elsewhere now. */
	query_int(query, (gint64)first * REFERENCES_SCALE);
	while (query_next(query))
		add_position(seen, positions,
			     (guint32)(row_number(query, 0, first) / REFERENCES_SCALE));
	if (!store_execute(store, statements, error))
		return false;
	paths_get_range(store, &paths_first, &paths_end);
	paths_set_range(store, MIN(paths_first, first), MIN(paths_end, first));
	build->store = store;
	build->first = first;
	for (guint i = 0; i < positions->len; i++)
		resolve_again(build, &names, g_array_index(positions, guint32, i));
	return true;
}
