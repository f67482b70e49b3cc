/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store-parts - what the files of a store share; nobody else's business. */

#ifndef WINNOW_BASE_STORE_PARTS_H
#define WINNOW_BASE_STORE_PARTS_H

#include "base/store.h"

struct sqlite3;
struct sqlite3_stmt;

struct query {
	struct store *store;
	struct sqlite3_stmt *statement; /* NULL: it could not be prepared */
	int bound;
};

struct store {
	struct sqlite3 *db;
	const struct store_format *format;
	char *path;	     /* where it is, or is to be; NULL: private */
	char *new_path;	     /* being built; NULL: it is at path */
	GHashTable *queries; /* sql -> struct query * */
	char *failure;
	bool damaged;
	bool in_memory; /* a copy of what cannot be written */

	/* By copy. */
	char *place;		/* where path leads to */
	int source;		/* the file as it is read, -1: none */
	struct sqlite3 *before; /* while db is a copy to be changed: what is read else */
	guint64 work;		/* of the query at hand, in units of WORK_UNIT */
};

enum { WORK_UNIT = 1000 * 1000 }; /* steps of SQLite's machine, some ten of them a row */

/* That what was just asked of SQLite failed. The first failure is the cause of the others. */
void store_note_failure(struct store *store);

/* The statements: a table of none, and what ends all reading with them. */
GHashTable *store_queries_new(void);

/* What every connection is told before its file is looked at, but for SQLITE_DBCONFIG_DEFENSIVE. */
void store_harden(struct store *store);

/* Fails with what SQLite has just said. */
bool store_fail(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Put what is at new_path, closed and on the disk, in place's, without what lies beside a
 * predecessor: a log of its own would be taken for this one's.
 */
bool store_take_place(struct store *store, const char *place,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is at new_path, if anything, is not wanted. */
void store_forget_new(struct store *store);

/* By copy, see store-copy.c: *why (the caller frees) as store_open() says. */
char *copy_place(const char *path);
bool copy_open(struct store *store, char **why) G_GNUC_WARN_UNUSED_RESULT;
bool copy_begin(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool copy_commit(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void copy_rollback(struct store *store);

/* Bind what is at new_path and put it in its place; db is closed. */
bool copy_publish(struct store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
