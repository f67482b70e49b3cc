/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import - decisions that were noted for other programs. */

#ifndef WINNOW_DECIDE_IMPORT_H
#define WINNOW_DECIDE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "decide/decision.h"

struct imported {
	GPtrArray *list;     /* struct decision *: see import_read() for what may be NULL in them */
	size_t n_paths;	     /* lines that are paths, which nobody decides about one by one */
	size_t n_open;	     /* entries that nobody had decided */
	GPtrArray *warnings; /* char *: "file:line: what" */
};

/*
 * Read what a file decides, whichever of these it is: a file of decisions; a review in JSON with
 * decisions in it; Mesa's .pick_status.json; the states of HAProxy's patchbot, as it keeps them or
 * serves them; a list of labels; or a list of commits that are not wanted, each with a version
 * before or a reason behind it, such as SUSE's blacklist.conf and winnow's own ignore lists.
 * A key may be the first 7 digits or more of a commit, and tree, date and who are NULL where the
 * file does not say them. *out is to be cleared with imported_clear(). Fails with
 * WINNOW_ERROR_INPUT when it is none of them, or holds nothing.
 */
bool import_read(const char *path, struct imported *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void imported_clear(struct imported *imported);

#endif
