/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/gzip.h"

#include <limits.h>

#include <zlib.h>

#include "base/error.h"

enum {
	WINDOW_BITS = 15 + 16, /* the largest, with gzip's header and checksum and nothing else */
	STEP = 1 << 16,
};

bool gzip_is_packed(const void *bytes, size_t length)
{
	const unsigned char *p = bytes;

	return length >= 2 && p[0] == 0x1f && p[1] == 0x8b;
}

static bool unpack(z_stream *stream, GByteArray *out, size_t limit, GError **error)
{
	unsigned char buffer[STEP];

	for (;;) {
		int status;

		stream->next_out = buffer;
		stream->avail_out = sizeof(buffer);
		status = inflate(stream, Z_NO_FLUSH);
		if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
			return fail(error, WINNOW_ERROR_INPUT, "the compressed data is damaged");
		/* Looked at before it is kept: a few bytes may unpack to any number. */
		if (out->len + (sizeof(buffer) - stream->avail_out) > limit)
			return fail(error, WINNOW_ERROR_INPUT,
				    "unpacked it is longer than %zu bytes", limit);
		g_byte_array_append(out, buffer, (guint)(sizeof(buffer) - stream->avail_out));
		if (status == Z_STREAM_END) {
			if (!gzip_is_packed(stream->next_in, stream->avail_in))
				return true; /* what is behind the last member is padding */
			inflateReset(stream);
		} else if (!stream->avail_in && stream->avail_out) {
			return fail(error, WINNOW_ERROR_RETRY, "the compressed data is cut off");
		}
	}
}

bool gzip_unpack(const void *bytes, size_t length, size_t limit, GByteArray **out, GError **error)
{
	g_autoptr(GByteArray) content = g_byte_array_new();
	z_stream stream = { .next_in = (Bytef *)bytes, .avail_in = (uInt)length };
	bool ok;

	if (length > UINT_MAX || limit > UINT_MAX)
		return fail(error, WINNOW_ERROR_INPUT, "longer than 4 GB");
	if (inflateInit2(&stream, WINDOW_BITS) != Z_OK)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot set up zlib");
	ok = unpack(&stream, content, limit, error);
	inflateEnd(&stream);
	if (ok)
		*out = g_steal_pointer(&content);
	return ok;
}
