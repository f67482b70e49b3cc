/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inflate - undo zlib's packing into a buffer of the size that was promised, not a byte more. */

#ifndef WINNOW_BASE_INFLATE_H
#define WINNOW_BASE_INFLATE_H

#include <stddef.h>

#include "base/cleanup.h"

/* One stream after the other; not for two threads at once. */
struct inflater;

/* Never NULL. */
struct inflater *inflater_new(void);
void inflater_free(struct inflater *inflater);
DEFINE_CLEANUP(struct inflater *, inflater_free)

enum inflated {
	INFLATED_END,	  /* the stream ended, and its checksum is right */
	INFLATED_FULL,	  /* the buffer is full, and there is more */
	INFLATED_HUNGRY,  /* the input is used up, and the stream has not ended */
	INFLATED_DAMAGED, /* it is no such stream */
};

/*
 * zlib goes byte by byte where it has less room than this: a whole short text. Who knows how long
 * a stream is offers so much more behind, and looks how much of it is left.
 */
enum { INFLATE_ROOM = 258 };

/* What is unpacked, and where to: inflater_run() moves both forward. */
struct inflating {
	const void *in;
	size_t in_length;
	void *out;
	size_t out_length;
};

/* Before the first byte of a stream. */
void inflater_begin(struct inflater *inflater);

/*
 * Unpack until one of the four. After INFLATED_FULL a new buffer, after INFLATED_HUNGRY more input
 * goes on where it stopped. A full buffer at the very end of a stream is INFLATED_END.
 */
enum inflated inflater_run(struct inflater *inflater, struct inflating *inflating);

#endif
