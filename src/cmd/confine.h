/* SPDX-License-Identifier: GPL-2.0-or-later */
/* confine - commands that only print give up the rest before they look at what strangers wrote. */

#ifndef WINNOW_CMD_CONFINE_H
#define WINNOW_CMD_CONFINE_H

#include <stdbool.h>

#include <glib.h>

#include "cmd/cmd.h"
#include "git/repo.h"
#include "review/source.h"

/*
 * To be called once options and configuration are read. Only caches, the directories of the index
 * that source names and of people, a table that is to be written (NULL: none), and those for
 * temporary files can be written from then on; the pager that the command may show its output in
 * already waits. repo may be NULL.
 */
bool confine(const struct global_options *global, struct repo *repo, const char *command,
	     const struct source_options *source, const char *people,
	     GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
