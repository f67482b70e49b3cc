/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/file.h"

#include <string.h>

#include <git2.h>

#include "base/text.h"
#include "git/line-diff.h"
#include "git/repo-raw.h"

enum {
	LIKENESS_LIMIT = 64, /* files taken away that are compared with one that was made */
	NO_PARENT = 1,	     /* beside libgit2's statuses, which are 0 or less */
};

DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_tree *, git_tree_free)
DEFINE_CLEANUP(git_tree_entry *, git_tree_entry_free)
DEFINE_CLEANUP(git_blob *, git_blob_free)
DEFINE_CLEANUP(git_diff *, git_diff_free)

static int tree_of(struct repo *repo, const struct commit_id *id, bool of_parent, git_tree **out)
{
	_cleanup_(git_commit_freep) git_commit *commit = NULL;
	_cleanup_(git_commit_freep) git_commit *parent = NULL;
	git_oid oid;
	int status;

	git_oid_fromraw(&oid, id->raw);
	status = git_commit_lookup(&commit, repo_git(repo), &oid);
	if (status == 0 && of_parent)
		status = git_commit_parentcount(commit) ? git_commit_parent(&parent, commit, 0)
							: NO_PARENT;
	return status ? status : git_commit_tree(out, of_parent ? parent : commit);
}

enum repo_file repo_file_id(struct repo *repo, const struct commit_id *id, bool of_parent,
			    const char *path, struct commit_id *out)
{
	_cleanup_(git_tree_freep) git_tree *tree = NULL;
	_cleanup_(git_tree_entry_freep) git_tree_entry *entry = NULL;
	int status = tree_of(repo, id, of_parent, &tree);

	if (status)
		return status == NO_PARENT ? REPO_FILE_ABSENT : REPO_FILE_UNREADABLE;
	status = git_tree_entry_bypath(&entry, tree, path);
	if (status < 0)
		return status == GIT_ENOTFOUND ? REPO_FILE_ABSENT : REPO_FILE_UNREADABLE;
	if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
		return REPO_FILE_UNREADABLE;
	memcpy(out->raw, git_tree_entry_id(entry)->id, COMMIT_ID_SIZE);
	return REPO_FILE_READ;
}

static git_blob *blob_of(struct repo *repo, const struct commit_id *id, size_t limit)
{
	_cleanup_(git_blob_freep) git_blob *blob = NULL;
	git_oid oid;
	int status;

	git_oid_fromraw(&oid, id->raw);
	status = git_blob_lookup(&blob, repo_git(repo), &oid);
	repo_note(repo, status);
	if (status < 0 || (size_t)git_blob_rawsize(blob) > limit)
		return NULL;
	return g_steal_pointer(&blob);
}

enum repo_file repo_read_file(struct repo *repo, const struct commit_id *id, const char *path,
			      size_t limit, char **out)
{
	_cleanup_(git_blob_freep) git_blob *blob = NULL;
	struct commit_id version;
	enum repo_file found = repo_file_id(repo, id, false, path, &version);

	if (found != REPO_FILE_READ)
		return found;
	blob = blob_of(repo, &version, limit);
	if (!blob)
		return REPO_FILE_UNREADABLE;
	*out = text_to_utf8(git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob), NULL);
	return REPO_FILE_READ;
}

static void free_blob(void *blob)
{
	git_blob_free(blob);
}

GBytes *repo_read_blob(struct repo *repo, const struct commit_id *blob, size_t limit)
{
	git_blob *read = blob_of(repo, blob, limit);

	return read ? g_bytes_new_with_free_func(git_blob_rawcontent(read),
						 (gsize)git_blob_rawsize(read), free_blob, read)
		    : NULL;
}

GArray *lines_compare(GBytes *before, GBytes *after)
{
	struct slice older = slice_of_bytes(before), newer = slice_of_bytes(after);
	g_autoptr(GArray) edits = NULL;
	GArray *out;

	if (older.length > LINE_DIFF_LIMIT || newer.length > LINE_DIFF_LIMIT)
		return NULL;
	edits = line_edits(older, newer);
	out = g_array_sized_new(FALSE, FALSE, sizeof(struct line_change), edits->len);
	for (guint i = 0; i < edits->len; i++) {
		const struct line_edit *edit = &g_array_index(edits, struct line_edit, i);
		struct line_change change = {
			(size_t)edit->old_start,
			(size_t)(edit->old_end - edit->old_start),
			(size_t)edit->new_start,
			(size_t)(edit->new_end - edit->new_start),
		};

		g_array_append_val(out, change);
	}
	return out;
}

static git_merge_file_input side_of(const char *text)
{
	git_merge_file_input side = GIT_MERGE_FILE_INPUT_INIT;

	side.ptr = text;
	side.size = strlen(text);
	side.path = "file";
	return side;
}

bool lines_merge(const char *before, const char *ours, const char *theirs, bool *same)
{
	git_merge_file_input a = side_of(before), b = side_of(ours), c = side_of(theirs);
	git_merge_file_result result = { 0 };
	bool merged = git_merge_file(&result, &a, &b, &c, NULL) == 0 && result.automergeable;

	*same = merged && result.len == strlen(ours) && memcmp(result.ptr, ours, result.len) == 0;
	git_merge_file_result_free(&result);
	return merged;
}

static char *name_of(const char *path)
{
	return text_to_utf8(path, strlen(path), NULL);
}

/* Everything that a commit changed, or only what paths name; no renames yet. */
static git_diff *changes_of(struct repo *repo, const struct commit_id *id, const GPtrArray *paths)
{
	_cleanup_(git_tree_freep) git_tree *before = NULL;
	_cleanup_(git_tree_freep) git_tree *after = NULL;
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_diff *diff = NULL;
	int status;

	if (tree_of(repo, id, true, &before) || tree_of(repo, id, false, &after))
		return NULL;
	if (!paths)
		return repo_diff_trees(repo_git(repo), before, after, 0, &diff) < 0 ? NULL : diff;
	options.flags |= GIT_DIFF_DISABLE_PATHSPEC_MATCH;
	options.pathspec.strings = (char **)paths->pdata;
	options.pathspec.count = paths->len;
	status = git_diff_tree_to_tree(&diff, repo_git(repo), before, after, &options);
	return status < 0 ? NULL : diff;
}

static const git_diff_delta *added_at(git_diff *diff, const char *path)
{
	for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);

		if (delta->status == GIT_DELTA_ADDED && strcmp(delta->new_file.path, path) == 0)
			return delta;
	}
	return NULL;
}

/* The file taken away that holds the same; else the only one of the same last name. */
static const char *same_file(git_diff *diff, const git_diff_delta *added)
{
	g_autofree char *last = g_path_get_basename(added->new_file.path);
	const char *found = NULL;
	size_t n_found = 0;

	for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);
		g_autofree char *name = g_path_get_basename(delta->old_file.path);

		if (delta->status != GIT_DELTA_DELETED)
			continue;
		if (git_oid_equal(&delta->old_file.id, &added->new_file.id))
			return delta->old_file.path;
		if (strcmp(name, last) == 0) {
			found = delta->old_file.path;
			n_found++;
		}
	}
	return n_found == 1 ? found : NULL;
}

/* What libgit2 finds to be like it, among so many that it takes no time. */
static char *like_file(struct repo *repo, const struct commit_id *id, git_diff *diff,
		       const char *path)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	_cleanup_(git_diff_freep) git_diff *few = NULL;
	git_diff_find_options find = GIT_DIFF_FIND_OPTIONS_INIT;

	g_ptr_array_add(paths, (char *)path);
	for (size_t i = 0; i < git_diff_num_deltas(diff); i++)
		if (git_diff_get_delta(diff, i)->status == GIT_DELTA_DELETED)
			g_ptr_array_add(paths, (char *)git_diff_get_delta(diff, i)->old_file.path);
	if (paths->len == 1 || paths->len > LIKENESS_LIMIT)
		return NULL;
	few = changes_of(repo, id, paths);
	find.flags = GIT_DIFF_FIND_RENAMES;
	if (!few || git_diff_find_similar(few, &find) < 0)
		return NULL;
	for (size_t i = 0; i < git_diff_num_deltas(few); i++) {
		const git_diff_delta *delta = git_diff_get_delta(few, i);

		if (delta->status == GIT_DELTA_RENAMED && strcmp(delta->new_file.path, path) == 0)
			return name_of(delta->old_file.path);
	}
	return NULL;
}

char *repo_old_name(struct repo *repo, const struct commit_id *id, const char *path)
{
	_cleanup_(git_diff_freep) git_diff *diff = changes_of(repo, id, NULL);
	const git_diff_delta *added = diff ? added_at(diff, path) : NULL;
	const char *same = added ? same_file(diff, added) : NULL;

	if (!added)
		return NULL;
	return same ? name_of(same) : like_file(repo, id, diff, path);
}
