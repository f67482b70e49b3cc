/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/inflate.h"

#include <limits.h>

#include <glib.h>
#include <zlib.h>

struct inflater {
	z_stream stream;
};

struct inflater *inflater_new(void)
{
	struct inflater *inflater = g_new0(struct inflater, 1);
	int status = inflateInit(&inflater->stream);

	g_assert(status == Z_OK); /* else there is no memory */
	return inflater;
}

void inflater_free(struct inflater *inflater)
{
	inflateEnd(&inflater->stream);
	g_free(inflater);
}

void inflater_begin(struct inflater *inflater)
{
	inflateReset(&inflater->stream);
}

enum inflated inflater_run(struct inflater *inflater, struct inflating *inflating)
{
	z_stream *stream = &inflater->stream;
	Bytef none;

	for (;;) {
		uInt in = (uInt)MIN(inflating->in_length, UINT_MAX);
		uInt out = (uInt)MIN(inflating->out_length, UINT_MAX);
		int status;

		stream->next_in = (Bytef *)inflating->in;
		stream->avail_in = in;
		/* The end of a stream may stand behind its last byte: with no room it is found,
		 * too. */
		stream->next_out = out ? inflating->out : &none;
		stream->avail_out = out;
		status = inflate(stream, Z_NO_FLUSH);
		in -= stream->avail_in;
		out -= stream->avail_out;
		inflating->in = (const char *)inflating->in + in;
		inflating->in_length -= in;
		inflating->out = out ? (char *)inflating->out + out : inflating->out;
		inflating->out_length -= out;
		if (status == Z_STREAM_END)
			return INFLATED_END;
		if (status != Z_OK && status != Z_BUF_ERROR)
			return INFLATED_DAMAGED;
		/* Z_BUF_ERROR: nothing moved, and what is lacking stays lacking. */
		if (!in && !out)
			return inflating->in_length ? INFLATED_FULL : INFLATED_HUNGRY;
	}
}
