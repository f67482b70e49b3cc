/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * new-names - what upstream's files hold that a target's tree does not: by file, each read once.
 */

#ifndef WINNOW_CODE_NEW_NAMES_H
#define WINNOW_CODE_NEW_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/workers.h"
#include "git/repo.h"
#include "code/tree-names.h"

struct new_names;

/*
 * repo is upstream's; names are those of the tree of base, which need not be in repo. Many files
 * are read by workers (may be NULL). Borrows all.
 */
struct new_names *new_names_new(struct repo *repo, const struct commit_id *base,
				const struct tree_names *names, struct workers *workers);
void new_names_free(struct new_names *new_names);
DEFINE_CLEANUP(struct new_names *, new_names_free)

/* A file in which a name stands. The path is its own, valid UTF-8. */
struct new_name_file {
	char *path;
	struct commit_id blob;
};

/*
 * Where each of hashes (guint64; of names or paths that the target does not have) stands in the
 * tree of a commit, in what a file in one of directories (char *, as a set) can see: headers,
 * Kconfig, and files beside it. For each, an array of struct new_name_file is added to out, empty
 * where there is none, or where the tree cannot be read.
 */
void new_names_find(struct new_names *new_names, const struct commit_id *commit,
		    const GArray *hashes, GHashTable *directories, GPtrArray *out);

/* Whether the file at path in a commit's tree has the name, or is the path, that hash is of. */
bool new_names_has(struct new_names *new_names, const struct commit_id *commit, const char *path,
		   guint64 hash, bool is_path);

/*
 * The line by which a file defines name, as valid UTF-8, and whether it certainly does, see
 * identifier.h; NULL if none does. The caller frees.
 */
char *new_names_definition(struct new_names *new_names, const char *path,
			   const struct commit_id *blob, const char *name, bool *certain);
char *new_names_definition_at(struct new_names *new_names, const struct commit_id *commit,
			      const char *path, const char *name, bool *certain);

#endif
