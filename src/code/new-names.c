/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/new-names.h"

#include <string.h>

#include "base/compare.h"
#include "base/text.h"
#include "git/file.h"
#include "git/tree.h"

enum {
	BLOB_LIMIT = 64 << 20, /* bytes; a longer file is data */
	BINARY_LOOK = 8000,    /* bytes in which git looks for a NUL */
	RECENT = 1 << 13,      /* names last found in the target: most that follow are of them */
	FILES_LIMIT = 4096,    /* files that one name is said to be in */
	WORTH_THREADS = 64,    /* files: a repository is opened again for each thread */
};

/* What a thread reads files with. */
struct reader {
	struct repo *repo;
	const struct tree_names *names;
	guint64 recent[RECENT];
};

struct new_names {
	struct workers *workers;
	struct reader *reader; /* of the caller's thread */
	bool has_base;	       /* the base's tree is in its repo */
	struct commit_id base;
	GHashTable *blobs; /* struct commit_id -> GArray of guint64, sorted: what is new in it */
	size_t n_alone;	   /* files that were read as they came, since many were read ahead */
};

static void array_unref(void *array)
{
	g_array_unref(array);
}

static struct reader *reader_new(struct repo *repo, const struct tree_names *names)
{
	struct reader *reader = g_new0(struct reader, 1);

	reader->repo = repo;
	reader->names = names;
	return reader;
}

struct new_names *new_names_new(struct repo *repo, const struct commit_id *base,
				const struct tree_names *names, struct workers *workers)
{
	struct new_names *new_names = g_new0(struct new_names, 1);

	new_names->workers = workers;
	new_names->n_alone = WORTH_THREADS;
	new_names->reader = reader_new(repo, names);
	new_names->has_base = tree_of_commit(repo, base, &new_names->base, NULL);
	new_names->blobs =
		g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, array_unref);
	return new_names;
}

void new_names_free(struct new_names *new_names)
{
	g_hash_table_unref(new_names->blobs);
	g_free(new_names->reader);
	g_free(new_names);
}

struct blob_reading {
	struct reader *reader;
	GArray *out;
};

static void add_if_new(guint64 hash, void *data)
{
	struct blob_reading *reading = data;
	guint64 *recent = &reading->reader->recent[hash & (RECENT - 1)];

	if (*recent == hash)
		return;
	if (tree_names_has_hash(reading->reader->names, hash))
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

static bool is_text(struct slice bytes)
{
	return bytes.length && !memchr(bytes.start, '\0', MIN(bytes.length, BINARY_LOOK));
}

/* What is new in a file; one that cannot be read has nothing. The caller unrefs. */
static GArray *read_new(struct reader *reader, enum source_kind kind, const struct commit_id *id)
{
	g_autoptr(GBytes) blob = repo_read_blob(reader->repo, id, BLOB_LIMIT);
	struct blob_reading reading = { reader, g_array_new(FALSE, FALSE, sizeof(guint64)) };

	if (blob && is_text(slice_of_bytes(blob)))
		identifiers_each_hash(kind, slice_of_bytes(blob), add_if_new, &reading);
	sort_once_each(reading.out);
	return reading.out;
}

static void keep(struct new_names *new_names, const struct commit_id *id, GArray *hashes)
{
	g_hash_table_insert(new_names->blobs, g_memdup2(id, sizeof(*id)), hashes);
}

/* The same, read once. Borrowed. */
static const GArray *new_in(struct new_names *new_names, const char *path,
			    const struct commit_id *id)
{
	GArray *known = g_hash_table_lookup(new_names->blobs, id);

	if (!known) {
		new_names->n_alone++;
		known = read_new(new_names->reader, source_kind_of(path), id);
		keep(new_names, id, known);
	}
	return known;
}

/* A file that nobody has looked into yet. */
struct unread {
	struct commit_id blob;
	enum source_kind kind;
};

struct file_reading {
	const struct new_names *new_names;
	const GArray *files; /* struct unread */
};

static void *open_reader(void *data)
{
	const struct file_reading *reading = data;
	struct repo *repo = repo_another(reading->new_names->reader->repo);

	return repo ? reader_new(repo, reading->new_names->reader->names) : NULL;
}

static void close_reader(void *data)
{
	struct reader *reader = data;

	repo_free(reader->repo);
	g_free(reader);
}

static void *read_file(size_t i, void *tool, void *data)
{
	const struct file_reading *reading = data;
	const struct unread *file = &g_array_index(reading->files, struct unread, i);

	return read_new(tool, file->kind, &file->blob);
}

/* What is new in a file hangs on nothing but the file: any thread finds the same. */
static void read_files(struct new_names *new_names, const GArray *files)
{
	struct file_reading reading = { new_names, files };
	struct row_work work = {
		.n = files->len,
		.data = &reading,
		.tool_new = open_reader,
		.tool_free = close_reader,
		.tool = new_names->reader,
		.make = read_file,
		.drop = array_unref,
	};
	_cleanup_(row_freep) struct row *row = row_new(new_names->workers, &work);

	for (guint i = 0; i < files->len; i++)
		keep(new_names, &g_array_index(files, struct unread, i).blob, row_take(row, i));
}

static bool holds(const GArray *sorted, guint64 hash)
{
	return g_array_binary_search((GArray *)sorted, &hash, compare_guint64, NULL);
}

struct finding {
	struct new_names *new_names;
	const GArray *hashes;
	GHashTable *directories;
	GPtrArray *out;
	guint first; /* in out */
};

static void add_file(struct finding *finding, guint i, const struct tree_change *change)
{
	GArray *files = finding->out->pdata[finding->first + i];
	struct new_name_file file = { .blob = *change->after };

	if (files->len >= FILES_LIMIT)
		return;
	file.path = text_to_utf8(change->path, strlen(change->path), NULL);
	g_array_append_val(files, file);
}

struct path_match {
	guint64 wanted;
	bool found;
};

static void compare_path(guint64 hash, void *data)
{
	struct path_match *match = data;

	match->found |= hash == match->wanted;
}

/* What a source file of a directory far away defines is seen by a header, or by nobody else. */
static bool can_be_seen(const struct finding *finding, const char *path)
{
	enum source_kind kind = source_kind_of(path);
	g_autofree char *directory = NULL;

	if (kind == SOURCE_KCONFIG)
		return true;
	if (kind <= SOURCE_TEXT || kind == SOURCE_MAKEFILE)
		return false;
	if (kind == SOURCE_C && !g_str_has_suffix(path, ".c"))
		return true;
	directory = g_path_get_dirname(path);
	return g_hash_table_contains(finding->directories, directory);
}

struct gathering {
	struct finding *finding;
	GArray *files;	  /* struct unread */
	GHashTable *seen; /* their blobs */
};

static void add_unread(const struct tree_change *change, void *data)
{
	struct gathering *gathering = data;
	struct unread file = { .kind = source_kind_of(change->path) };

	if (!change->after || !can_be_seen(gathering->finding, change->path) ||
	    g_hash_table_contains(gathering->finding->new_names->blobs, change->after) ||
	    !g_hash_table_add(gathering->seen, g_memdup2(change->after, sizeof(file.blob))))
		return;
	file.blob = *change->after;
	g_array_append_val(gathering->files, file);
}

/* Where many files are to be looked into, all threads do. */
static void look_ahead(struct finding *finding, const struct commit_id *before,
		       const struct commit_id *after)
{
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(struct unread));
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, NULL);
	struct gathering gathering = { finding, files, seen };

	finding->new_names->n_alone = 0;
	if (tree_compare(finding->new_names->reader->repo, before, after, add_unread, &gathering,
			 NULL) &&
	    files->len >= WORTH_THREADS)
		read_files(finding->new_names, files);
}

static void look_into(const struct tree_change *change, void *data)
{
	struct finding *finding = data;
	const GArray *names;

	if (!change->after)
		return;
	names = !can_be_seen(finding, change->path)
			? NULL
			: new_in(finding->new_names, change->path, change->after);
	for (guint i = 0; i < finding->hashes->len; i++) {
		struct path_match match = {
			.wanted = g_array_index(finding->hashes, guint64, i),
		};

		match.found = names && holds(names, match.wanted);
		if (!change->before)
			identifiers_each_path_hash(change->path, compare_path, &match);
		if (match.found)
			add_file(finding, i, change);
	}
}

static void file_clear(void *data)
{
	g_free(((struct new_name_file *)data)->path);
}

void new_names_find(struct new_names *new_names, const struct commit_id *commit,
		    const GArray *hashes, GHashTable *directories, GPtrArray *out)
{
	struct finding finding = { new_names, hashes, directories, out, out->len };
	const struct commit_id *before = new_names->has_base ? &new_names->base : NULL;
	struct commit_id tree;

	for (guint i = 0; i < hashes->len; i++) {
		GArray *files = g_array_new(FALSE, FALSE, sizeof(struct new_name_file));

		g_array_set_clear_func(files, file_clear);
		g_ptr_array_add(out, files);
	}
	if (!tree_of_commit(new_names->reader->repo, commit, &tree, NULL))
		return;
	if (new_names->workers && new_names->n_alone >= WORTH_THREADS)
		look_ahead(&finding, before, &tree);
	/* What a missing directory holds is not found, and nothing is claimed then. */
	if (!tree_compare(new_names->reader->repo, before, &tree, look_into, &finding, NULL))
		return;
}

bool new_names_has(struct new_names *new_names, const struct commit_id *commit, const char *path,
		   guint64 hash, bool is_path)
{
	struct commit_id blob;

	if (repo_file_id(new_names->reader->repo, commit, false, path, &blob) != REPO_FILE_READ)
		return false;
	return is_path || holds(new_in(new_names, path, &blob), hash);
}

char *new_names_definition(struct new_names *new_names, const char *path,
			   const struct commit_id *id, const char *name, bool *certain)
{
	g_autoptr(GBytes) blob = repo_read_blob(new_names->reader->repo, id, BLOB_LIMIT);
	struct slice line;

	if (!blob || !is_text(slice_of_bytes(blob)))
		return NULL;
	line = slice_trim(identifier_find_definition(path, slice_of_bytes(blob), name, certain));
	return line.length ? text_to_utf8(line.start, line.length, NULL) : NULL;
}

char *new_names_definition_at(struct new_names *new_names, const struct commit_id *commit,
			      const char *path, const char *name, bool *certain)
{
	struct commit_id blob;

	if (repo_file_id(new_names->reader->repo, commit, false, path, &blob) != REPO_FILE_READ)
		return NULL;
	return new_names_definition(new_names, path, &blob, name, certain);
}
