/* SPDX-License-Identifier: GPL-2.0-or-later */
/* upstream-options - the options that say where upstream is, and whether anything is said. */

#ifndef WINNOW_CMD_UPSTREAM_OPTIONS_H
#define WINNOW_CMD_UPSTREAM_OPTIONS_H

#include <stdbool.h>

#include <glib.h>

#include "base/warn.h"
#include "review/source.h"

struct upstream_options {
	struct source_options source;
	gboolean quiet;
};

/*
 * Entries that fill options; the array is the caller's to free with g_free(). Those of the second
 * are for commands that ask something of upstream.
 */
GOptionEntry *upstream_source_entries(struct upstream_options *options);
GOptionEntry *upstream_option_entries(struct upstream_options *options);
void upstream_options_clear(struct upstream_options *options);

/* To stderr, "winnow: warning: ..." and safe for a terminal; nowhere when quiet. */
struct warn upstream_options_warn(const struct upstream_options *options);

/* Whether a progress line is wanted. */
bool upstream_options_progress(const struct upstream_options *options);

#endif
