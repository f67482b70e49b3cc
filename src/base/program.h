/* SPDX-License-Identifier: GPL-2.0-or-later */
/* program - run another program and take what it prints, bounded in size and time. */

#ifndef WINNOW_BASE_PROGRAM_H
#define WINNOW_BASE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

struct program_output {
	bool not_there; /* there is no such program; nothing else is set then */
	int status;	/* what it exited with; -1: a signal ended it */
	char *text;	/* of its standard output; a NUL follows */
	size_t length;
	char *complaint; /* the beginning of its standard error */
};

/*
 * Run argv (ends with NULL), which is looked for in PATH, in this environment, with nothing to
 * read. That it is not there, or fails, is success. Fails with WINNOW_ERROR_SYSTEM where it cannot
 * be run, prints more than limit bytes or takes longer than so many seconds; it is gone then. *out
 * must be cleared with program_output_clear().
 */
bool program_run(const char *const *argv, char *const *environment, size_t limit, unsigned seconds,
		 struct program_output *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void program_output_clear(struct program_output *output);

#endif
