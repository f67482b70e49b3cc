/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gzip - undo gzip(1), bounded; for unpack.h. zlib's only user. */

#ifndef WINNOW_BASE_GZIP_H
#define WINNOW_BASE_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

bool gzip_is_packed(const void *bytes, size_t length);

/*
 * Set *out to the content, of all members one after the other, the caller's to
 * g_byte_array_unref(). WINNOW_ERROR_INPUT when it is longer than limit bytes, or damaged;
 * WINNOW_ERROR_RETRY when it is cut off.
 */
bool gzip_unpack(const void *bytes, size_t length, size_t limit, GByteArray **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
