/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/store-parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/checked-file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"

enum {
	HEADER_SIZE = 100, /* of an SQLite file: sqlite.org/fileformat.html, 1.3 */
	HEADER_WRITE_FORMAT = 18,
	HEADER_READ_FORMAT = 19,
	HEADER_RESERVE = 20,
	HEADER_VERSION = 60,
	HEADER_APPLICATION = 68,
	REST_ATTEMPTS = 50,
	REST_PAUSE_US = 100 * 1000,
	LOCK_PAUSE_US = 50 * 1000,
	BUSY_MS = 60 * 1000, /* a writer's moment of switching logs; nothing holds it for long */
};

static const size_t copy_limit = (size_t)4 << 30; /* bytes that are taken into memory */

struct store_lock {
	int fd;
};

static struct store *store_new(const struct store_format *format, const char *path)
{
	struct store *store = g_new0(struct store, 1);

	store->format = format;
	store->path = g_strdup(path);
	store->queries = store_queries_new();
	store->source = -1;
	if (format->by_copy && path)
		store->place = copy_place(path);
	return store;
}

void store_forget_new(struct store *store)
{
	if (store->new_path) {
		unlink(store->new_path);
		leftover_forget(store->new_path);
	}
	g_clear_pointer(&store->new_path, g_free);
}

void store_free(struct store *store)
{
	g_hash_table_unref(store->queries);
	sqlite3_close(store->db);
	sqlite3_close(store->before);
	if (store->source >= 0)
		close(store->source);
	store_forget_new(store);
	g_free(store->path);
	g_free(store->place);
	g_free(store->failure);
	g_free(store);
}

static bool means_damage(int status)
{
	return (status & 0xff) == SQLITE_CORRUPT || (status & 0xff) == SQLITE_NOTADB ||
	       status == SQLITE_IOERR_DATA || status == SQLITE_IOERR_SHORT_READ ||
	       (status & 0xff) == SQLITE_INTERRUPT || /* it does not end: see store_harden() */
	       (status & 0xff) == SQLITE_TOOBIG ||
	       (status & 0xff) == SQLITE_ERROR; /* a table that should be there is not */
}

/* SQLite calls a wrong checksum a "disk I/O error". */
static const char *reason(const struct store *store)
{
	int status = sqlite3_extended_errcode(store->db);

	return status == SQLITE_IOERR_DATA  ? "a page's checksum is wrong"
	       : status == SQLITE_INTERRUPT ? "it goes round in circles"
					    : sqlite3_errmsg(store->db);
}

void store_note_failure(struct store *store)
{
	if (store->failure)
		return;
	store->damaged = means_damage(sqlite3_extended_errcode(store->db));
	store->failure = g_strdup(reason(store));
}

const char *store_failure(const struct store *store, bool *damaged)
{
	if (damaged)
		*damaged = store->damaged;
	return store->failure;
}

bool store_fail(struct store *store, GError **error)
{
	const char *path = store->new_path ? store->new_path : store->path;

	return fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': %s",
		    path ? path : "a temporary file", sqlite3_errmsg(store->db));
}

bool store_execute(struct store *store, const char *sql, GError **error)
{
	store->work = 0;
	return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       store_fail(store, error);
}

static guint32 big_endian(const unsigned char *p)
{
	return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

static int reserve_of(const struct store_format *format)
{
	return format->by_copy ? BOUND_FILE_RESERVE : CHECKED_FILE_RESERVE;
}

/*
 * Whose file it is can be read off its first bytes, before SQLite does anything to it. A file of
 * ours that is cut within them, or whose marks are gone, cannot be told from a stranger's.
 */
static enum store_state look_at(const char *path, const struct store_format *format, char **why)
{
	unsigned char header[HEADER_SIZE];
	ssize_t n;
	int version;

	n = file_peek(path, header, sizeof(header));
	if (n < 0 && errno != EINVAL) {
		bool absent = errno == ENOENT;

		*why = g_strdup_printf("cannot open '%s': %s", path, g_strerror(errno));
		return absent ? STORE_ABSENT : STORE_UNREADABLE;
	}
	if (n != sizeof(header) || memcmp(header, "SQLite format 3", 16) != 0 ||
	    big_endian(header + HEADER_APPLICATION) != format->application_id) {
		*why = g_strdup_printf("'%s' is not %s", path, format->what);
		return STORE_FOREIGN;
	}
	version = (int)big_endian(header + HEADER_VERSION);
	if (version != format->version || header[HEADER_RESERVE] != reserve_of(format)) {
		*why = g_strdup_printf("'%s' is %s of format %d, this program reads %d", path,
				       format->what, version, format->version);
		return STORE_OTHER_VERSION;
	}
	return STORE_READY;
}

/* What a file is and when it last changed; whether its owner has a log that is not in it yet. */
static bool look_closely(const char *path, GStatBuf *info)
{
	static const char *const logs[] = { "-wal", "-journal" };
	GStatBuf log_info;

	for (size_t i = 0; i < G_N_ELEMENTS(logs); i++) {
		g_autofree char *log = g_strconcat(path, logs[i], NULL);

		if (g_stat(log, &log_info) == 0 && log_info.st_size > 0)
			return false;
	}
	return g_stat(path, info) == 0;
}

static bool is_unchanged(const GStatBuf *a, const GStatBuf *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/*
 * Where nothing can be written beside the file, SQLite cannot tell its owner that it reads, and its
 * owner may write meanwhile: the whole file is taken into memory, while nothing changes. The bytes
 * are SQLite's to free. NULL: it does not come to rest, or cannot be read.
 */
static unsigned char *read_at_rest(const char *path, size_t *length)
{
	for (int i = 0; i < REST_ATTEMPTS; i++) {
		GStatBuf before, after;
		g_autofree char *bytes = NULL;
		unsigned char *out;

		if (i)
			g_usleep(REST_PAUSE_US);
		if (!look_closely(path, &before) ||
		    !file_read_regular(path, copy_limit, true, &bytes, length, NULL) ||
		    !look_closely(path, &after) || !is_unchanged(&before, &after))
			continue;
		out = sqlite3_malloc64(*length);
		if (out)
			memcpy(out, bytes, *length);
		return out;
	}
	return NULL;
}

static bool connect_to_copy(struct store *store, const char *path)
{
	size_t length = 0;
	unsigned char *bytes = read_at_rest(path, &length);

	if (!bytes ||
	    sqlite3_open_v2(":memory:", &store->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		sqlite3_free(bytes);
		return false;
	}
	if (!checked_file_is_whole(bytes, length)) {
		sqlite3_free(bytes);
		store_note_damage(store, "a page's checksum is wrong");
		return false;
	}
	/* In memory there is no log beside it, so that it must not say it has one:
	 * fileformat, 1.3.3 */
	bytes[HEADER_WRITE_FORMAT] = bytes[HEADER_READ_FORMAT] = 1;
	store->in_memory = true;
	return sqlite3_deserialize(
		       store->db, "main", bytes, (sqlite3_int64)length, (sqlite3_int64)length,
		       SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY) == SQLITE_OK;
}

static bool connect_to_file(struct store *store, const char *path, int flags)
{
	return checked_file_register() == SQLITE_OK &&
	       sqlite3_open_v2(path, &store->db,
			       flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			       store->format->by_copy ? BOUND_FILE_VFS : CHECKED_FILE_VFS) ==
		       SQLITE_OK;
}

static bool may_be_written(const char *path)
{
	g_autofree char *directory = g_path_get_dirname(path);

	return access(directory, W_OK) == 0 && access(path, W_OK) == 0;
}

static bool connect_to(struct store *store, const char *path)
{
	if (may_be_written(path) ? !connect_to_file(store, path, 0) : !connect_to_copy(store, path))
		return false;
	store_harden(store);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return sqlite3_busy_timeout(store->db, BUSY_MS) == SQLITE_OK;
}

enum store_state store_open(const char *path, const struct store_format *format, struct store **out,
			    char **why)
{
	enum store_state state = look_at(path, format, why);
	_cleanup_(store_freep) struct store *store = NULL;

	if (state != STORE_READY)
		return state;
	store = store_new(format, path);
	if (format->by_copy) {
		if (!copy_open(store, why))
			return store->damaged ? STORE_DAMAGED : STORE_UNREADABLE;
		*out = g_steal_pointer(&store);
		return STORE_READY;
	}
	/* The first look reads the header's page and what a killed writer left in the log. */
	if (!connect_to(store, path) ||
	    sqlite3_exec(store->db,
			 format->durable ? "PRAGMA synchronous = EXTRA"
					 : "PRAGMA synchronous = NORMAL",
			 NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_exec(store->db,
			 "PRAGMA cell_size_check = ON; SELECT count(*) FROM sqlite_schema", NULL,
			 NULL, NULL) != SQLITE_OK) {
		bool damaged = store->damaged ||
			       (store->db && means_damage(sqlite3_extended_errcode(store->db)));

		*why = g_strdup_printf("cannot read '%s': %s", path,
				       store->failure ? store->failure
				       : store->db    ? reason(store)
						      : "its owner keeps writing to it");
		return damaged ? STORE_DAMAGED : STORE_UNREADABLE;
	}
	*out = g_steal_pointer(&store);
	return STORE_READY;
}

static bool make_tables(struct store *store, GError **error)
{
	g_autofree char *marks =
		g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
				(int)store->format->application_id, store->format->version);

	return store_execute(store, marks, error) &&
	       store_execute(store, store->format->schema, error);
}

bool store_open_private(const struct store_format *format, struct store **out, GError **error)
{
	_cleanup_(store_freep) struct store *store = store_new(format, NULL);

	/* SQLite's name for a file that is deleted when closed, and in memory while it fits. */
	if (sqlite3_open_v2("", &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
	    SQLITE_OK)
		return store_fail(store, error);
	if (!store_execute(store, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", error) ||
	    !make_tables(store, error))
		return false;
	*out = g_steal_pointer(&store);
	return true;
}

/* SQLite has one mode for all of its files. */
static bool make_empty(const char *path, int mode, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (fd < 0)
		return fail_errno(error, "cannot write '%s'", path);
	close(fd);
	return true;
}

bool store_begin(const char *path, const struct store_format *format, struct store **out,
		 GError **error)
{
	_cleanup_(store_freep) struct store *store = store_new(format, path);
	int reserve = reserve_of(format);

	store->new_path = g_strconcat(store->place ? store->place : path, ".new", NULL);
	unlink(store->new_path); /* of a build that was killed */
	if (format->mode && !make_empty(store->new_path, format->mode, error))
		return false;
	leftover_note(store->new_path);
	if (!connect_to_file(store, store->new_path, SQLITE_OPEN_CREATE) ||
	    sqlite3_file_control(store->db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve) !=
		    SQLITE_OK)
		return store_fail(store, error);
	store_harden(store);
	/* It is nothing until it is renamed: a journal would only be written twice. A defensive
	 * connection would have one. */
	if (!store_execute(store,
			   "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
			   "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -8192; PRAGMA "
			   "page_size = 8192;",
			   error) ||
	    !make_tables(store, error))
		return false;
	*out = g_steal_pointer(&store);
	return true;
}

bool store_take_place(struct store *store, const char *place, GError **error)
{
	static const char *const beside[] = { "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
		g_autofree char *old = g_strconcat(place, beside[i], NULL);

		unlink(old);
	}
	if (rename(store->new_path, place) != 0)
		return fail_errno(error, "cannot rename '%s' to '%s'", store->new_path, place);
	leftover_forget(store->new_path);
	g_clear_pointer(&store->new_path, g_free);
	return true;
}

bool store_publish(struct store *store, GError **error)
{
	if (store->format->by_copy)
		return copy_publish(store, error);
	/* With a log readers go on while somebody writes; the mode is part of the file. */
	if (!store_execute(store, "PRAGMA locking_mode = NORMAL", error) ||
	    !store_execute(store,
			   store->format->durable ? "PRAGMA journal_mode = DELETE"
						  : "PRAGMA journal_mode = WAL",
			   error))
		return false;
	g_hash_table_remove_all(store->queries);
	if (sqlite3_close(store->db) != SQLITE_OK)
		return store_fail(store, error);
	store->db = NULL;
	if (!file_sync(store->new_path, error))
		return false;
	/*
	 * The log of a predecessor must not be taken for this one's, nor must the predecessor be
	 * left without its log.
	 */
	unlink(store->path);
	return store_take_place(store, store->path, error);
}

/* The system has no lock that waits for so long only. */
static bool wait_for_lock(int fd, unsigned wait_s)
{
	gint64 end = g_get_monotonic_time() + (gint64)wait_s * G_USEC_PER_SEC;

	while (flock(fd, wait_s ? LOCK_EX | LOCK_NB : LOCK_EX) != 0) {
		if (errno == EWOULDBLOCK && g_get_monotonic_time() < end)
			g_usleep(LOCK_PAUSE_US);
		else if (errno != EINTR)
			return false;
	}
	return true;
}

/* The open file that is to be locked; -1 after an error. */
static int open_lock(const char *path, char **name_out, GError **error)
{
	g_autofree char *place = copy_place(path); /* a file has one lock by all its names */
	g_autofree char *directory = g_path_get_dirname(place);
	char *name = *name_out = g_strconcat(place, ".lock", NULL);
	int fd;

	/* No lock beside a device or a directory: it would be made wherever that is. */
	if (file_peek(path, NULL, 0) < 0 && (errno == EINVAL || errno == EISDIR || errno == ENXIO)) {
		fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': not a regular file", path);
		return -1;
	}
	if (!file_make_directory(directory, 0777, error))
		return -1;
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		fail_errno(error, "cannot open '%s'", name);
	return fd;
}

static struct store_lock *lock_of(int fd)
{
	struct store_lock *lock = g_new0(struct store_lock, 1);

	lock->fd = fd;
	return lock;
}

bool store_try_lock(const char *path, struct store_lock **out)
{
	g_autofree char *name = NULL;
	int fd = open_lock(path, &name, NULL);

	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return false;
	}
	*out = lock_of(fd);
	return true;
}

bool store_lock(const char *path, unsigned wait_s, void (*waiting)(const char *path, void *data),
		void *data, struct store_lock **out, GError **error)
{
	g_autofree char *name = NULL;
	int fd = open_lock(path, &name, error);

	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK && waiting)
			waiting(path, data);
		if (!wait_for_lock(fd, wait_s)) {
			if (errno == EWOULDBLOCK)
				fail(error, WINNOW_ERROR_RETRY,
				     "another process has locked '%s' for more than %u s", name,
				     wait_s);
			else
				fail_errno(error, "cannot lock '%s'", name);
			close(fd);
			return false;
		}
	}
	*out = lock_of(fd);
	return true;
}

void store_unlock(struct store_lock *lock)
{
	close(lock->fd);
	g_free(lock);
}

/* Whether a transaction is to change a copy, and not what is being built or private. */
static bool is_by_copy(const struct store *store)
{
	return store->format->by_copy && store->path && (!store->new_path || store->before);
}

bool store_begin_transaction(struct store *store, GError **error)
{
	if (is_by_copy(store) && !copy_begin(store, error))
		return false;
	return store_execute(store, "BEGIN IMMEDIATE", error);
}

bool store_commit(struct store *store, GError **error)
{
	if (store->failure)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': %s",
			    store->path ? store->path : "a temporary file", store->failure);
	return store_execute(store, "COMMIT", error) &&
	       (!is_by_copy(store) || copy_commit(store, error));
}

void store_rollback(struct store *store)
{
	if (!store->path)
		return; /* without a journal there is no going back, and nobody who would see it */
	if (is_by_copy(store))
		copy_rollback(store);
	else
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

bool store_is_writable(const struct store *store)
{
	if (store->format->by_copy && store->place && !store->new_path)
		return may_be_written(store->place);
	return !store->in_memory && sqlite3_db_readonly(store->db, "main") == 0;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

void store_note_damage(struct store *store, const char *why)
{
	if (store->failure)
		return;
	store->damaged = true;
	store->failure = g_strdup(why);
}
