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
	bool reading;
	bool frozen; /* a copy in memory of what cannot be written */
};

/* That what was just asked of SQLite failed. The first failure is the cause of the others. */
void store_note_failure(struct store *store);

/* The statements: a table of none, and what ends all reading with them. */
GHashTable *store_queries_new(void);
void store_reset_queries(struct store *store);

#endif
