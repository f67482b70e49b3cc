/* SPDX-License-Identifier: GPL-2.0-or-later */
/* blob-names - the names that files hold and a target's tree does not: each file is read once. */

#ifndef WINNOW_CODE_BLOB_NAMES_H
#define WINNOW_CODE_BLOB_NAMES_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/workers.h"
#include "code/tree-names.h"
#include "git/repo.h"

struct blob_names;

/* Of files in repo, beside names; many are read by workers (may be NULL). Borrows all. */
struct blob_names *blob_names_new(struct repo *repo, const struct tree_names *names,
				  struct workers *workers);
void blob_names_free(struct blob_names *blob_names);
DEFINE_CLEANUP(struct blob_names *, blob_names_free)

/* A file: what it is read as counts the first time. */
struct named_blob {
	struct commit_id id;
	enum source_kind kind;
};

/* Read those of n that were not read yet, so that they are at hand. */
void blob_names_read(struct blob_names *blob_names, const struct named_blob *blobs, size_t n);

/*
 * The hashes (guint64, identifier.h) of what is new in it, rising; none where it cannot be read, or
 * is no text. What is added to the tree's names does not count. Borrowed.
 */
const GArray *blob_names_of(struct blob_names *blob_names, const struct named_blob *blob);

#endif
