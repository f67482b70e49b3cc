/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tree-names - which names a whole tree holds: every one of every source file, and the paths by
 * which its files can be included. Kept by tree, and made from the nearest one that was kept.
 */

#ifndef WINNOW_CODE_TREE_NAMES_H
#define WINNOW_CODE_TREE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"
#include "read/diff.h"
#include "code/identifier.h"

struct tree_names;

/* How many trees are kept in a directory, those used last; about 12 bytes a name. */
enum { TREE_NAMES_KEPT = 6 };

/*
 * The names of the tree of commit, from directory if it is there (NULL: none is kept), else from
 * repo, and then kept there. A file that is damaged is made anew; one that cannot be written is
 * done without. Fails with WINNOW_ERROR_INPUT when a directory of the tree is missing.
 */
bool tree_names_open(struct repo *repo, const struct commit_id *commit, const char *directory,
		     bool progress, struct tree_names **out,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tree_names_free(struct tree_names *names);
DEFINE_CLEANUP(struct tree_names *, tree_names_free)

/*
 * What diff adds counts as there from now on, and no more once it is removed again: exact for the
 * names of added lines, but for those that it only uses (identifier.h), and for new paths; what a
 * diff takes away goes on to count. Any number of diffs, in any order; none is kept. ids are the
 * diff's; NULL: they are read.
 */
void tree_names_add(struct tree_names *names, const struct diff *diff,
		    const struct identifiers *ids);
void tree_names_remove(struct tree_names *names, const struct diff *diff,
		       const struct identifiers *ids);

/* Whether anything is called so: in the tree, or in what was added. */
bool tree_names_has(const struct tree_names *names, const char *name);

/*
 * The same by the hash of a name or a path (identifier.h), and of the tree alone: what was added
 * does not count.
 */
bool tree_names_has_hash(const struct tree_names *names, guint64 hash);

/* Whether an #include of header can mean one of its files. */
bool tree_names_has_header(const struct tree_names *names, const char *header);

/* The same for a use. */
bool tree_names_has_use(const struct tree_names *names, const struct identifier_use *use);

/* How many different names, paths included. What was added does not count. */
size_t tree_names_count(const struct tree_names *names);

/*
 * Source files that could not be read (a partial clone), so that what is in them is not known: then
 * no name can be called missing that they might hold. Borrowed, sorted, NULL-terminated.
 */
const char *const *tree_names_unreadable(const struct tree_names *names);

#endif
