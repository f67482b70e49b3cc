/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file - read and write whole files, with errors in git's form. */

#ifndef WINNOW_BASE_FILE_H
#define WINNOW_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* *bytes is the caller's, NUL-terminated behind its *length bytes. Fails: "cannot read 'x': why".
 */
bool file_read(const char *path, char **bytes, size_t *length,
	       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of a regular file of at most limit bytes, which may be anybody's: nothing blocks, and
 * nothing that has no end is read. follow: through a symbolic link. Fails with WINNOW_ERROR_INPUT
 * for anything else.
 */
bool file_read_regular(const char *path, size_t limit, bool follow, char **bytes, size_t *length,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of what a user names: a link is followed, and "-" and "/dev/stdin" are standard input,
 * whatever that is, up to its end.
 */
bool file_read_given(const char *path, size_t limit, char **bytes, size_t *length,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same by mapping a regular file; *out is the caller's to g_mapped_file_unref(). An empty
 * file's contents are NULL. Fails likewise, and with "not a regular file" for anything that might
 * block or never end.
 */
bool file_map(const char *path, GMappedFile **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Write a regular file, which a symbolic link may lead to, all or nothing; a device or a pipe is
 * written to. mode is a new file's. Fails: "cannot write 'x': why".
 */
bool file_write(const char *path, const char *bytes, size_t length, int mode,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A file's name is its directory's content, and as easily lost with it: put that on the disk. */
bool file_sync_directory(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
