/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An object of a pack is a type and a size, and zlib's stream of its bytes or of a delta; then its
 * base is named before the stream, by how far back it begins or by its id. See gitformat-pack(5).
 * libgit2 1.5 follows a circle of bases for ever, and unpacks whatever a base says it is.
 */
#include "git/pack.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "git/delta.h"

enum {
	HEADER = 12,		/* signature, version, number of objects */
	CHAIN_LIMIT = 4096,	/* deltas on top of each other; git makes 4,095 at most */
	BASE_LIMIT = 256 << 20, /* bytes of a delta, or of an object that another is made from */
	WORK_LIMIT = 1 << 30,	/* bytes that are unpacked for one object */
	CACHE_BYTES = 32 << 20,
	WINDOW = 16 << 20, /* bytes of a pack that are in memory at once, about */
	AROUND = 1 << 16,  /* bytes that the system maps with one that is looked at */
};

/* Beside those of objects. */
enum { DELTA_BY_OFFSET = 6, DELTA_BY_ID = 7 };

struct pack {
	char *path;
	struct pack_index index;
	GMappedFile *file;
	const guint8 *bytes;
	guint64 end; /* of the objects: the checksum stands behind */
	guint64 touched, touched_end; /* see note_touched() */
	char *index_problem, *problem;
};

/* One object as its header describes it. */
struct entry {
	guint64 offset, stream; /* where it begins, and its stream */
	guint64 base;		/* of a delta */
	size_t size;		/* that its stream unpacks to */
	int type;
};

/* What is being read. */
struct job {
	struct pack_reader *reader;
	struct pack *pack;
	size_t work; /* bytes that were unpacked so far */
};

void pack_reader_init(struct pack_reader *reader, struct inflater *inflater)
{
	*reader = (struct pack_reader){ .inflater = inflater };
	reader->bases = base_cache_new(CACHE_BYTES);
	reader->chain = g_array_new(FALSE, FALSE, sizeof(struct entry));
	reader->delta = g_byte_array_new();
}

void pack_reader_clear(struct pack_reader *reader)
{
	base_cache_free(reader->bases);
	g_array_unref(reader->chain);
	g_byte_array_unref(reader->delta);
}

struct pack *pack_new(const char *path)
{
	struct pack *pack = g_new0(struct pack, 1);

	pack->path = g_strdup(path);
	return pack;
}

void pack_free(struct pack *pack)
{
	pack_index_clear(&pack->index);
	if (pack->file)
		g_mapped_file_unref(pack->file);
	g_free(pack->path);
	g_free(pack->index_problem);
	g_free(pack->problem);
	g_free(pack);
}

const char *pack_path(const struct pack *pack)
{
	return pack->path;
}

const char *pack_problem(const struct pack *pack)
{
	return pack->index_problem;
}

/* Packed anew since it was listed: what was in it is elsewhere. */
static bool is_gone(const struct pack *pack)
{
	return access(pack->path, F_OK) != 0 && errno == ENOENT;
}

const struct pack_index *pack_index_of(struct pack *pack)
{
	g_autoptr(GError) error = NULL;

	if (!pack->index.file && !pack->index_problem &&
	    !pack_index_open(&pack->index, pack->path, &error) && !is_gone(pack))
		pack->index_problem = g_strdup(error->message);
	return pack->index.file ? &pack->index : NULL;
}

static guint32 number_at(const guint8 *p)
{
	return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

/* Whether the file is the one that the index was made for. */
static bool check(const struct pack *pack, guint64 length)
{
	return length >= HEADER + COMMIT_ID_SIZE && memcmp(pack->bytes, "PACK", 4) == 0 &&
	       (number_at(pack->bytes + 4) == 2 || number_at(pack->bytes + 4) == 3) &&
	       number_at(pack->bytes + 8) == pack->index.n &&
	       memcmp(pack->bytes + length - COMMIT_ID_SIZE, pack_index_sum(&pack->index),
		      COMMIT_ID_SIZE) == 0;
}

static bool open_file(struct pack *pack, GError **error)
{
	g_autofree char *stem = g_strndup(pack->path, strlen(pack->path) - strlen(".idx"));
	g_autofree char *path = g_strconcat(stem, ".pack", NULL);
	guint64 length;

	if (!file_map(path, &pack->file, error))
		return false;
	pack->bytes = (const guint8 *)g_mapped_file_get_contents(pack->file);
	length = g_mapped_file_get_length(pack->file);
	if (!check(pack, length))
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is damaged, or not the pack that its index was made for", path);
	pack->end = length - COMMIT_ID_SIZE;
	return true;
}

/* Once; what went wrong then is said each time. */
static bool open_pack(struct pack *pack, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (!pack->file && !pack->problem && !open_file(pack, &why))
		pack->problem = g_strdup(why->message);
	return !pack->problem || fail(error, WINNOW_ERROR_INPUT, "%s", pack->problem);
}

static bool damaged(GError **error)
{
	return fail(error, WINNOW_ERROR_INPUT, "it is damaged");
}

/* The type in three bits, the size in four and then seven a byte, the low ones first. */
static bool read_size(const struct pack *pack, struct entry *entry)
{
	guint64 at = entry->offset;
	guint8 byte;

	if (at < HEADER || at >= pack->end)
		return false;
	byte = pack->bytes[at++];
	entry->type = byte >> 4 & 7;
	entry->size = byte & 15;
	for (unsigned shift = 4; byte & 0x80; shift += 7) {
		if (at == pack->end || shift > 56)
			return false;
		byte = pack->bytes[at++];
		entry->size |= (size_t)(byte & 0x7f) << shift;
	}
	entry->stream = at;
	return true;
}

/* How far before the object its base begins: no number is written in two ways. */
static bool read_distance(const struct pack *pack, struct entry *entry)
{
	guint64 distance = 0;
	guint8 byte = 0x80;

	for (unsigned i = 0; byte & 0x80; i++) {
		if (entry->stream == pack->end || i > 8)
			return false;
		byte = pack->bytes[entry->stream++];
		distance = (i ? distance + 1 : 0) << 7 | (byte & 0x7f);
	}
	entry->base = entry->offset - distance;
	return distance && distance < entry->offset;
}

static bool read_base_id(struct pack *pack, struct entry *entry)
{
	struct commit_id id;
	size_t i;

	if (pack->end - entry->stream < COMMIT_ID_SIZE)
		return false;
	memcpy(id.raw, pack->bytes + entry->stream, COMMIT_ID_SIZE);
	entry->stream += COMMIT_ID_SIZE;
	if (!pack_index_find(&pack->index, &id, &i))
		return false;
	entry->base = pack_index_offset(&pack->index, i);
	return true;
}

static bool read_entry(struct pack *pack, guint64 offset, struct entry *entry)
{
	*entry = (struct entry){ .offset = offset };
	if (!read_size(pack, entry))
		return false;
	switch (entry->type) {
	case OBJECT_COMMIT:
	case OBJECT_TREE:
	case OBJECT_BLOB:
	case OBJECT_TAG:
		return true;
	case DELTA_BY_OFFSET:
		return read_distance(pack, entry);
	case DELTA_BY_ID:
		return read_base_id(pack, entry);
	default:
		return false;
	}
}

/*
 * What was looked at stays in the program's memory as long as it is mapped. The system has it
 * anyhow, and gives it again.
 */
static void note_touched(struct pack *pack, guint64 start, guint64 end)
{
	if (start < pack->touched_end || start > pack->touched_end + AROUND)
		pack->touched += AROUND;
	pack->touched += end - start;
	pack->touched_end = end;
	if (pack->touched < WINDOW)
		return;
	madvise((void *)(guintptr)pack->bytes, (size_t)pack->end, MADV_DONTNEED);
	pack->touched = 0;
}

/* The first wanted bytes of what entry's stream unpacks to. Behind all of it is INFLATE_ROOM. */
static bool unpack(struct job *job, const struct entry *entry, void *out, size_t wanted,
		   GError **error)
{
	struct pack *pack = job->pack;
	bool whole = wanted == entry->size;
	size_t room = whole ? INFLATE_ROOM : 0;
	struct inflating inflating = { pack->bytes + entry->stream, pack->end - entry->stream, out,
				       wanted + room };
	enum inflated result;

	job->work += wanted;
	if (job->work > WORK_LIMIT)
		return fail(error, WINNOW_ERROR_INPUT, "it takes more than %d bytes to unpack",
			    WORK_LIMIT);
	inflater_begin(job->reader->inflater);
	result = inflater_run(job->reader->inflater, &inflating);
	note_touched(pack, entry->offset, pack->end - inflating.in_length);
	if (inflating.out_length != room || (whole && result != INFLATED_END))
		return damaged(error);
	return true;
}

/* Whether size is one that a delta or a base may have. */
static bool check_size(size_t size, GError **error)
{
	return size <= BASE_LIMIT ||
	       fail(error, WINNOW_ERROR_INPUT,
		    "it is made from one of %zu bytes, and more than %d are not looked into", size,
		    BASE_LIMIT);
}

/* Unpack a whole delta to the end of out. */
static bool unpack_delta(struct job *job, const struct entry *entry, GByteArray *out,
			 GError **error)
{
	if (!entry->size)
		return damaged(error);
	if (!check_size(entry->size, error))
		return false;
	g_byte_array_set_size(out, (guint)entry->size + INFLATE_ROOM);
	g_byte_array_set_size(out, (guint)entry->size);
	return unpack(job, entry, out->data, entry->size, error);
}

/*
 * The deltas from offset down to an object that is none, or is kept: then *kept is set, which the
 * cache owns. *root describes that object; of a kept one only offset, type and size.
 */
static bool follow(struct job *job, guint64 offset, struct entry *root, GBytes **kept,
		   GError **error)
{
	GArray *chain = job->reader->chain;

	for (;;) {
		struct entry entry = { .offset = offset };

		*kept = base_cache_get(job->reader->bases, job->pack, offset, &entry.type);
		if (*kept)
			entry.size = g_bytes_get_size(*kept);
		else if (!read_entry(job->pack, offset, &entry))
			return damaged(error);
		*root = entry;
		if (entry.type != DELTA_BY_OFFSET && entry.type != DELTA_BY_ID)
			return true;
		if (chain->len == CHAIN_LIMIT)
			return fail(error, WINNOW_ERROR_INPUT,
				    "it is made from others in a circle, or of more than %d",
				    CHAIN_LIMIT);
		g_array_append_val(chain, entry);
		offset = entry.base;
	}
}

/* An object that is no delta. */
static bool read_plain(struct job *job, const struct entry *entry, GBytes *kept, struct object *out,
		       GError **error)
{
	if (!object_wanted(out->type, out->size, &out->length, error))
		return false;
	out->data = object_alloc(out->length);
	if (!out->data)
		return fail(error, WINNOW_ERROR_SYSTEM, "there is no memory for it");
	if (kept && out->length)
		memcpy(out->data, g_bytes_get_data(kept, NULL), out->length);
	if (!kept && !unpack(job, entry, out->data, out->length, error))
		return false;
	out->data[out->length] = '\0'; /* there was room for more */
	return true;
}

/* The bytes at the foot of the chain, as a base. The caller unrefs. */
static GBytes *read_root(struct job *job, const struct entry *root, GBytes *kept, GError **error)
{
	g_autofree char *data = NULL;
	GBytes *bytes;

	if (kept)
		return g_bytes_ref(kept);
	if (!check_size(root->size, error))
		return NULL;
	data = g_malloc(root->size + INFLATE_ROOM);
	if (!unpack(job, root, data, root->size, error))
		return NULL;
	bytes = g_bytes_new_take(g_steal_pointer(&data), root->size);
	base_cache_put(job->reader->bases, job->pack, root->offset, root->type, bytes);
	return bytes;
}

/* What entry's delta makes of base, as a base of others. The caller unrefs. */
static GBytes *read_step(struct job *job, const struct entry *entry, GBytes *base, int type,
			 GError **error)
{
	GByteArray *delta = job->reader->delta;
	g_autofree char *data = NULL;
	size_t base_size, size;
	GBytes *bytes;

	if (!unpack_delta(job, entry, delta, error))
		return NULL;
	if (!delta_sizes(delta->data, delta->len, &base_size, &size)) {
		damaged(error);
		return NULL;
	}
	if (!check_size(size, error))
		return NULL;
	job->work += size;
	data = g_malloc(size + 1);
	if (!delta_apply(delta->data, delta->len, g_bytes_get_data(base, NULL),
			 g_bytes_get_size(base), data, size)) {
		damaged(error);
		return NULL;
	}
	bytes = g_bytes_new_take(g_steal_pointer(&data), size);
	base_cache_put(job->reader->bases, job->pack, entry->offset, type, bytes);
	return bytes;
}

/* What the deltas but the first make. The caller unrefs. */
static GBytes *read_bases(struct job *job, const struct entry *root, GBytes *kept, GError **error)
{
	const GArray *chain = job->reader->chain;
	GBytes *base = read_root(job, root, kept, error);

	for (guint i = chain->len - 1; base && i > 0; i--) {
		GBytes *next = read_step(job, &g_array_index(chain, struct entry, i), base,
					 root->type, error);

		g_bytes_unref(base);
		base = next;
	}
	return base;
}

/* An object that is a delta, the first one of the chain. */
static bool read_delta(struct job *job, const struct entry *root, GBytes *kept, struct object *out,
		       GError **error)
{
	const struct entry *own = &g_array_index(job->reader->chain, struct entry, 0);
	g_autoptr(GByteArray) delta = g_byte_array_new();
	g_autoptr(GBytes) base = NULL;
	size_t base_size;

	if (!unpack_delta(job, own, delta, error))
		return false;
	if (!delta_sizes(delta->data, delta->len, &base_size, &out->size))
		return damaged(error);
	if (!object_wanted(out->type, out->size, &out->length, error))
		return false;
	base = read_bases(job, root, kept, error);
	if (!base)
		return false;
	out->data = object_alloc(out->length);
	if (!out->data)
		return fail(error, WINNOW_ERROR_SYSTEM, "there is no memory for it");
	return delta_apply(delta->data, delta->len, g_bytes_get_data(base, NULL),
			   g_bytes_get_size(base), out->data, out->length) ||
	       damaged(error);
}

/* The size of what the first delta of the chain makes. */
static bool read_delta_size(struct job *job, size_t *size, GError **error)
{
	const struct entry *own = &g_array_index(job->reader->chain, struct entry, 0);
	size_t length = MIN(own->size, DELTA_HEAD), base_size;
	guint8 head[DELTA_HEAD + INFLATE_ROOM];

	return unpack(job, own, head, length, error) &&
	       (delta_sizes(head, length, &base_size, size) || damaged(error));
}

static bool read_object(struct job *job, guint64 offset, bool whole, struct object *out,
			GError **error)
{
	struct entry root;
	GBytes *kept;

	if (!follow(job, offset, &root, &kept, error))
		return false;
	out->type = (enum object_type)root.type;
	out->size = root.size;
	if (!job->reader->chain->len)
		return !whole || read_plain(job, &root, kept, out, error);
	if (!whole)
		return read_delta_size(job, &out->size, error);
	return read_delta(job, &root, kept, out, error);
}

enum object_type pack_type(struct pack_reader *reader, struct pack *pack, size_t i)
{
	struct job job = { .reader = reader, .pack = pack };
	struct entry root;
	GBytes *kept;
	bool ok = open_pack(pack, NULL) &&
		  follow(&job, pack_index_offset(&pack->index, i), &root, &kept, NULL);

	g_array_set_size(reader->chain, 0);
	return ok ? (enum object_type)root.type : 0;
}

bool pack_read(struct pack_reader *reader, struct pack *pack, size_t i, bool whole,
	       struct object *out, GError **error)
{
	struct job job = { .reader = reader, .pack = pack };
	struct object object = { 0 };
	bool ok = open_pack(pack, error) &&
		  read_object(&job, pack_index_offset(&pack->index, i), whole, &object, error);

	g_array_set_size(reader->chain, 0);
	if (reader->delta->len > OBJECT_CUT) {
		g_byte_array_unref(reader->delta);
		reader->delta = g_byte_array_new();
	}
	if (!ok) {
		object_clear(&object);
		return false;
	}
	if (object.data)
		object_trim(&object);
	*out = object;
	return true;
}
