/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * checked-file - an SQLite VFS that ends every page of a database with a checksum and verifies it
 * on reading. SQLite itself notices damage to its structure only; a changed byte in a text or in an
 * index key would be a wrong result.
 */

#ifndef WINNOW_BASE_CHECKED_FILE_H
#define WINNOW_BASE_CHECKED_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* The VFS to name in sqlite3_open_v2(). A page that fails is SQLITE_IOERR_DATA. */
#define CHECKED_FILE_VFS "winnow-checked"

/*
 * The same for files that checked_file_bind() has bound: a page of another state of the same file
 * fails, too. Opened SQLITE_OPEN_READONLY, the file is taken for one that nobody changes: no lock
 * is asked for, and nothing is looked for beside it.
 */
#define BOUND_FILE_VFS "winnow-bound"

/* What a database must reserve at the end of each page (SQLITE_FCNTL_RESERVE_BYTES). */
enum { CHECKED_FILE_RESERVE = 8, BOUND_FILE_RESERVE = 16 };

/* Whether each page of a whole database with CHECKED_FILE_RESERVE, length bytes, has its checksum.
 */
bool checked_file_is_whole(const void *bytes, size_t length);

/*
 * Bind all pages of a database, which BOUND_FILE_VFS wrote and nobody has open, to what the whole
 * file holds: each checksum is mixed with a sum of all of them, which the first page has. Of the
 * same content the same bytes come. fd is open for reading and writing, path for messages.
 */
bool checked_file_bind(int fd, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make them known to SQLite; any number of times. Returns an SQLite status. */
int checked_file_register(void);

#endif
