/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file - read and write whole files, with errors in git's form. */

#ifndef WINNOW_BASE_FILE_H
#define WINNOW_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <glib.h>

/*
 * The one door for files that are not ours alone: whatever a path leads to, nothing blocks, and
 * nothing that has no end is read. They take regular files, and fail, "cannot read 'x': why", for
 * anything else, and for what is longer than limit bytes. *bytes is the caller's, NUL-terminated
 * behind its *length bytes.
 */

enum {
	FILE_TEXT_LIMIT = 16 << 20,  /* of what people write by hand: rules, words, templates */
	FILE_LIST_LIMIT = 256 << 20, /* of lists that programs write, too: ids, labels, decisions */
};

/* Of a repository, or of anybody's directory. follow: through a symbolic link. */
bool file_read_regular(const char *path, size_t limit, bool follow, char **bytes, size_t *length,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Of what a user names: a link is followed, and what is open already is read up to its end,
 * whatever it is: "/dev/stdin", and "/dev/fd/3" or "/proc/self/fd/3", which are what a shell makes
 * of <(...). So is /dev/null, by any name: it is empty.
 */
bool file_read(const char *path, size_t limit, char **bytes, size_t *length,
	       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same where "-" is standard input, too. */
bool file_read_given(const char *path, size_t limit, char **bytes, size_t *length,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether that is something open already, which has no beginning to go back to, or /dev/null. */
bool file_is_stream(const char *path);

/*
 * By mapping, and of any length; *out is the caller's to g_mapped_file_unref(). An empty file's
 * contents are NULL.
 */
bool file_map(const char *path, GMappedFile **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first length bytes, or as many as there are; how many. -1, and errno, if there is no such. */
ssize_t file_peek(const char *path, void *bytes, size_t length);

/*
 * Write a regular file, which a symbolic link may lead to, all or nothing; a device, or a pipe
 * that somebody reads, is written to. mode is a new file's. Fails: "cannot write 'x': why".
 */
bool file_write(const char *path, const char *bytes, size_t length, int mode,
		GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a file holds, on the disk. Fails: "cannot write 'x': why". */
bool file_sync(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A file's name is its directory's content, and as easily lost with it: put that on the disk. */
bool file_sync_directory(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether path, its last link not followed, is what is open as fd. */
bool file_stands_at(int fd, const char *path);

/*
 * Make a directory, and those above it where they are missing: all of them, or none. Fails: "cannot
 * make directory 'x': why".
 */
bool file_make_directory(const char *path, int mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
