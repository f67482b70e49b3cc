/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is compressed: bytes as they are, or behind "Z" the members of a gzip file, behind "S" the
 * frames of a zstd one, that the input makes, so that more than headers is reached.
 */
#include <string.h>

#include <zlib.h>
#include <zstd.h>

#include "base/unpack.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LIMIT = 1 << 20 };

static void check(const void *bytes, size_t length)
{
	GByteArray *out = NULL;
	g_autoptr(GError) error = NULL;

	if (!unpack_format(bytes, length))
		return;
	if (unpack(bytes, length, LIMIT, &out, &error)) {
		g_assert_cmpuint(out->len, <=, LIMIT);
		g_byte_array_unref(out);
	} else {
		fuzz_check_message(error->message);
	}
}

/* A byte of flags, one for the length. */
static void add_member(GByteArray *out, struct fuzz_input *input)
{
	unsigned flags = fuzz_byte(input), times = flags & 1 ? 64 : 1;
	struct slice body = fuzz_bytes(input, fuzz_byte(input));
	guint8 packed[1024];
	z_stream stream = { 0 };
	size_t length;

	g_assert_cmpint(deflateInit2(&stream, (int)(flags >> 1 & 7) + 1, Z_DEFLATED, 15 + 16, 8,
				     Z_DEFAULT_STRATEGY),
			==, Z_OK);
	stream.next_out = packed;
	stream.avail_out = sizeof(packed);
	while (times--) {
		stream.next_in = (Bytef *)(uintptr_t)body.start;
		stream.avail_in = (uInt)body.length;
		deflate(&stream, times ? Z_NO_FLUSH : Z_FINISH);
	}
	length = sizeof(packed) - stream.avail_out;
	deflateEnd(&stream);
	if (flags & 16 && length > 8)
		packed[length - 1 - (flags >> 5)] ^= 1; /* its checksum or its length */
	if (flags & 32)
		length = length * (flags >> 6) / 4;
	g_byte_array_append(out, packed, (guint)length);
}

/* Likewise; its checksum is the last four bytes. */
static void add_frame(GByteArray *out, struct fuzz_input *input)
{
	unsigned flags = fuzz_byte(input);
	struct slice body = fuzz_bytes(input, fuzz_byte(input));
	ZSTD_CCtx *encoder = ZSTD_createCCtx();
	guint8 packed[1024];
	size_t length;

	ZSTD_CCtx_setParameter(encoder, ZSTD_c_checksumFlag, flags & 1);
	ZSTD_CCtx_setParameter(encoder, ZSTD_c_windowLog, 10 + (int)(flags >> 1 & 3));
	length = ZSTD_compress2(encoder, packed, sizeof(packed), body.start, body.length);
	g_assert_false(ZSTD_isError(length));
	ZSTD_freeCCtx(encoder);
	if (flags & 16)
		packed[length - 1 - (flags >> 6)] ^= 1;
	if (flags & 32)
		length = length * (flags >> 6) / 4;
	g_byte_array_append(out, packed, (guint)length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size && (data[0] == 'Z' || data[0] == 'S')) {
		g_autoptr(GByteArray) made = g_byte_array_new();
		struct fuzz_input input = { data + 1, data + size };

		while (input.p < input.end && made->len < LIMIT)
			(data[0] == 'Z' ? add_member : add_frame)(made, &input);
		check(made->data, made->len);
	} else {
		check(data, size);
	}
	return 0;
}
