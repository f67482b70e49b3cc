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

/* The VFS to name in sqlite3_open_v2(). A page that fails is SQLITE_IOERR_DATA. */
#define CHECKED_FILE_VFS "winnow-checked"

/* What a database must reserve at the end of each page (SQLITE_FCNTL_RESERVE_BYTES). */
enum { CHECKED_FILE_RESERVE = 8 };

/* Whether each page of a whole database, length bytes, has its checksum. */
bool checked_file_is_whole(const void *bytes, size_t length);

/* Make it known to SQLite; any number of times. Returns an SQLite status. */
int checked_file_register(void);

#endif
