/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * store - one SQLite file that is whole at every moment: built beside and renamed into place,
 * changed in transactions, every page with a checksum, one writer at a time, readers beside it.
 *
 * Of a format that is changed by copy, each state is a file of its own, which nobody changes: a
 * transaction writes a copy that takes its place. Who has opened it sees one state, no lock is
 * needed to read, nothing lies beside it, and a page of an earlier state is noticed as one that is
 * damaged. It may be anybody's: its tables are compared when it is opened, and no query of it runs
 * longer than its size explains.
 */

#ifndef WINNOW_BASE_STORE_H
#define WINNOW_BASE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

/* What a kind of file is known by, and its tables. All static. */
struct store_format {
	guint32 application_id; /* in the file's header */
	int version;		/* of the tables; another one is not read */
	const char *schema;	/* SQL that makes the tables */
	bool by_copy;		/* changed by copy, see above; else by a log beside it */
	const char *indexes;	/* by copy: SQL that makes the rest, before it is published */
	const char *what;	/* "an upstream index", for messages */
	/* What was committed is in the file itself, on the disk, rather than in a log beside it.
	 * Whoever reads then keeps others from writing. */
	bool durable;
	int mode; /* of a new file; 0: as usual */
};

enum store_state {
	STORE_READY,
	STORE_ABSENT,
	STORE_OTHER_VERSION, /* ours, but older or newer than this program */
	STORE_DAMAGED,	     /* ours, but broken */
	STORE_FOREIGN,	     /* somebody else's file: never to be touched */
	STORE_UNREADABLE,    /* the system refused */
};

/* For one thread at a time. */
struct store;

/*
 * Open the file for reading, and for writing where the system allows it. Everything but STORE_READY
 * sets *why (the caller frees), a clause that names the file; *out is set with STORE_READY only.
 */
enum store_state store_open(const char *path, const struct store_format *format, struct store **out,
			    char **why) G_GNUC_WARN_UNUSED_RESULT;

/* One that nobody else sees and that is gone when it is freed; it may grow beyond memory. */
bool store_open_private(const struct store_format *format, struct store **out,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Begin a new file that store_publish() puts in path's place, whatever is there. Without it,
 * nothing happens to path. The lock must be held.
 */
bool store_begin(const char *path, const struct store_format *format, struct store **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_publish(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void store_free(struct store *store);
DEFINE_CLEANUP(struct store *, store_free)

/* Whether the system lets this process write the file. */
bool store_is_writable(const struct store *store);

/* Its bytes; 0 for a private one. */
gint64 store_size(const struct store *store);

/* NULL for a private one. */
const char *store_path(const struct store *store);

/*
 * One writer per path: wait for it (told by waiting, may be NULL, once) and be it. The directory is
 * made. Freed by store_unlock() or the process's end, however it ends. WINNOW_ERROR_RETRY when
 * wait_s seconds did not do; 0: no limit.
 */
struct store_lock;
bool store_lock(const char *path, unsigned wait_s, void (*waiting)(const char *path, void *data),
		void *data, struct store_lock **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same at once or not at all: for what may as well stay unwritten. */
bool store_try_lock(const char *path, struct store_lock **out) G_GNUC_WARN_UNUSED_RESULT;
void store_unlock(struct store_lock *lock);
DEFINE_CLEANUP(struct store_lock *, store_unlock)

/*
 * All or nothing. A transaction that is not committed is undone by store_free(). By copy the lock
 * must be held; it fails when another state has taken the place of what is open. What is read
 * within is the copy, after store_rollback() again what was read before, as if nothing had failed.
 */
bool store_begin_transaction(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool store_commit(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_rollback(struct store *store);

/* What was read cannot be: whatever SQLite thinks of it, the file is broken. */
void store_note_damage(struct store *store, const char *why);

/* Statements without results, several divided by ";". */
bool store_execute(struct store *store, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * A query is prepared once for each address of sql, which must be static, and comes reset. Then its
 * values are given in order, then the rows taken one by one. Texts and blobs are borrowed: bound
 * ones until the last row, results until the next.
 * A query that fails has no (more) rows, nor has any after it, and store_failure() says so: whoever
 * draws conclusions from a missing row asks it before they are believed.
 */
struct query;
struct query *store_query(struct store *store, const char *sql);
void query_int(struct query *query, gint64 value);
void query_text(struct query *query, const char *text); /* NULL is SQL's NULL */
void query_blob(struct query *query, const void *bytes, size_t length);
bool query_next(struct query *query);
void query_end(struct query *query); /* no more of its rows are wanted */
gint64 query_get_int(struct query *query, int column);
const char *query_get_text(struct query *query, int column); /* "" for NULL */

/* The same of what anybody may have written: anything but a number of that range is damage. */
gint64 query_get_within(struct query *query, int column, gint64 least, gint64 greatest);

/* The same of a text that is UTF-8 on one line, or NULL: else it is damage, and "". */
const char *query_get_line(struct query *query, int column);
const void *query_get_blob(struct query *query, int column, size_t *length);
bool query_is_null(struct query *query, int column);

/* NULL, or why a query failed. *damaged (may be NULL): because the file is broken. */
const char *store_failure(const struct store *store, bool *damaged);

#endif
