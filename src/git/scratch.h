/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scratch - a commit's tree that is changed in memory, byte for byte: files, their modes, links,
 * submodules. Nothing of it is written into any repository.
 */

#ifndef WINNOW_GIT_SCRATCH_H
#define WINNOW_GIT_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"

/* Modes as git has them. */
enum {
	SCRATCH_FILE = 0100644,
	SCRATCH_PROGRAM = 0100755,
	SCRATCH_LINK = 0120000,
	SCRATCH_SUBMODULE = 0160000
};

struct scratch;

/* The tree of the commit base; borrows repo. Fails with WINNOW_ERROR_INPUT if it is missing. */
bool scratch_new(struct repo *repo, const struct commit_id *base, struct scratch **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void scratch_free(struct scratch *scratch);
DEFINE_CLEANUP(struct scratch *, scratch_free)

/* The mode of what is at path by now; 0: there is no file. */
unsigned scratch_mode(struct scratch *scratch, const char *path);

/*
 * Its bytes: of a link where it leads, of a submodule "Subproject commit ID\n". NULL: there is
 * none, or it cannot be read. The caller unrefs.
 */
GBytes *scratch_read(struct scratch *scratch, const char *path);

/*
 * What is put is kept apart from what was there when scratch_begin() was called, until
 * scratch_keep() or scratch_undo(). There is one such step at a time.
 */
void scratch_begin(struct scratch *scratch);
void scratch_keep(struct scratch *scratch);
void scratch_undo(struct scratch *scratch);

/* Within a step. mode 0 removes the file, bytes may then be NULL. */
void scratch_put(struct scratch *scratch, const char *path, unsigned mode, GBytes *bytes);

/*
 * Within a step: have the files that the commit id in repo changes be as it leaves them, if they
 * are now as its first parent has them. *same says whether they were. Fails with
 * WINNOW_ERROR_INPUT when an object is missing.
 */
bool scratch_take_commit(struct scratch *scratch, struct repo *repo, const struct commit_id *id,
			 bool *same, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Within a step: a file that it makes where a directory stands, or below another file, so that no
 * tree can be both; the first by path, the step's. NULL: there is none.
 */
const char *scratch_clash(struct scratch *scratch);

/* Call visit for each file that the step at hand changed, by path; see scratch_put(). */
void scratch_each_changed(struct scratch *scratch,
			  void (*visit)(const char *path, unsigned mode, GBytes *bytes, void *data),
			  void *data);

/*
 * What the step at hand changed, as git shows it: bytes with whole binary patches, renames if
 * wanted. Fails with WINNOW_ERROR_INPUT for a path that no tree may hold (".git", "..").
 */
bool scratch_diff(struct scratch *scratch, bool renames, GBytes **out,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Within a step: apply a diff of git's to the files that paths name (NULL-terminated), each line
 * where it says, binary patches included. False, nothing put and a clause in *why (the caller's),
 * where it does not fit.
 */
bool scratch_apply(struct scratch *scratch, const char *diff, size_t length,
		   const char *const *paths, char **why) G_GNUC_WARN_UNUSED_RESULT;

#endif
