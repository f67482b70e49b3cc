/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unpack - undo what gzip(1), xz(1) or zstd(1) packed, bounded: the one door for whatever comes
 * compressed.
 */

#ifndef WINNOW_BASE_UNPACK_H
#define WINNOW_BASE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* What the bytes are packed with, "gzip", "zstd"; NULL if with nothing known. */
const char *unpack_format(const void *bytes, size_t length);

/*
 * Set *out to the content of bytes that unpack_format() knows, of all their parts one after the
 * other, the caller's to g_byte_array_unref(). WINNOW_ERROR_INPUT when it is longer than limit
 * bytes, damaged, or of a format that is only known by name; WINNOW_ERROR_RETRY when it is cut off.
 */
bool unpack(const void *bytes, size_t length, size_t limit, GByteArray **out,
	    GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
