/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The diff of a commit, and the paths that it changed. */
#include "git/repo.h"

#include <string.h>

#include <git2.h>

#include "base/error.h"
#include "base/text.h"
#include "git/diff-text.h"
#include "git/kept-diffs.h"
#include "git/plain-diff.h"
#include "git/commit-text.h"
#include "git/object.h"
#include "git/objects.h"
#include "git/repo-files.h"
#include "git/repo-raw.h"

/* To be raised whenever the same commit's diff says something else than before. */
enum { DIFF_VERSION = 1 };

/* Of a repository's diffs in the cache: some 60,000 commits, compressed. */
enum { KEPT_BYTES = 64 << 20 };

/* Files taken away and files made, which may be each other: pairs, and how many of both there are.
 */
enum {
	PAIRS_LIMIT = 1000000,	     /* are compared as text: git's own */
	SAME_PAIRS_LIMIT = 10000000, /* are looked through for those that are the same */
	RENAMED_FILES_LIMIT = 20000,
};

DEFINE_CLEANUP(git_commit *, git_commit_free)
DEFINE_CLEANUP(git_tree *, git_tree_free)
DEFINE_CLEANUP(git_diff *, git_diff_free)

/* The trees of a commit and of its first parent (NULL for a root commit). */
static int trees_of(git_repository *git, const struct commit_id *id, git_tree **parent,
		    git_tree **own)
{
	_cleanup_(git_commit_freep) git_commit *commit = NULL;
	_cleanup_(git_commit_freep) git_commit *first = NULL;
	git_oid oid;
	int status;

	git_oid_fromraw(&oid, id->raw);
	status = git_commit_lookup(&commit, git, &oid);
	if (status < 0)
		return status;
	if (git_commit_parentcount(commit)) {
		status = git_commit_parent(&first, commit, 0);
		if (status == 0)
			status = git_commit_tree(parent, first);
		if (status < 0)
			return status;
	}
	return git_commit_tree(own, commit);
}

static int append_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
		       const git_diff_line *line, void *data)
{
	struct diff_text *out = data;
	struct slice piece = { line->content, line->content_len };
	bool has_sign = line->origin == GIT_DIFF_LINE_CONTEXT ||
			line->origin == GIT_DIFF_LINE_ADDITION ||
			line->origin == GIT_DIFF_LINE_DELETION;

	(void)hunk;
	/* Of a binary file that is only renamed or made a program git says no more than that. */
	if (line->origin == GIT_DIFF_LINE_BINARY &&
	    git_oid_equal(&delta->old_file.id, &delta->new_file.id))
		return 0;
	if (line->origin == GIT_DIFF_LINE_FILE_HDR)
		return diff_text_append_header(out, piece) ? 0 : -1;
	return diff_text_append(out, has_sign ? line->origin : '\0', piece) ? 0 : -1;
}

/* A renamed file, a link, a submodule: whatever is no directory on either side. */
static void add_changed(const char *path, const struct tree_entry *before,
			const struct tree_entry *after, void *data)
{
	if ((before && !tree_entry_is_directory(before)) ||
	    (after && !tree_entry_is_directory(after)))
		g_ptr_array_add(data, g_strdup(path));
}

static int changed_paths(git_repository *git, const git_tree *before, const git_tree *after,
			 GPtrArray *out)
{
	return repo_compare_trees(git, before ? git_tree_id(before) : NULL, git_tree_id(after),
				  COMMIT_FILES_LIMIT, add_changed, out);
}

/* The id of a commit's tree, and of its first parent. *has_parent: there is one. */
static int ids_of(git_odb *odb, const git_oid *commit, git_oid *tree, git_oid *parent,
		  bool *has_parent)
{
	_cleanup_(object_clear) struct object object = { 0 };
	int status = objects_read(odb, commit, GIT_OBJECT_COMMIT, &object);
	struct slice text = { object.data, object.length };
	struct commit_id id;

	if (status < 0)
		return status;
	if (text.length < COMMIT_TEXT_MIN || strncmp(text.start, "tree ", 5) != 0 ||
	    git_oid_fromstrn(tree, text.start + 5, COMMIT_ID_HEX) < 0)
		return repo_refuse("a commit is damaged");
	*has_parent = commit_text_count_parents(text) > 0;
	if (*has_parent && !commit_text_parent(text, 0, &id))
		return repo_refuse("a commit is damaged");
	if (*has_parent)
		git_oid_fromraw(parent, id.raw);
	return 0;
}

/* As repo_compare_trees(), of a commit and its first parent. */
static int compare_commit(git_repository *git, const struct commit_id *id,
			  repo_entry_visitor *visit, void *data)
{
	git_oid commit, parent, before, after, ignored;
	git_odb *odb = NULL;
	bool has_parent, more;
	int status = git_repository_odb(&odb, git);

	git_oid_fromraw(&commit, id->raw);
	if (status == 0)
		status = ids_of(odb, &commit, &after, &parent, &has_parent);
	if (status == 0 && has_parent)
		status = ids_of(odb, &parent, &before, &ignored, &more);
	git_odb_free(odb);
	return status < 0 ? status
			  : repo_compare_trees(git, has_parent ? &before : NULL, &after,
					       COMMIT_FILES_LIMIT, visit, data);
}

bool repo_changed_paths(struct repo *repo, const struct commit_id *id, GPtrArray **out,
			GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	if (compare_commit(repo_git(repo), id, add_changed, paths) < 0)
		return fail(error, WINNOW_ERROR_INPUT, "cannot compare trees of commit %s: %s",
			    commit_id_hex(id).text, repo_reason());
	for (guint i = 0; i < paths->len; i++) {
		g_autofree char *raw = paths->pdata[i];

		paths->pdata[i] = text_to_utf8(raw, strlen(raw), NULL);
	}
	*out = g_steal_pointer(&paths);
	return true;
}

bool repo_compare_commit(struct repo *repo, const struct commit_id *id, repo_entry_visitor *visit,
			 void *data, GError **error)
{
	return compare_commit(repo_git(repo), id, visit, data) == 0 ||
	       fail(error, WINNOW_ERROR_INPUT, "cannot compare trees of commit %s: %s",
		    commit_id_hex(id).text, repo_reason());
}

/*
 * libgit2 walks both trees whole for a diff, 1 ms and more a commit. Told which paths differ, which
 * comparing the trees finds out in a twentieth of that, it opens only those.
 */
int repo_diff_trees(git_repository *git, git_tree *before, git_tree *after, unsigned flags,
		    git_diff **out)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	int status = changed_paths(git, before, after, paths);

	/* The reader's diff.noprefix and the like are not ours. */
	options.old_prefix = "a";
	options.new_prefix = "b";
	/* Where a hunk can begin at several lines git takes the one that is indented least: a
	 * patch-id counts the lines on both sides. */
	options.flags |= flags | GIT_DIFF_DISABLE_PATHSPEC_MATCH | GIT_DIFF_INDENT_HEURISTIC;
	options.max_size = -1; /* what is too long is not read, rather than binary without a word */
	options.pathspec.strings = (char **)paths->pdata;
	options.pathspec.count = paths->len;
	if (status == 0)
		status = repo_files_check_attributes(git, paths);
	if (status < 0)
		return status;
	options.id_abbrev = (uint16_t)diff_id_digits(git); /* libgit2 fails at "auto" and "no" */
	/* An empty list would mean all of them: nothing has no files either. */
	return paths->len ? git_diff_tree_to_tree(out, git, before, after, &options)
			  : git_diff_tree_to_tree(out, git, NULL, NULL, &options);
}

/* libgit2 asks each file made about each that was taken away, and again when a better one is found.
 */
static int find_renames(git_diff *diff)
{
	git_diff_find_options find = GIT_DIFF_FIND_OPTIONS_INIT;
	size_t away = git_diff_num_deltas_of_type(diff, GIT_DELTA_DELETED);
	size_t made = git_diff_num_deltas_of_type(diff, GIT_DELTA_ADDED);

	if (away * made > SAME_PAIRS_LIMIT || (away && made && away + made > RENAMED_FILES_LIMIT))
		return 0;
	find.flags = GIT_DIFF_FIND_RENAMES;
	if (away * made > PAIRS_LIMIT)
		find.flags |= GIT_DIFF_FIND_EXACT_MATCH_ONLY;
	return git_diff_find_similar(diff, &find);
}

int repo_print_diff(git_diff *diff, bool renames, size_t limit, GString *out, bool *cut)
{
	struct diff_text text = { .text = out, .limit = limit };
	int status = renames ? find_renames(diff) : 0;

	if (status == 0)
		status = git_diff_print(diff, GIT_DIFF_FORMAT_PATCH, append_line, &text);
	*cut = text.cut;
	return text.cut ? 0 : status;
}

static void add_paths(const git_diff *diff, GPtrArray *out)
{
	for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);

		g_ptr_array_add(out, g_strdup(delta->old_file.path));
		if (strcmp(delta->old_file.path, delta->new_file.path) != 0)
			g_ptr_array_add(out, g_strdup(delta->new_file.path));
	}
}

/* How files are compared of which attributes name a driver, and how long ids are. */
static int add_setting(const git_config_entry *entry, void *data)
{
	if (g_str_has_prefix(entry->name, "diff.") || strcmp(entry->name, "core.abbrev") == 0)
		g_string_append_printf(data, "\n%s=%s", entry->name,
				       entry->value ? entry->value : "");
	return 0;
}

void repo_keep_diffs(struct repo *repo, const char *path)
{
	g_autoptr(GString) made_by = g_string_new(NULL);
	git_config *settings = NULL;
	int major, minor, revision;

	if (*repo_kept_diffs(repo))
		return;
	git_libgit2_version(&major, &minor, &revision);
	g_string_printf(made_by, "%d, libgit2 %d.%d.%d", DIFF_VERSION, major, minor, revision);
	if (git_repository_config_snapshot(&settings, repo_git(repo)) < 0)
		return;
	/* Without a pattern: libgit2 1.5 loses what it took to compare each name with one. */
	if (git_config_foreach(settings, add_setting, made_by) == 0)
		*repo_kept_diffs(repo) = disk_cache_open(path, made_by->str, KEPT_BYTES);
	git_config_free(settings);
}

/* Append the diff to out, and the paths that it names to paths. Returns libgit2's status. */
static int make_diff(git_repository *git, const struct commit_id *id, unsigned flags, size_t limit,
		     GString *out, bool *cut, GPtrArray *paths)
{
	_cleanup_(git_tree_freep) git_tree *parent = NULL;
	_cleanup_(git_tree_freep) git_tree *own = NULL;
	_cleanup_(git_diff_freep) git_diff *diff = NULL;
	int status = trees_of(git, id, &parent, &own);

	if (status == 0 && plain_diff_print(git, parent ? git_tree_id(parent) : NULL,
					    git_tree_id(own), limit, out, cut, paths))
		return 0;
	if (status == 0)
		status = repo_diff_trees(git, parent, own, flags, &diff);
	if (status == 0)
		status = repo_print_diff(diff, true, limit, out, cut);
	if (status == 0)
		add_paths(diff, paths);
	return status;
}

/* As bytes, in out. */
static bool print_commit(struct repo *repo, const struct commit_id *id, unsigned flags,
			 size_t limit, GString *out, bool *cut, GError **error)
{
	struct disk_cache *kept = flags ? NULL : *repo_kept_diffs(repo);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	int status;

	if (kept && kept_diffs_get(kept, repo_git(repo), id, limit, out)) {
		*cut = false;
		return true;
	}
	status = make_diff(repo_git(repo), id, flags, limit, out, cut, paths);
	if (status == 0 && kept && !*cut)
		kept_diffs_add(kept, repo_git(repo), id, paths, out);
	if (status == 0)
		return true;
	repo_note(repo, status);
	return fail(error, WINNOW_ERROR_INPUT, "cannot diff commit %s in '%s': %s",
		    commit_id_hex(id).text, repo_name(repo), repo_reason());
}

bool repo_diff(struct repo *repo, const struct commit_id *id, size_t limit, char **out, bool *cut,
	       GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!print_commit(repo, id, 0, limit, text, cut, error))
		return false;
	*out = text_to_utf8(text->str, text->len, NULL);
	return true;
}

bool repo_diff_bytes(struct repo *repo, const struct commit_id *id, size_t limit, GBytes **out,
		     bool *cut, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (!print_commit(repo, id, GIT_DIFF_SHOW_BINARY, limit, text, cut, error))
		return false;
	*out = g_string_free_to_bytes(g_steal_pointer(&text));
	return true;
}
