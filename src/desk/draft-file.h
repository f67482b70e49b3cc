/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draft-file - the answer to one patch as a file to edit. */

#ifndef WINNOW_DESK_DRAFT_FILE_H
#define WINNOW_DESK_DRAFT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/triage.h"

/*
 * Write the draft that "winnow reply --patch" would write for the review at index, unless it is
 * there and somebody changed it. *path is the caller's. Fails with the reason where there is none.
 */
bool draft_file_write(const struct triage *triage, size_t index, char **path,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
