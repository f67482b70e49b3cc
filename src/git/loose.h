/* SPDX-License-Identifier: GPL-2.0-or-later */
/* loose - objects that git keeps in a file each. */

#ifndef WINNOW_GIT_LOOSE_H
#define WINNOW_GIT_LOOSE_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "base/inflate.h"
#include "git/object.h"

/*
 * Read the object id below directory, only its header unless whole is set. *found says whether
 * there is one; *out is the caller's to object_clear() if so. Fails with WINNOW_ERROR_INPUT when
 * what is there is no such object, damaged, or longer than is looked into; SYSTEM when it cannot
 * be read. Whatever is in the object's place, it neither blocks nor takes more memory than the
 * object does.
 */
bool loose_read(struct inflater *inflater, const char *directory, const struct commit_id *id,
		bool whole, bool *found, struct object *out,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

bool loose_exists(const char *directory, const struct commit_id *id);

/* Append the ids below directory that begin with prefix's first digits to out (struct commit_id).
 */
void loose_find(const char *directory, const struct commit_id *prefix, size_t digits, GArray *out);

#endif
