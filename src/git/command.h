/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command - git itself, asked for what only it can say. For this folder only. */

#ifndef WINNOW_GIT_COMMAND_H
#define WINNOW_GIT_COMMAND_H

#include "base/program.h"

/* Which repository it takes: what GIT_DIR and the like say, as for whoever called us, or not. */
enum command_repository { COMMAND_AS_CALLED, COMMAND_AS_NAMED };

/*
 * program_run() of argv, which begins with "git". It speaks English, traces nothing, looks only at
 * objects that are there, and at those themselves, whatever replaces them.
 */
bool command_run_git(const char *const *argv, enum command_repository repository, size_t limit,
		     unsigned seconds, struct program_output *out,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
