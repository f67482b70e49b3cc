/* SPDX-License-Identifier: GPL-2.0-or-later */
/* named - the entry of a queue that a word on the command line means. */

#ifndef WINNOW_CMD_NAMED_H
#define WINNOW_CMD_NAMED_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "review/report.h"

/*
 * The index in report->reviews of the first entry that name fits: its number, the beginning of its
 * message id, file name or commit id, or of its upstream commit's. Fails with WINNOW_ERROR_INPUT.
 */
bool named_find(const struct report *report, const char *name, size_t *out,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
