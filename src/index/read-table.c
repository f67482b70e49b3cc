/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A history read from a table of commit facts: winnow-table(5) describes the format. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "index/build.h"
#include "index/format.h"
#include "read/patch.h"

enum { BYTES_LIMIT = 1 << 30 }; /* of a table; one of a million commits has 200 MB */

enum column {
	COLUMN_POSITION,
	COLUMN_COMMIT,
	COLUMN_AUTHOR,
	COLUMN_SUBJECT,
	COLUMN_MESSAGE,
	COLUMN_PATHS,
	COLUMN_AUTHOR_DATE,
	COLUMN_COMMIT_DATE,
	COLUMN_MAINLINE_DATE,
	N_COLUMNS,
};

static const char *const column_names[N_COLUMNS] = {
	[COLUMN_POSITION] = "position",
	[COLUMN_COMMIT] = "commit",
	[COLUMN_AUTHOR] = "author",
	[COLUMN_SUBJECT] = "subject",
	[COLUMN_MESSAGE] = "message",
	[COLUMN_PATHS] = "paths",
	[COLUMN_AUTHOR_DATE] = "author_date",
	[COLUMN_COMMIT_DATE] = "commit_date",
	[COLUMN_MAINLINE_DATE] = "mainline_date",
};

struct row {
	guint64 position;
	size_t line;
	struct commit_id id;
	struct person author;
	char *subject, *message;
	gint64 dates[3]; /* author, commit, mainline */
	GPtrArray *paths;
};

struct table_reading {
	const char *path;
	size_t line;
	int columns[64]; /* enum column of each field */
	size_t n_columns;
	GArray *rows;
};

static void row_clear(void *data)
{
	struct row *row = data;

	person_clear(&row->author);
	g_free(row->subject);
	g_free(row->message);
	if (row->paths)
		g_ptr_array_unref(row->paths);
}

/* "\n", "\t", "\s" (a blank within a path) and "\\". */
static char *unescape(const char *field)
{
	GString *out = g_string_new(NULL);

	for (const char *p = field; *p; p++) {
		if (*p != '\\' || !p[1]) {
			g_string_append_c(out, *p);
			continue;
		}
		p++;
		g_string_append_c(out, *p == 'n' ? '\n' : *p == 't' ? '\t' : *p == 's' ? ' ' : *p);
	}
	return g_string_free(out, FALSE);
}

static GPtrArray *parse_paths(const char *field)
{
	g_auto(GStrv) words = g_strsplit(field, " ", -1);
	GPtrArray *paths;

	if (!*field)
		return NULL;
	paths = g_ptr_array_new_with_free_func(g_free);
	for (char **word = words; *word; word++)
		if (**word)
			g_ptr_array_add(paths, unescape(*word));
	return paths;
}

static bool read_header(struct table_reading *reading, struct slice line, GError **error)
{
	bool seen[N_COLUMNS] = { false };

	while (line.length && (line.start[0] == '#' || line.start[0] == ' '))
		line = (struct slice){ line.start + 1, line.length - 1 };

	g_autofree char *text = slice_dup(line);
	g_auto(GStrv) names = g_strsplit(text, "\t", -1);

	for (char **name = names; *name; name++) {
		int column = 0;

		while (column < N_COLUMNS && strcmp(*name, column_names[column]) != 0)
			column++;
		if (column == N_COLUMNS || seen[column]) {
			g_autofree char *shown = text_one_line(*name, 40);

			return fail(error, WINNOW_ERROR_INPUT,
				    "%s:%zu: %s column '%s' (winnow-table(5) lists them)",
				    reading->path, reading->line,
				    column == N_COLUMNS ? "unknown" : "repeated", shown);
		}
		seen[column] = true;
		reading->columns[reading->n_columns++] = column;
	}
	for (int column = COLUMN_COMMIT; column <= COLUMN_SUBJECT; column++)
		if (!seen[column])
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: no column '%s'",
				    reading->path, reading->line, column_names[column]);
	return true;
}

static bool read_field(struct table_reading *reading, struct row *row, int column,
		       const char *field, GError **error)
{
	g_autofree char *shown = text_one_line(field, 60);
	char *end = NULL;

	switch (column) {
	case COLUMN_POSITION:
		row->position = g_ascii_strtoull(field, &end, 10);
		if (!g_ascii_isdigit(*field) || *end)
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: not a position: '%s'",
				    reading->path, reading->line, shown);
		break;
	case COLUMN_COMMIT:
		if (!commit_id_parse(field, &row->id))
			return fail(error, WINNOW_ERROR_INPUT,
				    "%s:%zu: not a commit id of 40 digits: '%s'", reading->path,
				    reading->line, shown);
		break;
	case COLUMN_AUTHOR:
		person_clear(&row->author);
		row->author = person_parse(field);
		break;
	case COLUMN_SUBJECT:
		row->subject = unescape(field);
		break;
	case COLUMN_MESSAGE:
		row->message = unescape(field);
		break;
	case COLUMN_PATHS:
		row->paths = parse_paths(field);
		break;
	default:
		if (*field && !text_parse_date(field, &row->dates[column - COLUMN_AUTHOR_DATE]))
			return fail(error, WINNOW_ERROR_INPUT, "%s:%zu: not a date: '%s'",
				    reading->path, reading->line, shown);
	}
	return true;
}

static bool read_row(struct table_reading *reading, struct slice line, GError **error)
{
	g_autofree char *text = slice_dup(line);
	g_auto(GStrv) fields = g_strsplit(text, "\t", -1);
	struct row row = { .line = reading->line, .author = person_parse("") };
	guint n = g_strv_length(fields);
	bool ok = true;

	/* Fields at the end may be left out. */
	if (n > reading->n_columns)
		return row_clear(&row),
		       fail(error, WINNOW_ERROR_INPUT, "%s:%zu: %u fields under %zu columns",
			    reading->path, reading->line, n, reading->n_columns);
	row.position = reading->rows->len + 1;
	for (guint i = 0; i < n && ok; i++)
		ok = read_field(reading, &row, reading->columns[i], fields[i], error);
	if (ok && !row.subject)
		ok = fail(error, WINNOW_ERROR_INPUT, "%s:%zu: only %u fields: no subject",
			  reading->path, reading->line, n);
	if (!ok) {
		row_clear(&row);
		return false;
	}
	g_array_append_val(reading->rows, row);
	return true;
}

static int by_position_and_line(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return x->line < y->line ? -1 : 1;
}

/* A table is one line of history: each row is the parent of the next. */
static bool add_rows(struct table_reading *reading, struct build_part *part, GError **error)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	const struct commit_id *parent = NULL;

	g_array_sort(reading->rows, by_position_and_line);
	for (guint i = 0; i < reading->rows->len; i++) {
		struct row *row = &g_array_index(reading->rows, struct row, i);
		struct history_entry entry = {
			.id = row->id,
			.parents = parent,
			.n_parents = parent ? 1 : 0,
			.subject = row->subject,
			.body = row->message ? row->message : "",
			.author_name = row->author.name,
			.author_email = row->author.email,
			.author_date = row->dates[0],
			.commit_date = row->dates[1],
			.mainline_date = row->dates[2],
			.paths = row->paths,
		};

		if (!g_hash_table_add(seen, &row->id))
			return fail(error, WINNOW_ERROR_INPUT,
				    "%s:%zu: commit %s stands there twice", reading->path,
				    row->line, commit_id_short(&row->id).text);
		build_part_add(part, &entry);
		parent = &row->id;
	}
	return true;
}

bool history_read_table(const char *path, const GPtrArray *fix_words, struct history **out,
			GError **error)
{
	_cleanup_(build_freep) struct build *build = build_new(NULL);
	_cleanup_(build_part_freep) struct build_part *part = build_part_new(fix_words);
	_cleanup_(store_freep) struct store *store = NULL;
	struct table_reading reading = { .path = path };
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	size_t length = 0;
	struct slice rest, line;
	bool ok = true;

	if (!file_read(path, BYTES_LIMIT, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	reading.rows = g_array_new(FALSE, FALSE, sizeof(struct row));
	g_array_set_clear_func(reading.rows, row_clear);
	while (ok && text_next_line(&rest, &line)) {
		reading.line++;
		if (!slice_trim(line).length)
			continue;
		if (!reading.n_columns)
			ok = read_header(&reading, line, error);
		else if (line.start[0] != '#')
			ok = read_row(&reading, line, error);
	}
	if (ok && !reading.rows->len)
		ok = fail(error, WINNOW_ERROR_INPUT, "'%s' is a table without commits", path);
	ok = ok && add_rows(&reading, part, error);
	build_take(build, g_steal_pointer(&part));
	ok = ok && store_open_private(&history_format, &store, error) &&
	     store_begin_transaction(store, error) &&
	     build_write(build, store,
			 &g_array_index(reading.rows, struct row, reading.rows->len - 1).id, false,
			 error) &&
	     store_commit(store, error);
	g_array_unref(reading.rows);
	if (!ok)
		return false;
	*out = history_new(HISTORY_TABLE, g_steal_pointer(&store), NULL, NULL, HISTORY_NONE);
	return true;
}
