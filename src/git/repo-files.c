/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/repo-files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <git2.h>

#include "base/error.h"
#include "base/file.h"
#include "base/place.h"
#include "git/command.h"
#include "git/repo-raw.h"

enum {
	DEPTH_LIMIT = 64,	 /* of directories below refs */
	ENTRIES_LIMIT = 1000000, /* of references, each a file */
	COMMON_LIMIT = 8192,	 /* bytes of the name of a directory */
	CONFIG_LIMIT = 1 << 20,	 /* bytes of configuration that is looked through for includes */
	INCLUDES_LIMIT = 100,	 /* files of configuration, each of which git is asked about */
	SECONDS = 10,		 /* until it has answered */
};

/* Nothing there is fine, a link to nothing, too. */
static bool is_fine(const char *path, bool directory_too)
{
	struct stat status;

	return stat(path, &status) != 0 || S_ISREG(status.st_mode) ||
	       (directory_too && S_ISDIR(status.st_mode));
}

static bool fail_file(const char *path, GError **error)
{
	return fail(error, WINNOW_ERROR_INPUT, "cannot open repository: '%s' is not a regular file",
		    path);
}

static bool check_settings(GError **error)
{
	typedef int finder(git_buf *);
	static finder *const finders[] = { git_config_find_global, git_config_find_xdg,
					   git_config_find_system };
	g_autofree char *attributes = place_config("git/attributes");

	for (size_t i = 0; i < G_N_ELEMENTS(finders); i++) {
		git_buf path = GIT_BUF_INIT;
		bool ok = finders[i](&path) < 0 || is_fine(path.ptr, false) ||
			  fail_file(path.ptr, error);

		git_buf_dispose(&path);
		if (!ok)
			return false;
	}
	return !attributes || is_fine(attributes, false) || fail_file(attributes, error);
}

/* Of most nothing needs to be asked. */
static bool may_include(const char *path)
{
	g_autofree char *text = NULL, *lower = NULL;
	size_t length = 0;
	struct stat status;

	if (stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return false;
	if (!file_read_regular(path, CONFIG_LIMIT, true, &text, &length, NULL))
		return true;
	if (!text || strlen(text) != length)
		return text != NULL;
	lower = g_ascii_strdown(text, (gssize)length);
	return strstr(lower, "include") != NULL;
}

/* Where libgit2 looks for what path includes. */
static char *place_of_include(const char *path, const char *name)
{
	g_autofree char *directory = g_path_get_dirname(path);

	if (g_str_has_prefix(name, "~/"))
		return place_home(name + strlen("~/"));
	return g_path_is_absolute(name) ? g_strdup(name) : g_build_filename(directory, name, NULL);
}

/* Append what path includes, on whichever condition, by git's word; without git that is nothing. */
static void add_includes(const char *path, GPtrArray *files)
{
	const char *const argv[] = { "git",
				     "--git-dir=/dev/null",
				     "config",
				     "--no-includes",
				     "-z",
				     "--file",
				     path,
				     "--get-regexp",
				     "^include(if\\..*)?\\.path$",
				     NULL };
	_cleanup_(program_output_clear) struct program_output output = { 0 };

	if (!may_include(path) ||
	    !command_run_git(argv, COMMAND_AS_NAMED, CONFIG_LIMIT, SECONDS, &output, NULL) ||
	    output.not_there)
		return;
	for (const char *p = output.text; p < output.text + output.length; p += strlen(p) + 1) {
		const char *value = strchr(p, '\n');
		char *file = value ? place_of_include(path, value + 1) : NULL;

		if (file && !g_ptr_array_find_with_equal_func(files, file, g_str_equal, NULL))
			g_ptr_array_add(files, file);
		else
			g_free(file);
	}
}

static bool check_includes(const char *config, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(files, g_strdup(config));
	for (guint i = 0; i < files->len; i++) {
		const char *path = files->pdata[i];

		if (i == INCLUDES_LIMIT)
			return fail(error, WINNOW_ERROR_INPUT,
				    "cannot open repository: '%s' includes more than %d files",
				    config, INCLUDES_LIMIT);
		if (!is_fine(path, false))
			return fail_file(path, error);
		add_includes(path, files);
	}
	return true;
}

struct references {
	size_t n_seen;
	GError **error;
};

static bool check_references(struct references *references, const char *directory, unsigned depth)
{
	g_autoptr(GDir) dir = depth < DEPTH_LIMIT ? g_dir_open(directory, 0, NULL) : NULL;
	const char *name;

	while (dir && references->n_seen++ < ENTRIES_LIMIT && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(directory, name, NULL);
		struct stat status;

		if (!is_fine(path, true))
			return fail_file(path, references->error);
		if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
		    !check_references(references, path, depth + 1))
			return false;
	}
	return true;
}

static bool check_directory(const char *directory, GError **error)
{
	static const char *const names[] = { "HEAD",	    "config",	      "config.worktree",
					     "packed-refs", "index",	      "commondir",
					     "gitdir",	    "info/attributes" };
	g_autofree char *refs = g_build_filename(directory, "refs", NULL);
	struct references references = { 0, error };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(directory, names[i], NULL);

		if (!is_fine(path, false))
			return fail_file(path, error);
		if (g_str_has_prefix(names[i], "config") && !check_includes(path, error))
			return false;
	}
	return check_references(&references, refs, 0);
}

/* Of a work tree of its own, what it shares with others is elsewhere. */
static bool check_common(const char *directory, GError **error)
{
	g_autofree char *path = g_build_filename(directory, "commondir", NULL);
	g_autofree char *name = NULL, *common = NULL;
	size_t length = 0;

	if (!file_read_regular(path, COMMON_LIMIT, true, &name, &length, NULL))
		return true;
	g_strchomp(name);
	common =
		g_path_is_absolute(name) ? g_strdup(name) : g_build_filename(directory, name, NULL);
	return check_directory(common, error);
}

bool repo_files_check(const char *path, GError **error)
{
	git_buf found = GIT_BUF_INIT;
	bool ok = check_settings(error);

	if (ok && git_repository_discover(&found, path, 0, NULL) == 0)
		ok = check_directory(found.ptr, error) && check_common(found.ptr, error);
	git_buf_dispose(&found);
	return ok;
}

static bool is_safe(const char *directory)
{
	g_autofree char *path = g_build_filename(directory, ".gitattributes", NULL);

	if (is_fine(path, true))
		return true;
	repo_refuse("a .gitattributes is not a regular file");
	return false;
}

int repo_files_check_attributes(git_repository *git, const GPtrArray *paths)
{
	const char *tree = git_repository_workdir(git);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	if (!tree)
		return GIT_OK;
	if (paths->len && !is_safe(tree))
		return GIT_ERROR;
	for (guint i = 0; i < paths->len; i++) {
		const char *path = paths->pdata[i];

		for (const char *p = strchr(path, '/'); p; p = strchr(p + 1, '/')) {
			char *name = g_strndup(path, (gsize)(p - path));
			g_autofree char *directory = g_build_filename(tree, name, NULL);

			if (g_hash_table_add(seen, name) && !is_safe(directory))
				return GIT_ERROR;
		}
	}
	return GIT_OK;
}
