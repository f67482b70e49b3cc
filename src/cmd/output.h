/* SPDX-License-Identifier: GPL-2.0-or-later */
/* output - what every command that prints to standard output begins with. */

#ifndef WINNOW_CMD_OUTPUT_H
#define WINNOW_CMD_OUTPUT_H

#include <stdbool.h>

#include <glib.h>

#include "cmd/cmd.h"
#include "git/repo.h"
#include "write/style.h"

/*
 * Have the pager wait that output_begin() will start, if any: after this nothing but that is to be
 * run. What is wrong with the colours shows later.
 */
bool output_prepare(const struct global_options *global, struct repo *repo, const char *command,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * To be called when all is read and only the printing is left: fill in the colours, the width and
 * the letters of style (NULL: plain text is printed), and start the pager where standard output is
 * a terminal and nobody asked for none. command is the name by which pager.COMMAND is looked up;
 * repo may be NULL. Fails with WINNOW_ERROR_INPUT when git's configuration holds something else
 * than colours for a colour.
 */
bool output_begin(const struct global_options *global, struct repo *repo, const char *command,
		  struct report_style *style, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
