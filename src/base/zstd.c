/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/zstd.h"

#include <limits.h>

#include <zstd.h>
#include <zstd_errors.h>

#include "base/error.h"

enum {
	STEP = 1 << 16,
	LEVEL = 3,	  /* zstd(1)'s own */
	WINDOW_BITS = 27, /* what the decoder may ask for; "zstd --ultra -22" needs as much */
};

static bool fail_decoder(size_t status, GError **error)
{
	if (ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge)
		return fail(error, WINNOW_ERROR_INPUT,
			    "unpacking it takes more than %d bytes of memory", 1 << WINDOW_BITS);
	return fail(error, WINNOW_ERROR_INPUT, "the compressed data is damaged");
}

static bool decode(ZSTD_DCtx *decoder, ZSTD_inBuffer *in, GByteArray *out, size_t limit,
		   GError **error)
{
	unsigned char buffer[STEP];

	for (;;) {
		ZSTD_outBuffer step = { buffer, sizeof(buffer), 0 };
		size_t status = ZSTD_decompressStream(decoder, &step, in);

		if (ZSTD_isError(status))
			return fail_decoder(status, error);
		if (out->len + step.pos > limit)
			return fail(error, WINNOW_ERROR_INPUT,
				    "unpacked it is longer than %zu bytes", limit);
		g_byte_array_append(out, buffer, (guint)step.pos);
		/* 0 is the end of a frame, of which there may be several; all of it is out then. */
		if (in->pos == in->size && (!status || step.pos < step.size))
			return !status ||
			       fail(error, WINNOW_ERROR_RETRY, "the compressed data is cut off");
	}
}

bool zstd_unpack(const void *bytes, size_t length, size_t limit, GByteArray **out, GError **error)
{
	g_autoptr(GByteArray) content = g_byte_array_new();
	ZSTD_inBuffer in = { bytes, length, 0 };
	ZSTD_DCtx *decoder;
	bool ok;

	if (limit > UINT_MAX)
		return fail(error, WINNOW_ERROR_INPUT, "longer than 4 GB");
	decoder = ZSTD_createDCtx();
	if (!decoder ||
	    ZSTD_isError(ZSTD_DCtx_setParameter(decoder, ZSTD_d_windowLogMax, WINDOW_BITS))) {
		ZSTD_freeDCtx(decoder);
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot set up libzstd");
	}
	ok = decode(decoder, &in, content, limit, error);
	ZSTD_freeDCtx(decoder);
	if (ok)
		*out = g_steal_pointer(&content);
	return ok;
}

bool zstd_pack(const void *bytes, size_t length, GByteArray **out)
{
	size_t bound = ZSTD_compressBound(length), packed;
	GByteArray *content;

	if (ZSTD_isError(bound) || bound > UINT_MAX)
		return false;
	content = g_byte_array_sized_new((guint)bound);
	g_byte_array_set_size(content, (guint)bound);
	packed = ZSTD_compress(content->data, bound, bytes, length, LEVEL);
	if (ZSTD_isError(packed)) {
		g_byte_array_unref(content);
		return false;
	}
	g_byte_array_set_size(content, (guint)packed);
	*out = content;
	return true;
}
