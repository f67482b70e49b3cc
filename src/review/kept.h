/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kept - what was found the last time, in a file of JSON in the cache. */

#ifndef WINNOW_REVIEW_KEPT_H
#define WINNOW_REVIEW_KEPT_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"

struct json_t;

/* path as file_read_given() has it, of at most 256 MB. *root is the caller's to json_decref().
 * Fails with WINNOW_ERROR_INPUT, naming path and line. */
bool kept_read(const char *path, struct json_t **root, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Add to root, which it frees, that it is of version 1 and made at now, and write it. */
bool kept_write(const char *path, struct json_t *root, gint64 now,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Where in the cache that is, of what these parts (NULL-terminated) name in repo (NULL: none), as
 * files or anything else. The caller frees.
 */
char *kept_path(const struct repo *repo, const char *const *parts);

#endif
