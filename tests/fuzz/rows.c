/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rows.h"

#include <sqlite3.h>
#include <string.h>

#include "base/checked-file.h"

enum { EDITS_LIMIT = 60, VALUE_LIMIT = 255 };

enum value {
	VALUE_NULL,
	VALUE_BYTE,
	VALUE_NUMBER,
	VALUE_EDGE,
	VALUE_TEXT,
	VALUE_BLOB,
	VALUE_OTHER_ROW,
	VALUE_NO_ROW,
};

static const gint64 edges[] = {
	G_MININT64,
	G_MAXINT64,
	-1,
	G_MAXINT32,
	G_MININT32,
	G_MAXUINT32,
	(gint64)G_MAXUINT32 + 1,
	(gint64)1 << 53,
	253402300800,
	-62135596801,
};

static void bind(sqlite3_stmt *statement, unsigned kind, struct fuzz_input *input)
{
	struct slice bytes;
	gint64 number = 0;

	switch (kind & 7) {
	case VALUE_BYTE:
		sqlite3_bind_int(statement, 1, (gint8)fuzz_byte(input));
		break;
	case VALUE_NUMBER:
		bytes = fuzz_bytes(input, sizeof(number));
		memcpy(&number, bytes.start, bytes.length);
		sqlite3_bind_int64(statement, 1, number);
		break;
	case VALUE_EDGE:
		sqlite3_bind_int64(statement, 1, edges[fuzz_byte(input) % G_N_ELEMENTS(edges)]);
		break;
	case VALUE_TEXT:
		bytes = fuzz_bytes(input, fuzz_byte(input));
		sqlite3_bind_text(statement, 1, bytes.start, (int)bytes.length, SQLITE_TRANSIENT);
		break;
	case VALUE_BLOB:
		bytes = fuzz_bytes(input, fuzz_byte(input));
		sqlite3_bind_blob(statement, 1, bytes.start, (int)bytes.length, SQLITE_TRANSIENT);
		break;
	default:
		break;
	}
}

static void edit(sqlite3 *db, const struct rows_table *tables, size_t n, struct fuzz_input *input)
{
	const struct rows_table *table = &tables[fuzz_byte(input) % n];
	size_t n_columns = 0, column;
	unsigned row, kind;
	g_autofree char *where = NULL, *sql = NULL;
	sqlite3_stmt *statement = NULL;

	while (table->columns[n_columns])
		n_columns++;
	column = fuzz_byte(input) % n_columns;
	row = fuzz_byte(input);
	kind = fuzz_byte(input);
	where = g_strdup_printf("%s = (SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %u)",
				table->key, table->key, table->name, table->key, row % 16);
	if ((kind & 7) == VALUE_NO_ROW)
		sql = g_strdup_printf("DELETE FROM %s WHERE %s", table->name, where);
	else if ((kind & 7) == VALUE_OTHER_ROW)
		sql = g_strdup_printf("UPDATE OR IGNORE %s SET %s ="
				      " (SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %u) WHERE %s",
				      table->name, table->columns[column], table->columns[column],
				      table->name, table->key, fuzz_byte(input) % 16, where);
	else
		sql = g_strdup_printf("UPDATE OR IGNORE %s SET %s = ?1 WHERE %s", table->name,
				      table->columns[column], where);
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK) {
		bind(statement, kind, input);
		sqlite3_step(statement);
	}
	sqlite3_finalize(statement);
}

void rows_edit(const char *path, const struct rows_table *tables, size_t n,
	       struct fuzz_input *input)
{
	sqlite3 *db = NULL;

	g_assert_cmpint(checked_file_register(), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, CHECKED_FILE_VFS), ==,
			SQLITE_OK);
	sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN", NULL,
		     NULL, NULL);
	for (int i = 0; i < EDITS_LIMIT && input->p < input->end; i++)
		edit(db, tables, n, input);
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	sqlite3_close(db);
}
