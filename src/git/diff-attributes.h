/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diff-attributes - what git's attributes say of how files are to be compared, gitattributes(5). */

#ifndef WINNOW_GIT_DIFF_ATTRIBUTES_H
#define WINNOW_GIT_DIFF_ATTRIBUTES_H

#include <stdbool.h>

#include <glib.h>

struct git_repository;

/* Whether nobody says of the file how to compare it; libgit2 asks for nothing but "diff". */
bool diff_has_no_attribute(struct git_repository *git, const char *path);

/*
 * Append the "diff" of each of paths, in their order, each on a line of its own: "" where nothing
 * is said, "+" set, "-" unset, else "=" and its value. False, a part appended: they cannot be read.
 */
bool diff_attributes(struct git_repository *git, const GPtrArray *paths, GString *out);

#endif
