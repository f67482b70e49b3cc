/* SPDX-License-Identifier: GPL-2.0-or-later */
/* object-dirs - where a repository's objects are: its own directory, and those that it borrows
 * from. */

#ifndef WINNOW_GIT_OBJECT_DIRS_H
#define WINNOW_GIT_OBJECT_DIRS_H

#include <glib.h>

/*
 * The directory itself, then what its info/alternates name, and theirs (char *, each once). What is
 * not there, and what lies too deep or is too much, is left out, as git does. The caller unrefs.
 */
GPtrArray *object_dirs(const char *directory);

/*
 * The indexes of the packs in a directory of objects (char *, sorted, for directories come in any
 * order), and those of all that object_dirs() lists. The caller unrefs.
 */
GPtrArray *object_packs(const char *directory);
GPtrArray *object_packs_of_all(const char *directory);

#endif
