/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/blob-names.h"

#include <string.h>

#include "base/compare.h"
#include "base/text.h"
#include "code/identifier.h"
#include "git/file.h"

enum {
	RECENT = 1 << 13,  /* names last found in the target: most that follow are of them */
	WORTH_THREADS = 4, /* files: to wake a thread takes as long as a short one */
};

/* What a thread reads files with. */
struct reader {
	struct blob_names *of;
	struct repo *repo;
	guint64 recent[RECENT];
};

struct blob_names {
	const struct tree_names *names;
	struct workers *workers;
	struct reader *reader; /* of the caller's thread */
	GPtrArray *spare;      /* struct reader *: of the others, while there is nothing to read */
	GHashTable *blobs;     /* struct commit_id -> GArray of guint64, rising */
};

static void array_unref(void *array)
{
	g_array_unref(array);
}

static struct reader *reader_new(struct blob_names *of, struct repo *repo)
{
	struct reader *reader = g_new0(struct reader, 1);

	reader->of = of;
	reader->repo = repo;
	return reader;
}

static void spare_free(void *data)
{
	struct reader *reader = data;

	repo_free(reader->repo);
	g_free(reader);
}

struct blob_names *blob_names_new(struct repo *repo, const struct tree_names *names,
				  struct workers *workers)
{
	struct blob_names *blob_names = g_new0(struct blob_names, 1);

	blob_names->names = names;
	blob_names->workers = workers;
	blob_names->reader = reader_new(blob_names, repo);
	blob_names->spare = g_ptr_array_new_with_free_func(spare_free);
	blob_names->blobs =
		g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, array_unref);
	return blob_names;
}

void blob_names_free(struct blob_names *blob_names)
{
	g_hash_table_unref(blob_names->blobs);
	g_ptr_array_unref(blob_names->spare);
	g_free(blob_names->reader);
	g_free(blob_names);
}

struct reading {
	struct reader *reader;
	GArray *out;
};

static void add_if_new(guint64 hash, void *data)
{
	struct reading *reading = data;
	guint64 *recent = &reading->reader->recent[hash & (RECENT - 1)];

	if (*recent == hash)
		return;
	if (tree_names_has_hash(reading->reader->of->names, hash))
		*recent = hash;
	else
		g_array_append_val(reading->out, hash);
}

static void sort_once_each(GArray *hashes)
{
	guint64 *all = (guint64 *)(void *)hashes->data;
	guint kept = 0;

	g_array_sort(hashes, compare_guint64);
	for (guint i = 0; i < hashes->len; i++)
		if (!kept || all[kept - 1] != all[i])
			all[kept++] = all[i];
	g_array_set_size(hashes, kept);
}

/* The caller unrefs. */
static GArray *read_blob(struct reader *reader, const struct named_blob *blob)
{
	g_autoptr(GBytes) bytes = repo_read_blob(reader->repo, &blob->id, SOURCE_LIMIT);
	struct reading reading = { reader, g_array_new(FALSE, FALSE, sizeof(guint64)) };

	if (bytes && source_is_text(slice_of_bytes(bytes)))
		identifiers_each_hash(blob->kind, slice_of_bytes(bytes), add_if_new, &reading);
	sort_once_each(reading.out);
	return reading.out;
}

static void keep(struct blob_names *blob_names, const struct named_blob *blob, GArray *hashes)
{
	g_hash_table_insert(blob_names->blobs, g_memdup2(&blob->id, sizeof(blob->id)), hashes);
}

const GArray *blob_names_of(struct blob_names *blob_names, const struct named_blob *blob)
{
	GArray *known = g_hash_table_lookup(blob_names->blobs, &blob->id);

	if (!known) {
		known = read_blob(blob_names->reader, blob);
		keep(blob_names, blob, known);
	}
	return known;
}

struct unread {
	struct blob_names *blob_names;
	GArray *blobs; /* struct named_blob */
};

static void *take_reader(void *data)
{
	struct blob_names *blob_names = ((struct unread *)data)->blob_names;
	GPtrArray *spare = blob_names->spare;
	struct repo *repo;

	if (spare->len)
		return g_ptr_array_steal_index(spare, spare->len - 1);
	repo = repo_another(blob_names->reader->repo);
	return repo ? reader_new(blob_names, repo) : NULL;
}

static void give_reader(void *tool)
{
	struct reader *reader = tool;

	g_ptr_array_add(reader->of->spare, reader);
}

/* What a job found. */
struct read {
	GArray *hashes;
	size_t n_lacked; /* in vain, by another than the first thread's repository */
};

static void *read_job(size_t i, void *tool, void *data)
{
	const struct unread *unread = data;
	struct reader *reader = tool;
	size_t before = repo_n_lacked(reader->repo);
	struct read *read = g_new0(struct read, 1);

	read->hashes = read_blob(reader, &g_array_index(unread->blobs, struct named_blob, i));
	if (reader != unread->blob_names->reader)
		read->n_lacked = repo_n_lacked(reader->repo) - before;
	return read;
}

static void drop_read(void *data)
{
	struct read *read = data;

	if (!read)
		return;
	g_array_unref(read->hashes);
	g_free(read);
}

/* What is new in a file hangs on nothing but the file: any thread finds the same. */
static void read_all(struct unread *unread)
{
	struct row_work work = {
		.n = unread->blobs->len,
		.data = unread,
		.tool_new = take_reader,
		.tool_free = give_reader,
		.tool = unread->blob_names->reader,
		.make = read_job,
		.drop = drop_read,
	};
	_cleanup_(row_freep) struct row *row = row_new(unread->blob_names->workers, &work);

	for (guint i = 0; i < unread->blobs->len; i++) {
		struct read *read = row_take(row, i);

		keep(unread->blob_names, &g_array_index(unread->blobs, struct named_blob, i),
		     read->hashes);
		repo_add_lacked(unread->blob_names->reader->repo, read->n_lacked);
		g_free(read);
	}
}

void blob_names_read(struct blob_names *blob_names, const struct named_blob *blobs, size_t n)
{
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(struct named_blob));
	g_autoptr(GHashTable) seen = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	struct unread unread = { blob_names, list };

	for (size_t i = 0; i < n; i++)
		if (!g_hash_table_contains(blob_names->blobs, &blobs[i].id) &&
		    g_hash_table_add(seen, (gpointer)&blobs[i].id))
			g_array_append_val(list, blobs[i]);
	if (list->len >= WORTH_THREADS)
		read_all(&unread);
}
