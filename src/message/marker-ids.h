/* SPDX-License-Identifier: GPL-2.0-or-later */
/* marker-ids - commit ids as markers hold them: bare, as git describe prints them, in addresses. */

#ifndef WINNOW_MESSAGE_MARKER_IDS_H
#define WINNOW_MESSAGE_MARKER_IDS_H

#include <glib.h>

#include "base/commit-id.h"
#include "base/text.h"

struct marker_id {
	char hex[COMMIT_ID_HEX + 1]; /* lower case */
};

/*
 * Take the ids that text begins with, "upstream commit <id>, <id> and commit <id>", off *text and
 * append them to out (struct marker_id). Line ends count as blanks. Without one *text is as it was.
 */
size_t marker_ids_take(struct slice *text, GArray *out);

/* Append all ids in text, whatever stands between. Digits alone are a date, not a short id. */
size_t marker_ids_find(struct slice text, GArray *out);

#endif
