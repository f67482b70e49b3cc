/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Version 1: 256 counts, then (offset, id) for each object. Version 2: a signature, 256 counts,
 * ids, checksums, offsets of 31 bits or numbers of offsets of 64 bits, these. Both end in two sums.
 * All numbers are big-endian. See gitformat-pack(5).
 */
#include "git/pack-index.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

enum {
	FANOUT = 256 * 4,
	HEADER = 8, /* of version 2: signature and version */
	OFFSET = 4, /* bytes; CRC, too */
	LONG_OFFSET = 8,
	SUMS = 2 * COMMIT_ID_SIZE,
	NEAR = 192, /* ids: of ten million all but a few are not so far from where they should be */
};

static const guint8 signature[] = { 0xff, 't', 'O', 'c', 0, 0, 0, 2 };

static guint32 number_at(const guint8 *p)
{
	return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

/* How many ids begin with a byte up to first. */
static size_t count_at(const struct pack_index *index, unsigned first)
{
	return number_at(index->fanout + 4 * first);
}

static const struct commit_id *id_at(const struct pack_index *index, size_t i)
{
	return (const struct commit_id *)(index->ids + i * index->stride);
}

/* The counts grow, or a search would run out of the table. */
static bool read_fanout(struct pack_index *index)
{
	for (unsigned i = 1; i < 256; i++)
		if (count_at(index, i) < count_at(index, i - 1))
			return false;
	index->n = count_at(index, 255);
	return true;
}

static bool lay_out(struct pack_index *index)
{
	size_t fixed = FANOUT + SUMS, each = OFFSET + COMMIT_ID_SIZE;

	index->first_version = index->length < sizeof(signature) ||
			       memcmp(index->bytes, signature, sizeof(signature)) != 0;
	if (!index->first_version) {
		fixed += HEADER;
		each += OFFSET;
	}
	if (index->length < fixed)
		return false;
	index->fanout = index->bytes + (index->first_version ? 0 : HEADER);
	if (!read_fanout(index))
		return false;
	index->stride = index->first_version ? OFFSET + COMMIT_ID_SIZE : COMMIT_ID_SIZE;
	index->ids = index->fanout + FANOUT + (index->first_version ? OFFSET : 0);
	if (index->first_version)
		return index->length == fixed + index->n * each;
	return index->length >= fixed + index->n * each &&
	       index->length <= fixed + index->n * (each + LONG_OFFSET);
}

bool pack_index_open(struct pack_index *index, const char *path, GError **error)
{
	struct pack_index opened = { 0 };

	if (!file_map(path, &opened.file, error))
		return false;
	opened.bytes = (const guint8 *)g_mapped_file_get_contents(opened.file);
	opened.length = g_mapped_file_get_length(opened.file);
	if (!lay_out(&opened)) {
		pack_index_clear(&opened);
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is damaged", path);
	}
	*index = opened;
	return true;
}

void pack_index_clear(struct pack_index *index)
{
	if (index->file)
		g_mapped_file_unref(index->file);
	*index = (struct pack_index){ 0 };
}

/* The first id that is not before id. */
static size_t lower_bound(const struct pack_index *index, const struct commit_id *id)
{
	size_t low = id->raw[0] ? count_at(index, id->raw[0] - 1U) : 0;
	size_t high = count_at(index, id->raw[0]);
	size_t likely = low + (size_t)((guint64)number_at(id->raw + 1) * (high - low) >> 32);

	/* Ids are spread evenly: most stand near, and a search from end to end looks everywhere. */
	if (likely >= low + NEAR && memcmp(id_at(index, likely - NEAR)->raw, id->raw,
					   COMMIT_ID_SIZE) < 0)
		low = likely - NEAR + 1;
	if (likely + NEAR < high && memcmp(id_at(index, likely + NEAR)->raw, id->raw,
					   COMMIT_ID_SIZE) >= 0)
		high = likely + NEAR;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(id_at(index, middle)->raw, id->raw, COMMIT_ID_SIZE) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool pack_index_find(const struct pack_index *index, const struct commit_id *id, size_t *out)
{
	size_t i = lower_bound(index, id);

	if (i >= index->n || !commit_id_equal(id_at(index, i), id))
		return false;
	*out = i;
	return true;
}

void pack_index_id(const struct pack_index *index, size_t i, struct commit_id *out)
{
	*out = *id_at(index, i);
}

guint64 pack_index_offset(const struct pack_index *index, size_t i)
{
	const guint8 *offsets, *far;
	size_t n_far, which;
	guint32 offset;

	if (index->first_version)
		return number_at(index->ids + i * index->stride - OFFSET);
	offsets = index->ids + index->n * (COMMIT_ID_SIZE + OFFSET);
	offset = number_at(offsets + i * OFFSET);
	if (!(offset & 0x80000000))
		return offset;
	far = offsets + index->n * OFFSET;
	n_far = (size_t)(index->bytes + index->length - SUMS - far) / LONG_OFFSET;
	which = offset & 0x7fffffff;
	if (which >= n_far)
		return 0;
	far += which * LONG_OFFSET;
	return (guint64)number_at(far) << 32 | number_at(far + 4);
}

/* Whether id begins with the first digits of prefix. */
static bool begins_with(const struct commit_id *id, const struct commit_id *prefix, size_t digits)
{
	size_t whole = digits / 2;

	return memcmp(id->raw, prefix->raw, whole) == 0 &&
	       (digits % 2 == 0 || ((id->raw[whole] ^ prefix->raw[whole]) & 0xf0) == 0);
}

void pack_index_prefix(const struct pack_index *index, const struct commit_id *prefix,
		       size_t digits, size_t limit, GArray *out)
{
	size_t i = lower_bound(index, prefix);

	for (size_t k = 0; k < limit && i + k < index->n; k++) {
		const struct commit_id *id = id_at(index, i + k);

		if (!begins_with(id, prefix, digits))
			break;
		g_array_append_vals(out, id, 1);
	}
}

const guint8 *pack_index_sum(const struct pack_index *index)
{
	return index->bytes + index->length - SUMS;
}
