/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patch-commit - a commit of a repository as a patch, and what its message says. */

#ifndef WINNOW_READ_PATCH_COMMIT_H
#define WINNOW_READ_PATCH_COMMIT_H

#include "git/repo.h"
#include "read/patch.h"

/*
 * What commit, which is no merge, changes; the caller's. A diff that cannot be read, or is longer
 * than PATCH_BYTES_LIMIT, is a problem of the patch. Never NULL.
 */
struct patch *patch_of_commit(struct repo *repo, const struct commit *commit);

/*
 * The same on any thread, with a repo of its own. *n_lacked: how often an object was asked for in
 * vain, which patch_note_lacked() has to be told.
 */
struct patch *patch_of_commit_apart(struct repo *repo, const struct commit *commit,
				    size_t *n_lacked);

/* Have repo tell what patch lacks, instead of the patch itself; back on the thread of repo. */
void patch_note_lacked(struct patch *patch, struct repo *repo);

/* The message alone of the commit id, in *out, which must be cleared; false: it cannot be read. */
bool message_of_commit(struct repo *repo, const struct commit_id *id, struct message *out);

#endif
