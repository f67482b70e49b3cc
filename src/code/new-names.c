/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/new-names.h"

#include <string.h>

#include "base/compare.h"
#include "base/text.h"
#include "code/blob-names.h"
#include "git/file.h"
#include "git/tree.h"

enum {
	FILES_LIMIT = 4096, /* files that one name is said to be in */
};

struct new_names {
	struct repo *repo;
	struct blob_names *blobs;
	bool has_base; /* the base's tree is in repo */
	struct commit_id base;
};

struct new_names *new_names_new(struct repo *repo, const struct commit_id *base,
				const struct tree_names *names, struct workers *workers)
{
	struct new_names *new_names = g_new0(struct new_names, 1);

	new_names->repo = repo;
	new_names->blobs = blob_names_new(repo, names, workers);
	new_names->has_base = tree_of_commit(repo, base, &new_names->base, NULL);
	return new_names;
}

void new_names_free(struct new_names *new_names)
{
	blob_names_free(new_names->blobs);
	g_free(new_names);
}

static bool holds(const GArray *sorted, guint64 hash)
{
	return g_array_binary_search((GArray *)sorted, &hash, compare_guint64, NULL);
}

/* A file that differs, in which a name may stand. */
struct differing {
	const char *path;
	struct commit_id blob;
	bool made; /* the base does not have it */
	bool seen; /* by the files that ask */
};

struct finding {
	struct new_names *new_names;
	const GArray *hashes;
	GHashTable *directories;
	GPtrArray *out;
	guint first;	 /* in out */
	GArray *files;	 /* struct differing */
	GArray *to_read; /* struct named_blob: of those that are seen */
	GStringChunk *paths;
};

static void add_file(struct finding *finding, guint i, const struct differing *where)
{
	GArray *files = finding->out->pdata[finding->first + i];
	struct new_name_file file = { .blob = where->blob };

	if (files->len >= FILES_LIMIT)
		return;
	file.path = text_to_utf8(where->path, strlen(where->path), NULL);
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

static struct named_blob blob_at(const char *path, const struct commit_id *id)
{
	return (struct named_blob){ *id, source_kind_of(path) };
}

static void add_differing(const struct tree_change *change, void *data)
{
	struct finding *finding = data;
	struct differing file = { .made = !change->before };

	if (!change->after)
		return;
	file.seen = can_be_seen(finding, change->path);
	if (!file.seen && !file.made)
		return;
	file.blob = *change->after;
	file.path = g_string_chunk_insert(finding->paths, change->path);
	g_array_append_val(finding->files, file);
	if (file.seen) {
		struct named_blob blob = blob_at(file.path, &file.blob);

		g_array_append_val(finding->to_read, blob);
	}
}

static void look_into(struct finding *finding, const struct differing *file)
{
	const struct named_blob blob = blob_at(file->path, &file->blob);
	const GArray *names = file->seen ? blob_names_of(finding->new_names->blobs, &blob) : NULL;

	for (guint i = 0; i < finding->hashes->len; i++) {
		struct path_match match = {
			.wanted = g_array_index(finding->hashes, guint64, i),
		};

		match.found = names && holds(names, match.wanted);
		if (file->made)
			identifiers_each_path_hash(file->path, compare_path, &match);
		if (match.found)
			add_file(finding, i, file);
	}
}

static void file_clear(void *data)
{
	g_free(((struct new_name_file *)data)->path);
}

void new_names_find(struct new_names *new_names, const struct commit_id *commit,
		    const GArray *hashes, GHashTable *directories, GPtrArray *out)
{
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(struct differing));
	g_autoptr(GArray) to_read = g_array_new(FALSE, FALSE, sizeof(struct named_blob));
	g_autoptr(GStringChunk) paths = g_string_chunk_new(4096);
	struct finding finding = {
		.new_names = new_names,
		.hashes = hashes,
		.directories = directories,
		.out = out,
		.first = out->len,
		.files = files,
		.to_read = to_read,
		.paths = paths,
	};
	struct commit_id tree;

	for (guint i = 0; i < hashes->len; i++) {
		GArray *found = g_array_new(FALSE, FALSE, sizeof(struct new_name_file));

		g_array_set_clear_func(found, file_clear);
		g_ptr_array_add(out, found);
	}
	if (!tree_of_commit(new_names->repo, commit, &tree, NULL))
		return;
	/* What a missing directory holds is not found, and nothing is claimed then. */
	(void)!tree_compare(new_names->repo, new_names->has_base ? &new_names->base : NULL, &tree,
			    add_differing, &finding, NULL);
	blob_names_read(new_names->blobs, (const struct named_blob *)(void *)to_read->data,
			to_read->len);
	for (guint i = 0; i < files->len; i++)
		look_into(&finding, &g_array_index(files, struct differing, i));
}

bool new_names_has(struct new_names *new_names, const struct commit_id *commit, const char *path,
		   guint64 hash, bool is_path)
{
	struct named_blob blob = { .kind = source_kind_of(path) };

	if (repo_file_id(new_names->repo, commit, false, path, &blob.id) != REPO_FILE_READ)
		return false;
	return is_path || holds(blob_names_of(new_names->blobs, &blob), hash);
}

char *new_names_definition(struct new_names *new_names, const char *path,
			   const struct commit_id *id, const char *name, bool *certain)
{
	g_autoptr(GBytes) blob = repo_read_blob(new_names->repo, id, SOURCE_LIMIT);
	struct slice line;

	if (!blob || !source_is_text(slice_of_bytes(blob)))
		return NULL;
	line = slice_trim(identifier_find_definition(path, slice_of_bytes(blob), name, certain));
	return line.length ? text_to_utf8(line.start, line.length, NULL) : NULL;
}

char *new_names_definition_at(struct new_names *new_names, const struct commit_id *commit,
			      const char *path, const char *name, bool *certain)
{
	struct commit_id blob;

	if (repo_file_id(new_names->repo, commit, false, path, &blob) != REPO_FILE_READ)
		return NULL;
	return new_names_definition(new_names, path, &blob, name, certain);
}
