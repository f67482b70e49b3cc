/* SPDX-License-Identifier: GPL-2.0-or-later */
/* write - put an assembly where it is to be: a quilt directory, an mbox; whole or not at all. */

#ifndef WINNOW_TAKE_WRITE_H
#define WINNOW_TAKE_WRITE_H

#include <stdbool.h>

#include <glib.h>

#include "take/assembly.h"

/*
 * Write patches and "series" into directory, which is made. numbered: names sort as the series
 * does, as git format-patch's do. Fails with WINNOW_ERROR_SYSTEM; some may be written then.
 */
bool write_quilt(const struct assembly *assembly, const char *directory, bool numbered,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write an mbox at path ("-": standard output), which git am reads, all or nothing. */
bool write_mbox(const struct assembly *assembly, const char *path,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
