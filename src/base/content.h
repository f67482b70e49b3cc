/* SPDX-License-Identifier: GPL-2.0-or-later */
/* content - what a file holds, unpacked where it is compressed. */

#ifndef WINNOW_BASE_CONTENT_H
#define WINNOW_BASE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Zero-initialised is empty. */
struct content {
	const char *bytes; /* never NULL once read; not NUL-terminated */
	size_t length;
	GMappedFile *map;
	GByteArray *unpacked;
};

/*
 * Read the regular file at path; limit is what it may unpack to, in bytes. Fails as file_map() and
 * unpack() do, with "cannot read 'x': why".
 */
bool content_read(struct content *content, const char *path, size_t limit,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of bytes that are there, which out borrows where they are not packed. */
bool content_of_bytes(struct content *content, const char *bytes, size_t length, size_t limit,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

void content_clear(struct content *content);

#endif
