/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory-option - how much memory a queue may take, for the commands that read one. */

#ifndef WINNOW_CMD_MEMORY_OPTION_H
#define WINNOW_CMD_MEMORY_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "git/repo.h"

struct memory_option {
	char *size; /* as given; NULL: not */
};

/* Entries that fill option; the array is the caller's to g_free(). */
GOptionEntry *memory_option_entries(struct memory_option *option);
void memory_option_clear(struct memory_option *option);

/*
 * What is given, else what winnow.maxMemory says, in *out; untouched where neither does. repo may
 * be NULL. Fails with WINNOW_ERROR_USAGE where it is no size.
 */
bool memory_option_parse(const struct memory_option *option, struct repo *repo, size_t *out,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
