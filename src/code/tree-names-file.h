/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tree-names-file - names of trees in files, one for each; for tree-names.c. */

#ifndef WINNOW_CODE_TREE_NAMES_FILE_H
#define WINNOW_CODE_TREE_NAMES_FILE_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "code/hash-counts.h"

/* The counts are borrowed from map where there is one, else owned. */
struct names_file {
	struct sorted_counts sorted;
	char **unreadable; /* paths; NULL unless read */
	GMappedFile *map;
};

/* False when there is none, or it is damaged, or of another kind of machine; *out is undefined. */
bool names_file_read(const char *directory, const struct commit_id *tree,
		     struct names_file *out) G_GNUC_WARN_UNUSED_RESULT;
void names_file_clear(struct names_file *file);

/*
 * Put it in place whole or not at all, and delete those used longest ago but n_kept. What the
 * system refuses is left undone: it is a cache.
 */
void names_file_write(const char *directory, const struct commit_id *tree,
		      const struct sorted_counts *sorted, const char *const *unreadable,
		      size_t n_kept);

/* Call visit for the tree of each file there is, in the order of their ids. */
void names_file_each(const char *directory, void (*visit)(const struct commit_id *tree, void *data),
		     void *data);

#endif
