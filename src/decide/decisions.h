/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decisions - the file of what was decided: read, changed line by line, written whole. */

#ifndef WINNOW_DECIDE_DECISIONS_H
#define WINNOW_DECIDE_DECISIONS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "decide/decision.h"

struct decisions;

/*
 * Read the file at path, which need not be there yet. Lines that cannot be read are told in
 * warnings (char *, "file:line: what", to which it appends) and kept as they are. Of several
 * decisions on one key and tree, as a merge may leave them, the one of the latest date counts, of
 * one date the one whose line is greatest, so that it does not matter who merged whom.
 * *out is the caller's. Fails with WINNOW_ERROR_INPUT when it is no file of decisions, or of a
 * newer winnow.
 */
bool decisions_open(const char *path, GPtrArray *warnings, struct decisions **out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void decisions_free(struct decisions *decisions);
DEFINE_CLEANUP(struct decisions *, decisions_free)

/* Whether the file at path begins as a file of decisions does. */
bool decisions_are_in(const char *path);

const char *decisions_path(const struct decisions *decisions);

/*
 * What was decided on key in tree, else in every tree; tree may be NULL: none is known. NULL: it
 * was not decided. Lives as long as decisions, whatever is put in or read again.
 */
const struct decision *decisions_find(const struct decisions *decisions, const char *key,
				      const char *tree);

/* Whether anything was decided on key, in whatever tree. */
bool decisions_know(const struct decisions *decisions, const char *key);

/* Those that count, by key and tree. */
size_t decisions_count(const struct decisions *decisions);
const struct decision *decisions_at(const struct decisions *decisions, size_t i);

/*
 * Put in a copy of decision in place of what there was on its key and tree; it has no line then.
 * Fails with WINNOW_ERROR_INPUT for what cannot be written. Nothing is written yet.
 */
bool decisions_put(struct decisions *decisions, const struct decision *decision,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Take out what there is on key in exactly this tree; false if there is nothing. */
bool decisions_remove(struct decisions *decisions, const char *key, const char *tree);

/*
 * Write what was put in and taken out since it was read or saved. The file is read again under a
 * lock, so that what others wrote meanwhile stays, and replaced whole or not at all. No line but
 * those concerned changes a byte. Fails with WINNOW_ERROR_SYSTEM, with WINNOW_ERROR_RETRY when
 * somebody else does not let go of it; what was not written is still to be saved then.
 */
bool decisions_save(struct decisions *decisions, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
