/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"

enum {
	NOTE_LIMIT = 4096,
	HEADER_WRITE_FORMAT = 18, /* sqlite.org/fileformat.html, 1.3.3: 2 for a write-ahead log */
};

const char moment_schema[] = "CREATE TABLE IF NOT EXISTS moment ("
			     " one INTEGER PRIMARY KEY CHECK (one = 1),"
			     " id TEXT NOT NULL,"
			     " change INTEGER NOT NULL,"
			     " sum INTEGER NOT NULL,"
			     " sum_before INTEGER NOT NULL);";

/* Of all, and of one mail's. */
static const char *const rows[][2] = {
	{ "SELECT 'mail', number, message_id, content, subject FROM mail",
	  "SELECT 'mail', number, message_id, content, subject FROM mail WHERE number = ?" },
	{ "SELECT 'delivery', mail, address, state, at, reply FROM delivery",
	  "SELECT 'delivery', mail, address, state, at, reply FROM delivery WHERE mail = ?" },
	{ "SELECT 'answer', mail, answered, sender FROM answer",
	  "SELECT 'answer', mail, answered, sender FROM answer WHERE mail = ?" },
};
static const int columns[] = { 5, 6, 4 };

static guint64 add_text(guint64 sum, const char *text)
{
	for (;; text++) {
		sum = (sum ^ (unsigned char)*text) * 0x100000001b3u;
		if (!*text)
			return sum ^ sum >> 29;
	}
}

static bool has_table(struct store *store, const char *name)
{
	struct query *query = store_query(store, "SELECT 1 FROM sqlite_schema WHERE name = ?");
	bool found;

	query_text(query, name);
	found = query_next(query);
	query_end(query);
	return found;
}

/* Rows in any order: added, so that a change need not look at the others. */
guint64 moment_sum(struct store *store, gint64 mail)
{
	bool answers = has_table(store, "answer");
	guint64 sum = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(rows) - !answers; i++) {
		struct query *query = store_query(store, rows[i][mail != 0]);

		if (mail)
			query_int(query, mail);
		while (query_next(query)) {
			guint64 row = 0xcbf29ce484222325u;

			for (int k = 0; k < columns[i]; k++)
				row = add_text(row, query_get_text(query, k));
			sum += row;
		}
	}
	return sum;
}

bool moment_read(struct store *store, struct moment *out)
{
	struct query *query;
	bool found;

	if (!has_table(store, "moment"))
		return false;
	query = store_query(store, "SELECT id, change, sum, sum_before FROM moment");
	found = query_next(query);
	if (found) {
		*out = (struct moment){
			.change = query_get_int(query, 1),
			.sum = (guint64)query_get_int(query, 2),
			.sum_before = (guint64)query_get_int(query, 3),
		};
		g_strlcpy(out->id, query_get_text(query, 0), sizeof(out->id));
	}
	query_end(query);
	return found;
}

void moment_write(struct store *store, const struct moment *moment)
{
	struct query *query = store_query(
		store, "INSERT OR REPLACE INTO moment (one, id, change, sum, sum_before)"
		       " VALUES (1, ?, ?, ?, ?)");

	query_text(query, moment->id);
	query_int(query, moment->change);
	query_int(query, (gint64)moment->sum);
	query_int(query, (gint64)moment->sum_before);
	query_next(query);
}

void moment_begin(struct moment *moment, guint64 sum)
{
	g_autofree char *uuid = g_uuid_string_random();
	size_t n = 0;

	*moment = (struct moment){ .sum = sum, .sum_before = sum };
	for (const char *c = uuid; *c && n < MOMENT_ID; c++)
		if (*c != '-')
			moment->id[n++] = *c;
}

void moment_advance(struct moment *moment, guint64 sum)
{
	moment->change++;
	moment->sum_before = moment->sum;
	moment->sum = sum;
}

static char *note_path(const char *path)
{
	return g_strconcat(path, ".last", NULL);
}

/* Always of one length, shorter than any disk writes at once: it is never half of one. */
static char *note_text(const struct moment *moment)
{
	return g_strdup_printf("winnow ledger %-32s change %20" PRId64 " sum %016" PRIx64 "\n",
			       moment->id, moment->change, moment->sum);
}

static bool parse_note(const char *text, struct moment *out)
{
	g_autofree char *again = NULL;

	*out = (struct moment){ 0 };
	if (sscanf(text, "winnow ledger %32s change %" SCNd64 " sum %" SCNx64, out->id,
		   &out->change, &out->sum) != 3)
		return false;
	again = note_text(out);
	return strcmp(text, again) == 0;
}

bool moment_note(const char *path, const struct moment *moment, GError **error)
{
	g_autofree char *name = note_path(path);
	g_autofree char *text = note_text(moment);
	size_t length = strlen(text);
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0600);
	struct stat status;
	bool ok = fd >= 0;

	if (ok && (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))) {
		close(fd);
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write '%s': not a regular file",
			    name);
	}
	ok = ok && pwrite(fd, text, length, 0) == (ssize_t)length;
	ok = ok && (status.st_size == (off_t)length || ftruncate(fd, (off_t)length) == 0);
	ok = ok && fsync(fd) == 0;
	if (!ok)
		fail_errno(error, "cannot write '%s'", name);
	if (fd >= 0)
		close(fd);
	return ok && (status.st_size || file_sync_directory(path, error));
}

/* Whether there is one; *out is filled only by one that can be read. */
static bool read_note(const char *path, struct moment *out, bool *readable)
{
	g_autofree char *name = note_path(path);
	g_autofree char *text = NULL;
	struct stat status;
	size_t length;

	*readable = false;
	if (lstat(name, &status) != 0 && errno == ENOENT)
		return false;
	*readable = file_read_regular(name, NOTE_LIMIT, false, &text, &length, NULL) &&
		    parse_note(text, out);
	return true;
}

bool moment_is_noted(const char *path, const struct moment *moment)
{
	struct moment note;
	bool readable;

	return read_note(path, &note, &readable) && readable && strcmp(note.id, moment->id) == 0 &&
	       note.change == moment->change && note.sum == moment->sum;
}

/* Whether the file says that a log beside it belongs to it. */
static bool uses_log(const char *path)
{
	unsigned char header[HEADER_WRITE_FORMAT + 1] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool uses = fd >= 0 && read(fd, header, sizeof(header)) == sizeof(header) &&
		    header[HEADER_WRITE_FORMAT] == 2;

	if (fd >= 0)
		close(fd);
	return uses;
}

char *moment_doubt_files(const char *path)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	g_autofree char *map = g_strconcat(path, "-shm", NULL);
	g_autofree char *name = note_path(path);
	struct stat status;

	if (lstat(path, &status) != 0)
		return errno == ENOENT && lstat(name, &status) == 0
			       ? g_strdup_printf("'%s' is gone: '%s' tells of it", path, name)
			       : NULL;
	if ((lstat(log, &status) == 0 && status.st_size > 0) ||
	    (uses_log(path) && lstat(map, &status) == 0))
		return g_strdup_printf(
			"'%s' was left by an older winnow that was killed, and part of it is, or "
			"was, in '%s'",
			path, log);
	return NULL;
}

/* The sum is of the tables; what is looked up by their indexes must be the same. */
static bool is_consistent(struct store *store)
{
	struct query *query = store_query(store, "PRAGMA integrity_check(1)");
	bool consistent = query_next(query) && strcmp(query_get_text(query, 0), "ok") == 0;

	query_end(query);
	return consistent;
}

static char *find_doubt(const char *path, struct store *store)
{
	g_autofree char *name = note_path(path);
	struct moment moment, note;
	/* The ledger first: whoever reads it keeps others from the next change. */
	bool begun = moment_read(store, &moment);
	bool readable, noted = read_note(path, &note, &readable);

	if (noted && !readable)
		return g_strdup_printf("'%s', which says how far '%s' was, cannot be read", name,
				       path);
	if (!begun)
		return noted && !store_failure(store, NULL)
			       ? g_strdup_printf("'%s' is older than '%s'", path, name)
			       : NULL;
	if (moment.sum != moment_sum(store, 0))
		return store_failure(store, NULL)
			       ? NULL
			       : g_strdup_printf("what '%s' holds is not what was written to it",
						 path);
	if (!is_consistent(store))
		return store_failure(store, NULL)
			       ? NULL
			       : g_strdup_printf("'%s' is put together of several states", path);
	if (!noted)
		return moment.change ? g_strdup_printf("'%s' is without '%s', which says how far "
						       "it was: it may be an older copy",
						       path, name)
				     : NULL;
	if (strcmp(note.id, moment.id) != 0)
		return g_strdup_printf("'%s' is another ledger than '%s' is about", path, name);
	if (note.change > moment.change)
		return g_strdup_printf("'%s' is an older copy: it lacks the last %" PRId64
				       " changes that '%s' counts",
				       path, note.change - moment.change, name);
	if (note.change < moment.change - 1 ||
	    note.sum != (note.change == moment.change ? moment.sum : moment.sum_before))
		return g_strdup_printf("'%s' and '%s' are not of the same moment", path, name);
	return NULL;
}

char *moment_doubt(const char *path, struct store *store)
{
	bool begun = store_execute(store, "BEGIN", NULL);
	char *doubt = find_doubt(path, store);

	if (begun)
		store_rollback(store); /* nothing was written */
	return doubt;
}
