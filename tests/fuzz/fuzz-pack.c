/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packs with their indexes, made from what the input says: whole ones are as likely as damaged
 * ones.
 *
 * A byte of flags; so many edits, three bytes each; then the objects, each a byte for its kind, one
 * for its length, what its flags ask for, and its bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>
#include <zlib.h>

#include "git/pack.h"
#include "git/repo.h"

enum {
	OBJECTS_LIMIT = 40,
	/* Flags of the whole. */
	OLD_INDEX = 1,
	EDITS = 6, /* how many, times 2 */
	/* Flags of an object, beside its type in three bits. */
	LIES = 8,	/* a byte is added to its size */
	UNPACKED = 16,	/* its bytes are no stream of zlib's */
	BARE_DELTA = 32 /* the sizes before a delta's instructions are what they should be */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *p, *end;
};

struct made {
	GByteArray *pack, *index;
	size_t n, offsets[OBJECTS_LIMIT], sizes[OBJECTS_LIMIT];
};

static uint8_t next(struct input *input)
{
	return input->p < input->end ? *input->p++ : 0;
}

static void add_byte(GByteArray *out, unsigned byte)
{
	guint8 one = (guint8)byte;

	g_byte_array_append(out, &one, 1);
}

static void add_number(GByteArray *out, size_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		add_byte(out, (unsigned)(number >> shift));
}

static void add_zeros(GByteArray *out, guint n)
{
	guint length = out->len;

	g_byte_array_set_size(out, length + n);
	memset(out->data + length, 0, n);
}

static struct commit_id id_of(size_t i)
{
	return (struct commit_id){ { (unsigned char)(i * 3), 1 } };
}

/* What so many bytes of instructions make. */
static size_t made_by(const uint8_t *p, size_t length)
{
	const uint8_t *end = p + length;
	size_t sum = 0;

	while (p < end) {
		uint8_t byte = *p++;
		size_t count = 0;

		if (!(byte & 0x80)) {
			sum += byte;
			p += MIN(byte, end - p);
			continue;
		}
		for (unsigned i = 0; i < 7 && p < end; i++)
			if (byte & 1U << i) {
				count |= i < 4 ? 0 : (size_t)*p << (8 * (i - 4));
				p++;
			}
		sum += count ? count : 0x10000;
	}
	return sum;
}

static void add_size(GByteArray *out, size_t size)
{
	for (; size > 127; size >>= 7)
		add_byte(out, (size & 127) | 128);
	add_byte(out, (unsigned)size);
}

static void add_head(GByteArray *out, unsigned type, size_t size)
{
	add_byte(out, type << 4 | (size & 15) | (size > 15 ? 128 : 0));
	if (size > 15)
		add_size(out, size >> 4);
}

static void add_distance(GByteArray *out, size_t distance)
{
	guint8 bytes[10];
	size_t n = sizeof(bytes);

	bytes[--n] = distance & 127;
	while (distance >>= 7)
		bytes[--n] = (guint8)(--distance & 127) | 128;
	g_byte_array_append(out, bytes + n, (guint)(sizeof(bytes) - n));
}

static void add_stream(GByteArray *out, const GByteArray *body, bool unpacked)
{
	guint8 packed[1024];
	uLongf length = sizeof(packed);

	if (unpacked)
		g_byte_array_append(out, body->data, body->len);
	else if (compress(packed, &length, body->data, body->len) == Z_OK)
		g_byte_array_append(out, packed, (guint)length);
}

static void add_object(struct made *made, struct input *input)
{
	g_autoptr(GByteArray) body = g_byte_array_new();
	unsigned kind = next(input), type = kind & 7, lie;
	size_t length = next(input), at = made->pack->len;
	bool delta = type == 6 || type == 7;
	size_t base = delta ? next(input) % OBJECTS_LIMIT : 0;

	lie = kind & LIES ? next(input) : 0;
	length = MIN(length, (size_t)(input->end - input->p));
	made->offsets[made->n] = at;
	made->sizes[made->n] = length;
	if (delta && kind & BARE_DELTA) {
		made->sizes[made->n] = made_by(input->p, length);
		add_size(body, base < made->n ? made->sizes[base] : 0);
		add_size(body, made->sizes[made->n]);
	}
	g_byte_array_append(body, input->p, (guint)length);
	input->p += length;
	add_head(made->pack, type, body->len + ((size_t)lie << (lie & 31)));
	if (type == 6)
		add_distance(made->pack, base < made->n ? at - made->offsets[base] : base);
	if (type == 7) {
		struct commit_id id = id_of(base);

		g_byte_array_append(made->pack, id.raw, COMMIT_ID_SIZE);
	}
	add_stream(made->pack, body, kind & UNPACKED);
	made->n++;
}

static void add_id(struct made *made, size_t i)
{
	struct commit_id id = id_of(i);

	g_byte_array_append(made->index, id.raw, COMMIT_ID_SIZE);
}

static void make_index(struct made *made, bool old)
{
	static const guint8 signature[] = { 0xff, 't', 'O', 'c', 0, 0, 0, 2 };

	if (!old)
		g_byte_array_append(made->index, signature, sizeof(signature));
	for (unsigned first = 0; first < 256; first++)
		add_number(made->index, MIN(made->n, first / 3 + 1));
	for (size_t i = 0; i < made->n; i++) {
		if (old)
			add_number(made->index, made->offsets[i]);
		add_id(made, i);
	}
	if (!old)
		add_zeros(made->index, (guint)made->n * 4);
	for (size_t i = 0; !old && i < made->n; i++)
		add_number(made->index, made->offsets[i]);
	add_zeros(made->index, 2 * COMMIT_ID_SIZE);
}

/* One byte of the index, from its end if the highest bit of where is set, or of the pack. */
static void edit(struct made *made, struct input *input)
{
	unsigned place = next(input), in_place = next(input), byte = next(input);
	GByteArray *file = place & 1 ? made->index : made->pack;
	size_t at = (place >> 2 << 8 | in_place) % file->len;

	file->data[place & 2 ? file->len - 1 - at : at] = (guint8)byte;
}

static void make(struct made *made, struct input *input)
{
	unsigned flags = next(input);
	struct input edits = { input->p, input->end };

	for (unsigned i = 0; i < (flags & EDITS) / 2 * 3; i++)
		next(input);
	g_byte_array_append(made->pack, (const guint8 *)"PACK\0\0\0\2", 8);
	add_number(made->pack, 0);
	while (input->p < input->end && made->n < OBJECTS_LIMIT)
		add_object(made, input);
	made->pack->data[11] = (guint8)made->n;
	add_zeros(made->pack, COMMIT_ID_SIZE);
	make_index(made, flags & OLD_INDEX);
	for (unsigned i = 0; i < (flags & EDITS) / 2; i++)
		edit(made, &edits);
}

static void check_object(struct pack_reader *reader, struct pack *pack, size_t i)
{
	struct object head = { 0 }, first = { 0 }, again = { 0 };
	bool known = pack_read(reader, pack, i, false, &head, NULL);

	if (!pack_read(reader, pack, i, true, &first, NULL))
		return;
	g_assert_true(known && head.type == first.type && head.size == first.size && !head.data);
	g_assert_true(first.length <= first.size && first.data[first.length] == '\0');
	g_assert_true(pack_read(reader, pack, i, true, &again, NULL));
	g_assert_cmpmem(first.data, first.length, again.data, again.length);
	object_clear(&first);
	object_clear(&again);
}

static void check(const char *path)
{
	struct pack *pack = pack_new(path);
	struct inflater *inflater = inflater_new();
	const struct pack_index *index = pack_index_of(pack);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	struct pack_reader reader;
	size_t i;

	pack_reader_init(&reader, inflater);
	for (size_t n = 0; index && n < OBJECTS_LIMIT; n++) {
		struct commit_id id = id_of(n);

		pack_index_prefix(index, &id, n, 2, ids);
		if (pack_index_find(index, &id, &i))
			check_object(&reader, pack, i);
	}
	pack_reader_clear(&reader);
	inflater_free(inflater);
	pack_free(pack);
}

static void write_bytes(const char *path, const GByteArray *bytes)
{
	FILE *file = fopen(path, "we");

	g_assert_true(file && fwrite(bytes->data, 1, bytes->len, file) == bytes->len);
	fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *directory = g_dir_make_tmp("fuzz-pack-XXXXXX", NULL);
	g_autofree char *index = g_build_filename(directory, "x.idx", NULL);
	g_autofree char *pack = g_build_filename(directory, "x.pack", NULL);
	struct input input = { data, data + size };
	struct made made = { g_byte_array_new(), g_byte_array_new(), 0, { 0 }, { 0 } };

	repo_library_init();
	make(&made, &input);
	write_bytes(index, made.index);
	write_bytes(pack, made.pack);
	check(index);
	g_remove(index);
	g_remove(pack);
	g_rmdir(directory);
	g_byte_array_unref(made.pack);
	g_byte_array_unref(made.index);
	return 0;
}
