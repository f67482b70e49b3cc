/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/tree.h"

#include <string.h>

#include <git2.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "git/repo-raw.h"

enum {
	TREE_DEPTH_LIMIT = 512,	  /* directories within directories; a real tree has a dozen */
	SCANNED_LIMIT = 20000000, /* entries that are looked at, the same or not */
	AGAIN_LIMIT = 100000,	  /* of these, entries of directories that were looked at before */
	FEW = 1000,		  /* entries before directories are remembered: most need no more */
};

DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_tree *, git_tree_free)

static git_oid to_oid(const struct commit_id *id)
{
	git_oid oid;

	git_oid_fromraw(&oid, id->raw);
	return oid;
}

static struct commit_id from_oid(const git_oid *oid)
{
	struct commit_id id;

	memcpy(id.raw, oid->id, COMMIT_ID_SIZE);
	return id;
}

bool tree_of_commit(struct repo *repo, const struct commit_id *commit, struct commit_id *out,
		    GError **error)
{
	_cleanup_(git_commit_freep) git_commit *read = NULL;
	git_oid oid = to_oid(commit);

	if (git_commit_lookup(&read, repo_git(repo), &oid) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot read commit %s in '%s': %s",
			    commit_id_hex(commit).text, repo_name(repo), repo_reason());
	*out = from_oid(git_commit_tree_id(read));
	return true;
}

/*
 * A few directories, each with the same one below it several times, make more paths than there is
 * time for: 25 of them 10^20. Directories that come again are remembered and their entries counted.
 */
struct comparison {
	git_repository *git;
	GString *path;
	repo_entry_visitor *visit;
	void *data;
	size_t limit; /* entries that differ */
	size_t n, scanned,
		again;	  /* entries so far: that differ, in all, and not for the first time */
	GHashTable *seen; /* struct pair *; NULL: nothing needs to be remembered yet */
};

/* Two directories that are compared; all zeros: none. */
struct pair {
	git_oid before, after;
};

static guint hash_pair(gconstpointer key)
{
	const struct pair *pair = key;
	guint a, b;

	memcpy(&a, pair->before.id, sizeof(a));
	memcpy(&b, pair->after.id, sizeof(b));
	return a ^ (b << 1);
}

static gboolean equal_pair(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct pair)) == 0;
}

/* Whether so many entries more, of these directories, are too much. */
static bool is_bounded(struct comparison *comparison, const git_oid *before, const git_oid *after,
		       size_t n)
{
	struct pair pair = { 0 };

	comparison->scanned += n;
	if (comparison->scanned < FEW)
		return true;
	if (before)
		pair.before = *before;
	if (after)
		pair.after = *after;
	if (!comparison->seen)
		comparison->seen = g_hash_table_new_full(hash_pair, equal_pair, g_free, NULL);
	if (!g_hash_table_add(comparison->seen, g_memdup2(&pair, sizeof(pair))))
		comparison->again += n;
	return comparison->scanned <= SCANNED_LIMIT && comparison->again <= AGAIN_LIMIT;
}

static int compare(struct comparison *comparison, const git_oid *before, const git_oid *after,
		   int depth);

static const git_oid *directory_of(const git_tree_entry *entry)
{
	return entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE ? git_tree_entry_id(entry)
								      : NULL;
}

/* One entry that only one side has, or that differs; either side may be NULL. */
static int compare_entry(struct comparison *comparison, const git_tree_entry *before,
			 const git_tree_entry *after, int depth)
{
	const git_oid *old_directory = directory_of(before), *new_directory = directory_of(after);
	size_t length = comparison->path->len;
	int status = 0;

	if (++comparison->n > comparison->limit)
		return repo_refuse("so many files differ that they are not looked at");
	if (length)
		g_string_append_c(comparison->path, '/');
	g_string_append(comparison->path, git_tree_entry_name(after ? after : before));
	comparison->visit(comparison->path->str, before, after, comparison->data);
	if (old_directory || new_directory)
		status = compare(comparison, old_directory, new_directory, depth + 1);
	g_string_truncate(comparison->path, length);
	return status;
}

static int compare(struct comparison *comparison, const git_oid *before, const git_oid *after,
		   int depth)
{
	_cleanup_(git_tree_freep) git_tree *older = NULL;
	_cleanup_(git_tree_freep) git_tree *newer = NULL;
	size_t n_old, n_new, i = 0, j = 0;

	if (depth > TREE_DEPTH_LIMIT)
		return repo_refuse("directories lie too deep within each other");
	if ((before && git_tree_lookup(&older, comparison->git, before) < 0) ||
	    (after && git_tree_lookup(&newer, comparison->git, after) < 0))
		return -1;
	n_old = older ? git_tree_entrycount(older) : 0;
	n_new = newer ? git_tree_entrycount(newer) : 0;
	if (!is_bounded(comparison, before, after, MAX(n_old, n_new)))
		return repo_refuse("the same directories come again and again within each other");
	while (i < n_old || j < n_new) {
		const git_tree_entry *a = i < n_old ? git_tree_entry_byindex(older, i) : NULL;
		const git_tree_entry *b = j < n_new ? git_tree_entry_byindex(newer, j) : NULL;
		int order = !a ? 1 : !b ? -1 : git_tree_entry_cmp(a, b);
		int status;

		if (order < 0)
			b = NULL;
		else if (order > 0)
			a = NULL;
		i += a != NULL;
		j += b != NULL;
		if (a && b && git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b)) &&
		    git_tree_entry_filemode(a) == git_tree_entry_filemode(b))
			continue;
		status = compare_entry(comparison, a, b, depth);
		if (status < 0)
			return status;
	}
	return 0;
}

int repo_compare_trees(git_repository *git, const git_oid *before, const git_oid *after,
		       size_t limit, repo_entry_visitor *visit, void *data)
{
	g_autoptr(GString) path = g_string_new(NULL);
	struct comparison comparison = { git, path, visit, data, limit };
	int status = compare(&comparison, before, after, 0);

	if (comparison.seen)
		g_hash_table_unref(comparison.seen);
	return status;
}

struct files {
	tree_visitor *visit;
	void *data;
};

static bool is_file(const git_tree_entry *entry)
{
	git_filemode_t mode = entry ? git_tree_entry_filemode(entry) : GIT_FILEMODE_UNREADABLE;

	return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

/* Files only, and of those not what has only become executable. */
static void visit_file(const char *path, const git_tree_entry *before, const git_tree_entry *after,
		       void *data)
{
	const struct files *files = data;
	struct commit_id old_id, new_id;
	struct tree_change change = { .path = path };

	if (is_file(before)) {
		old_id = from_oid(git_tree_entry_id(before));
		change.before = &old_id;
	}
	if (is_file(after)) {
		new_id = from_oid(git_tree_entry_id(after));
		change.after = &new_id;
	}
	if (change.before && change.after ? !commit_id_equal(&old_id, &new_id)
					  : change.before || change.after)
		files->visit(&change, files->data);
}

bool tree_compare(struct repo *repo, const struct commit_id *before, const struct commit_id *after,
		  tree_visitor *visit, void *data, GError **error)
{
	struct files files = { visit, data };
	git_oid from, to = to_oid(after);

	if (before)
		from = to_oid(before);
	if (before && commit_id_equal(before, after))
		return true;
	if (repo_compare_trees(repo_git(repo), before ? &from : NULL, &to, TREE_FILES_LIMIT,
			       visit_file, &files) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot compare trees in '%s': %s",
			    repo_name(repo), repo_reason());
	return true;
}
