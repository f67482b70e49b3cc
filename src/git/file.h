/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file - one file in the trees of a repository: its versions, and how they became each other. */

#ifndef WINNOW_GIT_FILE_H
#define WINNOW_GIT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "git/repo.h"

/*
 * Unreadable: it is no file, too long, or an object is missing (partial clones). Bytes: it is a file
 * and no text, which who reads bytes tells; repo_read_file() makes text of it.
 */
enum repo_file { REPO_FILE_READ, REPO_FILE_ABSENT, REPO_FILE_UNREADABLE, REPO_FILE_BYTES };

/*
 * The text of the file at path in a commit's tree, as valid UTF-8, in *out, the caller's. Longer
 * than limit bytes is unreadable.
 */
enum repo_file repo_read_file(struct repo *repo, const struct commit_id *id, const char *path,
			      size_t limit, char **out);

/*
 * The id of what the file at path holds in the tree of the commit id, or of its first parent: two
 * versions with the same id are the same. READ means that it is there.
 */
enum repo_file repo_file_id(struct repo *repo, const struct commit_id *id, bool of_parent,
			    const char *path, struct commit_id *out);

/* The bytes that such an id stands for. NULL: unreadable, see above. The caller unrefs. */
GBytes *repo_read_blob(struct repo *repo, const struct commit_id *blob, size_t limit);

/* Lines that were replaced; lines count from 0. Either count may be 0: start is then a gap. */
struct line_change {
	size_t old_start, old_count, new_start, new_count;
};

/* What turns before into after (struct line_change), from top to bottom. NULL: too much for it. */
GArray *lines_compare(GBytes *before, GBytes *after);

/*
 * Whether git would merge what turned before into theirs with what turned it into ours, three texts
 * of a file, without a conflict; *same: and that leaves ours as it is. False where it is too much
 * for it.
 */
bool lines_merge(const char *before, const char *ours, const char *theirs, bool *same);

/*
 * The name that the file, which the commit id made at path, had before: of a file that it took away
 * and that was the same, or had the same last name, or was like it. NULL: there is none, or it
 * cannot be read. The caller frees.
 */
char *repo_old_name(struct repo *repo, const struct commit_id *id, const char *path);

#endif
