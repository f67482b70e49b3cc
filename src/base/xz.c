/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/xz.h"

#include <limits.h>

#include <lzma.h>

#include "base/error.h"

enum {
	STEP = 1 << 16,
	MEMORY_MAX = 256 << 20, /* bytes that the decoder may ask for; "xz -9" needs 65 MB */
};

static bool decode(lzma_stream *stream, GByteArray *out, size_t limit, GError **error)
{
	unsigned char buffer[STEP];

	for (;;) {
		lzma_ret status;

		stream->next_out = buffer;
		stream->avail_out = sizeof(buffer);
		status = lzma_code(stream, LZMA_FINISH);
		if (status == LZMA_BUF_ERROR)
			return fail(error, WINNOW_ERROR_RETRY, "the compressed data is cut off");
		if (status == LZMA_MEMLIMIT_ERROR)
			return fail(error, WINNOW_ERROR_INPUT,
				    "unpacking it takes more than %d bytes of memory", MEMORY_MAX);
		if (status != LZMA_OK && status != LZMA_STREAM_END)
			return fail(error, WINNOW_ERROR_INPUT, "the compressed data is damaged");
		if (out->len + (sizeof(buffer) - stream->avail_out) > limit)
			return fail(error, WINNOW_ERROR_INPUT,
				    "unpacked it is longer than %zu bytes", limit);
		g_byte_array_append(out, buffer, (guint)(sizeof(buffer) - stream->avail_out));
		if (status == LZMA_STREAM_END)
			return true;
	}
}

bool xz_unpack(const void *bytes, size_t length, size_t limit, GByteArray **out, GError **error)
{
	g_autoptr(GByteArray) content = g_byte_array_new();
	lzma_stream stream = LZMA_STREAM_INIT;
	bool ok;

	if (limit > UINT_MAX)
		return fail(error, WINNOW_ERROR_INPUT, "longer than 4 GB");
	if (lzma_stream_decoder(&stream, MEMORY_MAX, LZMA_CONCATENATED) != LZMA_OK)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot set up liblzma");
	stream.next_in = bytes;
	stream.avail_in = length;
	ok = decode(&stream, content, limit, error);
	lzma_end(&stream);
	if (ok)
		*out = g_steal_pointer(&content);
	return ok;
}
