/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/delta.h"

#include <string.h>

struct reading {
	const guint8 *p, *end;
};

/* Seven bits a byte, the low ones first; the high bit says that more follow. */
static bool read_size(struct reading *reading, size_t *out)
{
	size_t value = 0;

	for (unsigned shift = 0; reading->p < reading->end && shift < 63; shift += 7) {
		guint8 byte = *reading->p++;

		value |= (size_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			*out = value;
			return true;
		}
	}
	return false;
}

bool delta_sizes(const guint8 *delta, size_t length, size_t *base_size, size_t *size)
{
	struct reading reading = { delta, delta + length };

	return read_size(&reading, base_size) && read_size(&reading, size);
}

/* The bytes of a number that bits say are there, the low ones first. */
static bool read_parts(struct reading *reading, unsigned bits, unsigned n, size_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < n; i++) {
		if (!(bits & 1U << i))
			continue;
		if (reading->p == reading->end)
			return false;
		*out |= (size_t)*reading->p++ << (8 * i);
	}
	return true;
}

bool delta_apply(const guint8 *delta, size_t length, const char *base, size_t base_length,
		 char *out, size_t wanted)
{
	struct reading reading = { delta, delta + length };
	size_t base_size, size, n = 0;

	if (!read_size(&reading, &base_size) || !read_size(&reading, &size) ||
	    base_size != base_length || wanted > size)
		return false;
	while (reading.p < reading.end && (n < wanted || wanted == size)) {
		guint8 byte = *reading.p++;
		size_t start = 0, count = byte;
		const void *from;

		if (byte & 0x80) {
			if (!read_parts(&reading, byte, 4, &start) ||
			    !read_parts(&reading, byte >> 4 & 7, 3, &count))
				return false;
			count = count ? count : 0x10000;
			if (start > base_length || count > base_length - start)
				return false;
			from = base + start;
		} else {
			if (!byte || count > (size_t)(reading.end - reading.p))
				return false;
			from = reading.p;
			reading.p += count;
		}
		if (count > size - n)
			return false;
		if (n < wanted)
			memcpy(out + n, from, MIN(count, wanted - n));
		n += count;
	}
	return wanted < size ? n >= wanted : n == size;
}
