/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zstd - zstd(1) and how to undo it, bounded; libzstd's only user. */

#ifndef WINNOW_BASE_ZSTD_H
#define WINNOW_BASE_ZSTD_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* As gzip_unpack(), which see. */
bool zstd_unpack(const void *bytes, size_t length, size_t limit, GByteArray **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* False where there is no memory for it, or it is longer than 4 GB. */
bool zstd_pack(const void *bytes, size_t length, GByteArray **out) G_GNUC_WARN_UNUSED_RESULT;

#endif
