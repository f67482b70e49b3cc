/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marker-list - commits that a message says it was made from, one a line below a sentence. */

#ifndef WINNOW_MESSAGE_MARKER_LIST_H
#define WINNOW_MESSAGE_MARKER_LIST_H

#include <glib.h>

#include "base/text.h"

/*
 * Whether line and what follows it in rest is such a list: "This backports the following upstream
 * commits as one:" and below it lines that begin with an id. Then the ids are appended to ids
 * (struct marker_id), one a list's line, and *n is how many lines of rest belong to it.
 */
bool marker_list(struct slice line, struct slice rest, GArray *ids, size_t *n);

#endif
