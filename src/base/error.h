/* SPDX-License-Identifier: GPL-2.0-or-later */
/* error - the one shape of failure: bool f(..., GError **error), outputs untouched when false. */

#ifndef WINNOW_BASE_ERROR_H
#define WINNOW_BASE_ERROR_H

#include <stdbool.h>

#include <glib.h>

#define WINNOW_ERROR (winnow_error_quark())

/* A code exists only where a caller acts on it; main() turns them into exit statuses. */
enum winnow_error {
	WINNOW_ERROR_USAGE,  /* the command line asks for something that is not there */
	WINNOW_ERROR_INPUT,  /* what was read is not what it should be */
	WINNOW_ERROR_SYSTEM, /* the machine or a library refused */
	WINNOW_ERROR_RETRY,  /* not now: the same may succeed later */
};

GQuark winnow_error_quark(void);

/*
 * Set *error and return false, so that a function can end with "return fail(...)".
 * Messages take git's form, "cannot open 'x': reason": no capital, no full stop, no line break.
 */
bool fail(GError **error, enum winnow_error code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same for the last system call: appends strerror(errno). */
bool fail_errno(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

#endif
