/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import-parts - what the kinds of files have in common; for import.c and theirs alone. */

#ifndef WINNOW_DECIDE_IMPORT_PARTS_H
#define WINNOW_DECIDE_IMPORT_PARTS_H

#include "decide/import.h"

/* Whether text is 7 to 40 hexadecimal digits. */
bool import_is_commit(const char *text);

/* Append a decision about commit; note is taken over, both it and tree may be NULL. */
void import_add(struct imported *out, const char *commit, const char *tree, enum decision_word word,
		char *note, size_t line);

/* The letter of a patchbot's state: n, u, w, y. False if it is none. */
bool import_state(const char *letter, enum decision_word *out);

/* One of the kinds in JSON. Fails with WINNOW_ERROR_INPUT. */
bool import_json(const char *path, const char *text, size_t length, struct imported *out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
