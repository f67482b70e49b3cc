/* SPDX-License-Identifier: GPL-2.0-or-later */
/* corrections - files that say which commit a Fixes: tag should have named. */

#ifndef WINNOW_INDEX_CORRECTIONS_H
#define WINNOW_INDEX_CORRECTIONS_H

#include "index/history.h"

/*
 * Lines "<id as tagged> <right id>" or "<id as tagged> NOT_VALID", ids of 40 digits, '#' begins a
 * comment. Each is told to history; a malformed line is described in warnings (char *) and left
 * out. Fails with WINNOW_ERROR_INPUT.
 */
bool corrections_read(const char *path, struct history *history, GPtrArray *warnings,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
