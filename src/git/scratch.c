/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/scratch.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>
#include <git2/sys/config.h>
#include <git2/sys/mempack.h>
#include <git2/sys/repository.h>

#include "base/error.h"
#include "git/repo-raw.h"

enum { DIFF_LIMIT = 64 << 20 }; /* bytes; a longer patch is none */

static const char subproject[] = "Subproject commit ";

/* A file as it is by now: bytes, or an object that the repository has. */
struct entry {
	unsigned mode; /* 0: there is none */
	GBytes *bytes; /* NULL: those of id */
	git_oid id;
	struct repo *repo; /* that has it; borrowed */
};

struct scratch {
	struct repo *repo;
	git_tree *base;
	GHashTable *files;	/* path -> struct entry *: those that were changed */
	GHashTable *step;	/* the same since scratch_begin(); NULL: no step is at hand */
	git_repository *memory; /* its objects are in memory, and thrown away after each use */
	git_odb *odb;
	git_odb_backend *pack;
};

DEFINE_CLEANUP(git_tree *, git_tree_free)
DEFINE_CLEANUP(git_tree_entry *, git_tree_entry_free)
DEFINE_CLEANUP(git_index *, git_index_free)
DEFINE_CLEANUP(git_diff *, git_diff_free)
DEFINE_CLEANUP(git_blob *, git_blob_free)

static void entry_free(void *data)
{
	struct entry *entry = data;

	if (entry->bytes)
		g_bytes_unref(entry->bytes);
	g_free(entry);
}

static GHashTable *files_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
}

static int open_memory(struct scratch *scratch)
{
	git_config *config = NULL;
	int status = git_odb_new(&scratch->odb);

	if (status == 0)
		status = git_mempack_new(&scratch->pack);
	if (status == 0)
		status = git_odb_add_backend(scratch->odb, scratch->pack, 1);
	if (status == 0)
		status = git_repository_wrap_odb(&scratch->memory, scratch->odb);
	/* Nobody's settings count. */
	if (status == 0)
		status = git_config_new(&config);
	if (status == 0)
		status = git_repository_set_config(scratch->memory, config);
	git_config_free(config);
	return status;
}

static int open_base(struct scratch *scratch, const struct commit_id *base)
{
	git_commit *commit = NULL;
	git_oid oid;
	int status;

	git_oid_fromraw(&oid, base->raw);
	status = git_commit_lookup(&commit, repo_git(scratch->repo), &oid);
	if (status == 0)
		status = git_commit_tree(&scratch->base, commit);
	git_commit_free(commit);
	return status;
}

bool scratch_new(struct repo *repo, const struct commit_id *base, struct scratch **out,
		 GError **error)
{
	_cleanup_(scratch_freep) struct scratch *scratch = g_new0(struct scratch, 1);

	scratch->repo = repo;
	scratch->files = files_new();
	if (open_base(scratch, base) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read the tree of commit %s: %s",
			    commit_id_hex(base).text, repo_reason());
	if (open_memory(scratch) < 0)
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot keep objects in memory: %s",
			    repo_reason());
	*out = g_steal_pointer(&scratch);
	return true;
}

void scratch_free(struct scratch *scratch)
{
	if (!scratch)
		return;
	git_tree_free(scratch->base);
	git_repository_free(scratch->memory);
	git_odb_free(scratch->odb);
	g_hash_table_unref(scratch->files);
	if (scratch->step)
		g_hash_table_unref(scratch->step);
	g_free(scratch);
}

static struct entry entry_of(struct repo *repo, const git_tree_entry *found)
{
	struct entry entry = { .repo = repo };

	if (!found)
		return entry;
	entry.mode = git_tree_entry_filemode_raw(found);
	entry.id = *git_tree_entry_id(found);
	return entry;
}

/* Below the step at hand if below is set. */
static struct entry entry_at(struct scratch *scratch, const char *path, bool below)
{
	_cleanup_(git_tree_entry_freep) git_tree_entry *found = NULL;
	const struct entry *known =
		scratch->step && !below ? g_hash_table_lookup(scratch->step, path) : NULL;

	if (!known)
		known = g_hash_table_lookup(scratch->files, path);
	if (known)
		return *known;
	if (git_tree_entry_bypath(&found, scratch->base, path) < 0 ||
	    git_tree_entry_type(found) == GIT_OBJECT_TREE)
		return (struct entry){ 0 };
	return entry_of(scratch->repo, found);
}

unsigned scratch_mode(struct scratch *scratch, const char *path)
{
	return entry_at(scratch, path, false).mode;
}

static GBytes *bytes_of(const struct entry *entry)
{
	_cleanup_(git_blob_freep) git_blob *blob = NULL;
	char hex[GIT_OID_HEXSZ + 1];
	char *text;

	if (entry->bytes)
		return g_bytes_ref(entry->bytes);
	if (entry->mode == SCRATCH_SUBMODULE) {
		git_oid_tostr(hex, sizeof(hex), &entry->id);
		text = g_strdup_printf("%s%s\n", subproject, hex);
		return g_bytes_new_take(text, strlen(text));
	}
	if (!entry->mode || git_blob_lookup(&blob, repo_git(entry->repo), &entry->id) < 0)
		return NULL;
	return g_bytes_new(git_blob_rawcontent(blob), (gsize)git_blob_rawsize(blob));
}

GBytes *scratch_read(struct scratch *scratch, const char *path)
{
	struct entry entry = entry_at(scratch, path, false);

	return bytes_of(&entry);
}

void scratch_begin(struct scratch *scratch)
{
	g_assert(!scratch->step);
	scratch->step = files_new();
}

void scratch_keep(struct scratch *scratch)
{
	GHashTableIter iter;
	gpointer path, entry;

	g_hash_table_iter_init(&iter, scratch->step);
	while (g_hash_table_iter_next(&iter, &path, &entry)) {
		g_hash_table_iter_steal(&iter);
		g_hash_table_replace(scratch->files, path, entry);
	}
	scratch_undo(scratch);
}

void scratch_undo(struct scratch *scratch)
{
	g_clear_pointer(&scratch->step, g_hash_table_unref);
}

static void put(struct scratch *scratch, const char *path, struct entry entry)
{
	g_hash_table_replace(scratch->step, g_strdup(path), g_memdup2(&entry, sizeof(entry)));
}

void scratch_put(struct scratch *scratch, const char *path, unsigned mode, GBytes *bytes)
{
	put(scratch, path,
	    (struct entry){ .mode = mode, .bytes = mode ? g_bytes_ref(bytes) : NULL });
}

/* A commit that is taken. */
struct taking {
	struct scratch *scratch;
	struct repo *repo;
	bool same;
};

static bool is_same(const struct entry *a, const struct entry *b)
{
	g_autoptr(GBytes) x = NULL;
	g_autoptr(GBytes) y = NULL;

	if (a->mode != b->mode)
		return false;
	if (!a->mode || (!a->bytes && !b->bytes))
		return !a->mode || git_oid_equal(&a->id, &b->id);
	x = bytes_of(a);
	y = bytes_of(b);
	return x && y && g_bytes_equal(x, y);
}

static struct entry entry_of_raw(struct repo *repo, const struct tree_entry *found)
{
	struct entry entry = { .repo = repo };

	if (!found || tree_entry_is_directory(found))
		return entry;
	entry.mode = found->mode;
	git_oid_fromraw(&entry.id, found->id);
	return entry;
}

static void take_entry(const char *path, const struct tree_entry *before,
		       const struct tree_entry *after, void *data)
{
	struct taking *taking = data;
	struct entry old = entry_of_raw(taking->repo, before);
	struct entry new = entry_of_raw(taking->repo, after);
	struct entry now = entry_at(taking->scratch, path, true);

	if (!old.mode && !new.mode)
		return;
	taking->same = taking->same && is_same(&old, &now);
	put(taking->scratch, path, new);
}

bool scratch_take_commit(struct scratch *scratch, struct repo *repo, const struct commit_id *id,
			 bool *same, GError **error)
{
	struct taking taking = { scratch, repo, true };

	if (!repo_compare_commit(repo, id, take_entry, &taking, error))
		return false;
	*same = taking.same;
	if (!taking.same)
		g_hash_table_remove_all(scratch->step);
	return true;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The directories above path, to names. */
static void add_parents(GHashTable *names, const char *path)
{
	g_autofree char *parent = g_strdup(path);
	char *slash;

	while ((slash = strrchr(parent, '/'))) {
		*slash = '\0';
		/* What is there already has those above it, too. */
		if (!g_hash_table_add(names, g_strdup(parent)))
			return;
	}
}

/* The directories that files lie in which were put, by their paths. */
static GHashTable *put_directories(struct scratch *scratch)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer path, entry;

	g_hash_table_iter_init(&iter, scratch->step);
	while (g_hash_table_iter_next(&iter, &path, &entry))
		if (((struct entry *)entry)->mode)
			add_parents(names, path);
	g_hash_table_iter_init(&iter, scratch->files);
	while (g_hash_table_iter_next(&iter, &path, &entry))
		if (((struct entry *)entry)->mode && !g_hash_table_contains(scratch->step, path))
			add_parents(names, path);
	return names;
}

/* Of a directory that the base has. */
struct looking {
	struct scratch *scratch;
	const char *path;
	size_t n;
	bool any;
};

static int look_below(const char *root, const git_tree_entry *entry, void *data)
{
	struct looking *looking = data;
	g_autofree char *path =
		g_strconcat(looking->path, "/", root, git_tree_entry_name(entry), NULL);

	/* One of so many that it has no end is no empty one. */
	looking->any = ++looking->n > COMMIT_FILES_LIMIT ||
		       (git_tree_entry_type(entry) != GIT_OBJECT_TREE &&
			entry_at(looking->scratch, path, false).mode);
	return looking->any ? -1 : 0;
}

static bool is_directory_of_base(struct scratch *scratch, const char *path)
{
	_cleanup_(git_tree_entry_freep) git_tree_entry *found = NULL;
	_cleanup_(git_tree_freep) git_tree *tree = NULL;
	struct looking looking = { .scratch = scratch, .path = path };

	if (git_tree_entry_bypath(&found, scratch->base, path) < 0 ||
	    git_tree_entry_type(found) != GIT_OBJECT_TREE ||
	    git_tree_lookup(&tree, repo_git(scratch->repo), git_tree_entry_id(found)) < 0)
		return false;
	git_tree_walk(tree, GIT_TREEWALK_PRE, look_below, &looking);
	return looking.any;
}

static bool is_below_file(struct scratch *scratch, const char *path)
{
	g_autofree char *parent = g_strdup(path);
	char *slash;

	while ((slash = strrchr(parent, '/'))) {
		*slash = '\0';
		if (entry_at(scratch, parent, false).mode)
			return true;
	}
	return false;
}

const char *scratch_clash(struct scratch *scratch)
{
	guint n = 0;
	g_autofree char **paths = (char **)g_hash_table_get_keys_as_array(scratch->step, &n);
	g_autoptr(GHashTable) directories = NULL;

	qsort(paths, n, sizeof(*paths), by_path);
	for (guint i = 0; i < n; i++) {
		if (!entry_at(scratch, paths[i], false).mode ||
		    entry_at(scratch, paths[i], true).mode)
			continue;
		if (!directories)
			directories = put_directories(scratch);
		if (is_below_file(scratch, paths[i]) ||
		    g_hash_table_contains(directories, paths[i]) ||
		    is_directory_of_base(scratch, paths[i]))
			return paths[i];
	}
	return NULL;
}

void scratch_each_changed(struct scratch *scratch,
			  void (*visit)(const char *path, unsigned mode, GBytes *bytes, void *data),
			  void *data)
{
	guint n = 0;
	g_autofree char **paths = (char **)g_hash_table_get_keys_as_array(scratch->step, &n);

	qsort(paths, n, sizeof(*paths), by_path);
	for (guint i = 0; i < n; i++) {
		const struct entry *entry = g_hash_table_lookup(scratch->step, paths[i]);
		g_autoptr(GBytes) bytes = bytes_of(entry);

		if (entry->mode || entry_at(scratch, paths[i], true).mode)
			visit(paths[i], entry->mode, bytes, data);
	}
}

/*
 * Have the file be in index as an object in memory; as_text: a submodule as a file of its bytes,
 * for libgit2 applies nothing to what it cannot read.
 */
static int add_to_index(struct scratch *scratch, git_index *index, const char *path,
			const struct entry *entry, bool as_text)
{
	bool is_text = as_text && entry->mode == SCRATCH_SUBMODULE;
	git_index_entry item = { .path = path, .mode = is_text ? SCRATCH_FILE : entry->mode };
	g_autoptr(GBytes) bytes = NULL;
	int status;

	if (!entry->mode)
		return 0;
	bytes = bytes_of(entry);
	if (!bytes)
		return repo_refuse("a file cannot be read");
	if (entry->mode == SCRATCH_SUBMODULE && !is_text) {
		g_autofree char *text =
			g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

		if (!g_str_has_prefix(text, subproject) ||
		    git_oid_fromstrn(&item.id, text + strlen(subproject), GIT_OID_HEXSZ) < 0)
			return -1;
	} else {
		status = git_blob_create_from_buffer(&item.id, scratch->memory,
						     g_bytes_get_data(bytes, NULL),
						     g_bytes_get_size(bytes));
		if (status < 0)
			return status;
	}
	return git_index_add(index, &item);
}

static int write_tree(struct scratch *scratch, git_index *index, git_tree **out)
{
	git_oid oid;
	int status = git_index_write_tree_to(&oid, index, scratch->memory);

	return status < 0 ? status : git_tree_lookup(out, scratch->memory, &oid);
}

/* A tree of the step's files, as they are or as they were. */
static int tree_of_step(struct scratch *scratch, bool before, git_tree **out)
{
	_cleanup_(git_index_freep) git_index *index = NULL;
	GHashTableIter iter;
	gpointer path;
	int status = git_index_new(&index);

	g_hash_table_iter_init(&iter, scratch->step);
	while (status == 0 && g_hash_table_iter_next(&iter, &path, NULL)) {
		struct entry entry = entry_at(scratch, path, before);

		status = add_to_index(scratch, index, path, &entry, false);
	}
	return status < 0 ? status : write_tree(scratch, index, out);
}

bool scratch_diff(struct scratch *scratch, bool renames, GBytes **out, GError **error)
{
	_cleanup_(git_tree_freep) git_tree *before = NULL;
	_cleanup_(git_tree_freep) git_tree *after = NULL;
	_cleanup_(git_diff_freep) git_diff *diff = NULL;
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	GString *text = g_string_new(NULL);
	bool cut = false;
	int status;

	options.flags |= GIT_DIFF_SHOW_BINARY;
	status = tree_of_step(scratch, true, &before);
	if (status == 0)
		status = tree_of_step(scratch, false, &after);
	if (status == 0)
		status = git_diff_tree_to_tree(&diff, scratch->memory, before, after, &options);
	if (status == 0)
		status = repo_print_diff(diff, renames, DIFF_LIMIT, text, &cut);
	git_mempack_reset(scratch->pack);
	*out = g_string_free_to_bytes(text);
	if (status == 0 && !cut)
		return true;
	g_clear_pointer(out, g_bytes_unref);
	return fail(error, WINNOW_ERROR_INPUT, "cannot write a change anew: %s",
		    cut ? "it is too long" : repo_reason());
}

/* Each path as the diff left it in index. */
static int put_applied(struct scratch *scratch, git_index *index, const char *const *paths)
{
	for (; *paths; paths++) {
		_cleanup_(git_blob_freep) git_blob *blob = NULL;
		const git_index_entry *item = git_index_get_bypath(index, *paths, 0);
		g_autoptr(GBytes) bytes = NULL;
		int status;

		if (!item) {
			scratch_put(scratch, *paths, 0, NULL);
			continue;
		}
		status = git_blob_lookup(&blob, scratch->memory, &item->id);
		if (status < 0)
			return status;
		bytes = g_bytes_new(git_blob_rawcontent(blob), (gsize)git_blob_rawsize(blob));
		scratch_put(scratch, *paths, item->mode, bytes);
	}
	return 0;
}

static int apply(struct scratch *scratch, git_diff *diff, const char *const *paths)
{
	_cleanup_(git_index_freep) git_index *index = NULL;
	_cleanup_(git_index_freep) git_index *applied = NULL;
	_cleanup_(git_tree_freep) git_tree *before = NULL;
	int status = git_index_new(&index);

	for (size_t i = 0; status == 0 && paths[i]; i++) {
		struct entry entry = entry_at(scratch, paths[i], true);

		status = add_to_index(scratch, index, paths[i], &entry, true);
	}
	if (status == 0)
		status = write_tree(scratch, index, &before);
	if (status == 0)
		status = git_apply_to_tree(&applied, scratch->memory, before, diff, NULL);
	return status < 0 ? status : put_applied(scratch, applied, paths);
}

bool scratch_apply(struct scratch *scratch, const char *text, size_t length,
		   const char *const *paths, char **why)
{
	_cleanup_(git_diff_freep) git_diff *diff = NULL;
	int status = git_diff_from_buffer(&diff, text, length);

	if (status == 0)
		status = apply(scratch, diff, paths);
	git_mempack_reset(scratch->pack);
	if (status == 0)
		return true;
	g_hash_table_remove_all(scratch->step);
	*why = g_strdup(repo_reason());
	return false;
}
