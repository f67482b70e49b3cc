/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stores that are changed by copy: each state is a file that stays as it is. */
#include "base/store-parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/checked-file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"

enum {
	OPEN_ATTEMPTS = 10, /* states that take the place while one is opened */
	COPY_SIZE = 1 << 20,
	STEPS_PER_BYTE = 16, /* a row has some twenty bytes, and takes some ten steps */
	WORK_MIN = 10,	     /* in units of WORK_UNIT, however small the file is */
	LENGTH_LIMIT = 64 << 20,
};

char *copy_place(const char *path)
{
	char *real = realpath(path, NULL);
	char *place = g_strdup(real ? real : path);

	free(real);
	return place;
}

gint64 store_size(const struct store *store)
{
	struct stat status;

	if (!store->path)
		return 0;
	if (store->new_path ? stat(store->new_path, &status) != 0
			    : fstat(store->source, &status) != 0)
		return 0;
	return status.st_size;
}

/* Pages may lead back to one another, so that a table has no end. */
static int has_worked(void *data)
{
	struct store *store = data;

	return ++store->work > WORK_MIN + (guint64)store_size(store) / (WORK_UNIT / STEPS_PER_BYTE);
}

void store_harden(struct store *store)
{
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, LENGTH_LIMIT);
}

/* As SQLite keeps them, one a line. */
static char *wanted_tables(const struct store_format *format)
{
	g_autofree char *all = g_strconcat(format->schema, format->indexes, NULL);
	g_auto(GStrv) statements = g_strsplit(all, ";", -1);
	GString *out = g_string_new(NULL);

	for (char **one = statements; *one; one++)
		if (**one)
			g_string_append_printf(out, "%s\n", *one);
	g_string_replace(out, " IF NOT EXISTS", "", 0);
	return g_string_free(out, FALSE);
}

/* A view, a trigger, another table or column could make anything of a query. */
static void compare_tables(struct store *store)
{
	g_autofree char *wanted = wanted_tables(store->format);
	const char *rest = wanted;
	struct query *query = store_query(
		store, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");

	while (query_next(query)) {
		const char *sql = query_get_text(query, 0);
		size_t length = strlen(sql);

		if (strncmp(rest, sql, length) != 0 || rest[length] != '\n') {
			query_end(query);
			store_note_damage(store, "its tables are not those that winnow makes");
			return;
		}
		rest += length + 1;
	}
	if (*rest)
		store_note_damage(store, "a table is not there");
}

static void close_all(struct sqlite3 **db, int *fd)
{
	sqlite3_close(*db);
	*db = NULL;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Open both as the very same file: as long as fd is open, no other one has its number. */
static bool open_both(struct store *store, char **why)
{
	for (int i = 0; i < OPEN_ATTEMPTS; i++) {
		store->source = open(store->place, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (store->source < 0) {
			*why = g_strdup_printf("cannot open '%s': %s", store->path,
					       g_strerror(errno));
			return false;
		}
		if (checked_file_register() != SQLITE_OK ||
		    sqlite3_open_v2(store->place, &store->db,
				    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
				    BOUND_FILE_VFS) != SQLITE_OK) {
			*why = g_strdup_printf("cannot read '%s': %s", store->path,
					       sqlite3_errmsg(store->db));
			close_all(&store->db, &store->source);
			return false;
		}
		if (file_stands_at(store->source, store->place))
			return true;
		close_all(&store->db, &store->source);
	}
	*why = g_strdup_printf("cannot read '%s': it is replaced again and again", store->path);
	return false;
}

bool copy_open(struct store *store, char **why)
{
	if (!open_both(store, why))
		return false;
	store_harden(store);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_progress_handler(store->db, WORK_UNIT, has_worked, store);
	if (sqlite3_exec(store->db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL) != SQLITE_OK)
		store_note_failure(store);
	else
		compare_tables(store);
	if (!store->failure)
		return true;
	*why = g_strdup_printf("cannot read '%s': %s", store->path, store->failure);
	return false;
}

static bool copy_bytes(int from, int to)
{
	g_autofree char *buffer = NULL;
	ssize_t n;

	while ((n = copy_file_range(from, NULL, to, NULL, COPY_SIZE, 0)) > 0)
		;
	if (n == 0)
		return true;
	if (errno != EXDEV && errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
		return false;
	/* The file system cannot do it by itself. */
	buffer = g_malloc(COPY_SIZE);
	for (off_t at = lseek(to, 0, SEEK_CUR); at >= 0; at += n) {
		n = pread(from, buffer, COPY_SIZE, at);
		if (n <= 0)
			return n == 0;
		if (pwrite(to, buffer, (size_t)n, at) != n)
			return false;
	}
	return false;
}

static bool copy_file(struct store *store, GError **error)
{
	gint64 size = store_size(store);
	struct stat status;
	bool ok;
	int to;

	store->new_path = g_strconcat(store->place, ".new", NULL);
	unlink(store->new_path); /* of one that was killed */
	leftover_note(store->new_path);
	if (fstat(store->source, &status) != 0)
		return fail_errno(error, "cannot read '%s'", store->path);
	to = open(store->new_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0777);
	lseek(store->source, 0, SEEK_SET);
	ok = to >= 0 && copy_bytes(store->source, to) && fstat(to, &status) == 0;
	if (!ok)
		fail_errno(error, "cannot write '%s'", store->new_path);
	else if (status.st_size != size)
		ok = fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': it is cut off",
			  store->new_path);
	if (to >= 0)
		close(to);
	return ok;
}

/* Tables of the connection's own would not be there any more: see format_paths_beside. */
static bool has_temporary(struct store *store)
{
	struct query *query = store_query(store, "SELECT 1 FROM temp.sqlite_schema");
	bool has = query_next(query);

	query_end(query);
	return has;
}

bool copy_begin(struct store *store, GError **error)
{
	struct sqlite3 *copy = NULL;

	if (store->failure)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s", store->path,
			    store->failure);
	if (has_temporary(store) || !file_stands_at(store->source, store->place))
		return fail(error, WINNOW_ERROR_SYSTEM,
			    "cannot write '%s': another winnow has written it meanwhile",
			    store->path);
	if (!copy_file(store, error)) {
		store_forget_new(store);
		return false;
	}
	g_hash_table_remove_all(store->queries);
	if (sqlite3_open_v2(store->new_path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			    BOUND_FILE_VFS) != SQLITE_OK) {
		fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': %s", store->new_path,
		     sqlite3_errmsg(copy));
		sqlite3_close(copy);
		store_forget_new(store);
		return false;
	}
	store->before = store->db;
	store->db = copy;
	store_harden(store);
	sqlite3_progress_handler(store->db, WORK_UNIT, has_worked, store);
	if (store_execute(store,
			  "PRAGMA cell_size_check = ON; PRAGMA journal_mode = OFF;"
			  "PRAGMA synchronous = OFF; PRAGMA cache_size = -8192",
			  error))
		return true;
	copy_rollback(store);
	return false;
}

void copy_rollback(struct store *store)
{
	if (!store->before)
		return;
	g_hash_table_remove_all(store->queries);
	sqlite3_close(store->db);
	store->db = g_steal_pointer(&store->before);
	store_forget_new(store);
	g_clear_pointer(&store->failure, g_free);
	store->damaged = false;
}

static bool bind_and_sync(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fail_errno(error, "cannot write '%s'", path);
	ok = checked_file_bind(fd, path, error) &&
	     (fsync(fd) == 0 || fail_errno(error, "cannot write '%s'", path));
	close(fd);
	return ok;
}

bool copy_publish(struct store *store, GError **error)
{
	g_hash_table_remove_all(store->queries);
	if (sqlite3_close(store->db) != SQLITE_OK)
		return store_fail(store, error);
	store->db = NULL;
	if (!bind_and_sync(store->new_path, error))
		return false;
	return store_take_place(store, store->place, error);
}

bool copy_commit(struct store *store, GError **error)
{
	int source = store->source;
	g_autofree char *why = NULL;

	if (!copy_publish(store, error))
		return false;
	if (!copy_open(store, &why)) {
		/* What was read is still there to be read. */
		g_hash_table_remove_all(store->queries);
		close_all(&store->db, &store->source);
		store->source = source;
		return fail(error, WINNOW_ERROR_SYSTEM, "%s", why);
	}
	close_all(&store->before, &source);
	return true;
}
