/* SPDX-License-Identifier: GPL-2.0-or-later */
/* threads-option - how many threads may work at once, for the commands that review. */

#ifndef WINNOW_CMD_THREADS_OPTION_H
#define WINNOW_CMD_THREADS_OPTION_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"

struct threads_option {
	char *number; /* as given; NULL: not */
};

/* Entries that fill option; the array is the caller's to g_free(). */
GOptionEntry *threads_option_entries(struct threads_option *option);
void threads_option_clear(struct threads_option *option);

/*
 * What is given, else what winnow.threads says, in *out; untouched where neither does. 0: as many
 * as there are cores. repo may be NULL. Fails with WINNOW_ERROR_USAGE where it is no number up to
 * WORKERS_LIMIT.
 */
bool threads_option_parse(const struct threads_option *option, struct repo *repo, unsigned *out,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
