/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file-set - several files that are written together: all of them, or none. */

#ifndef WINNOW_BASE_FILE_SET_H
#define WINNOW_BASE_FILE_SET_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"

struct file_set;

struct file_set *file_set_new(void);
void file_set_free(struct file_set *set);
DEFINE_CLEANUP(struct file_set *, file_set_free)

/* path, once of a set: a regular file, which a symbolic link may lead to, or none yet. */
void file_set_add(struct file_set *set, const char *path, GBytes *bytes);

/*
 * All are on the disk under other names before the first takes the place of an old one; if one
 * cannot, those that have are put back. mode is a new file's. Fails: "cannot write 'x': why"; then
 * every file is what it was, and nothing is left beside them.
 */
bool file_set_write(struct file_set *set, int mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
