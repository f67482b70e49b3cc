/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which repository: the one that is named, or the one that git would work with here. */
#include "git/repo.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2.h>

#include "base/error.h"
#include "git/command.h"
#include "git/kept-diffs.h"
#include "git/objects.h"
#include "git/repo-files.h"
#include "git/repo-raw.h"

enum {
	SECONDS = 10,	      /* for git to say whether it trusts a repository */
	PATH_LIMIT = 1 << 16, /* bytes of what it prints then */
};

/* Of one that is another user's libgit2 1.5 says that it lacks a setting. */
static bool is_foreign(int status)
{
	const git_error *last = git_error_last();

	return status == GIT_EOWNER ||
	       (status == GIT_ENOTFOUND && last && last->klass == GIT_ERROR_CONFIG);
}

/* git's own way out: the directory above ".git", or the bare repository. */
static bool fail_foreign(const char *path, GError **error)
{
	git_buf found = GIT_BUF_INIT;
	g_autofree char *directory = NULL, *quoted = NULL;
	size_t length;

	git_repository_discover(&found, path, 0, NULL);
	directory = g_strdup(found.ptr ? found.ptr : path);
	git_buf_dispose(&found);
	length = strlen(directory);
	if (length > 1 && directory[length - 1] == '/')
		directory[length - 1] = '\0';
	if (g_str_has_suffix(directory, "/.git"))
		directory[strlen(directory) - strlen("/.git")] = '\0';
	if (strpbrk(directory, " \t'\"\\$!*?;&|<>()[]"))
		quoted = g_shell_quote(directory);
	return fail(error, WINNOW_ERROR_INPUT,
		    "repository '%s' belongs to another user: if you trust it, run "
		    "git config --global --add safe.directory %s",
		    path, quoted ? quoted : directory);
}

/*
 * Kinds of repositories that git makes and libgit2 does not know, by what it says of them: 1.5
 * names the extension, later ones what is in it. NULL: it is none of them.
 */
static const char *unknown_kind(const char *reason)
{
	static const struct {
		const char *says, *kind;
	} kinds[] = {
		{ "objectformat", "its objects are named by SHA-256 (extensions.objectFormat)" },
		{ "object format", "its objects are named by SHA-256 (extensions.objectFormat)" },
		{ "refstorage", "its references are kept in a reftable (extensions.refStorage)" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strstr(reason, kinds[i].says))
			return kinds[i].kind;
	return NULL;
}

static bool fail_open(const char *path, GError **error)
{
	const char *kind = unknown_kind(repo_reason());

	if (kind)
		return fail(error, WINNOW_ERROR_INPUT,
			    "cannot open repository '%s': %s, which this libgit2 cannot read", path,
			    kind);
	return fail(error, WINNOW_ERROR_INPUT, "cannot open repository '%s': %s", path,
		    repo_reason());
}

/*
 * Whether git takes it for safe: by its safe.directory, in just the ways that this git knows, and
 * by who runs it. libgit2 takes some more for safe and some less.
 */
enum trust { GIT_TRUSTS, GIT_REFUSES, GIT_IS_SILENT };

static enum trust ask_git(const char *path)
{
	const char *const argv[] = { "git", "-C", path, "rev-parse", "--git-dir", NULL };
	_cleanup_(program_output_clear) struct program_output output = { 0 };

	if (!command_run_git(argv, COMMAND_AS_NAMED, PATH_LIMIT, SECONDS, &output, NULL) ||
	    output.not_there)
		return GIT_IS_SILENT; /* in a sandbox, too */
	return output.status == 0 ? GIT_TRUSTS : GIT_REFUSES;
}

static bool is_anothers(const char *path)
{
	struct stat status;

	return path && lstat(path, &status) == 0 && status.st_uid != geteuid();
}

/* What git looks at: the repository, its work tree, and the file that leads from this to that. */
static bool belongs_to_another(git_repository *git)
{
	const char *top = git_repository_workdir(git);
	g_autofree char *link = top ? g_build_filename(top, ".git", NULL) : NULL;

	return is_anothers(git_repository_path(git)) || is_anothers(top) || is_anothers(link);
}

/* Where to look, and how. */
struct opening {
	const char *path;
	const char *name;     /* for messages */
	const char *ceilings; /* NULL: none */
	unsigned flags;
	bool is_given; /* itself, not found: whoever owns it, as for git */
	bool may_lack;
};

static int open_as_trusted(git_repository **out, const struct opening *opening)
{
	int result;

	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	result = objects_open(out, opening->path, opening->flags, opening->ceilings);
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
	return result;
}

static bool open_one(const struct opening *opening, struct repo **out, GError **error)
{
	git_repository *git = NULL;
	int result;

	if (!repo_files_check(opening->path, error))
		return false;
	result = opening->is_given
			 ? open_as_trusted(&git, opening)
			 : objects_open(&git, opening->path, opening->flags, opening->ceilings);
	if (is_foreign(result) && ask_git(opening->path) == GIT_TRUSTS)
		result = open_as_trusted(&git, opening);
	else if (result == 0 && !opening->is_given && belongs_to_another(git) &&
		 ask_git(opening->path) == GIT_REFUSES) {
		git_repository_free(git);
		result = GIT_EOWNER;
	}
	if (is_foreign(result))
		return fail_foreign(opening->path, error);
	if (result == GIT_ENOTFOUND && opening->may_lack) {
		*out = NULL;
		return true;
	}
	if (result < 0)
		return fail_open(opening->name, error);
	*out = repo_of(git, opening->name);
	return true;
}

bool repo_open(const char *path, struct repo **out, GError **error)
{
	return open_one(&(struct opening){ .path = path, .name = path }, out, error);
}

bool repo_find(const char *path, struct repo **out, GError **error)
{
	return open_one(&(struct opening){ .path = path, .name = path, .may_lack = true }, out,
			error);
}

/* A variable that names a file or directory, from directory on; NULL: it is not set. */
static char *from_environment(const char *variable, const char *directory)
{
	const char *value = g_getenv(variable);

	if (!value || !*value)
		return NULL;
	return g_path_is_absolute(value) || strcmp(directory, ".") == 0
		       ? g_strdup(value)
		       : g_build_filename(directory, value, NULL);
}

static bool is_set(const char *variable)
{
	bool value = false;
	const char *text = g_getenv(variable);

	return text && repo_config_is_bool(text, &value) && value;
}

static bool has_own_work_tree(git_repository *git)
{
	git_config *config = NULL;
	git_buf path = GIT_BUF_INIT;
	bool has = git_repository_config_snapshot(&config, git) == 0 &&
		   git_config_get_string_buf(&path, config, "core.worktree") == 0;

	git_buf_dispose(&path);
	git_config_free(config);
	return has;
}

static bool is_same(const char *path, const char *other)
{
	struct stat one, two;

	return other && stat(path, &one) == 0 && stat(other, &two) == 0 &&
	       one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

/* Where git would have its files: GIT_WORK_TREE, or around what GIT_DIR names, where it is asked.
 */
static bool set_work_tree(struct repo *repo, const char *directory, bool is_given, GError **error)
{
	g_autofree char *given = from_environment("GIT_WORK_TREE", directory);
	const char *path = given ? given : is_given ? directory : NULL;

	if (!path || (!given && (git_repository_is_bare(repo_git(repo)) ||
				 has_own_work_tree(repo_git(repo)))))
		return true;
	if (is_same(path, git_repository_workdir(repo_git(repo))))
		return true; /* libgit2 1.5 loses memory over it */
	return git_repository_set_workdir(repo_git(repo), path, 0) == 0 ||
	       fail(error, WINNOW_ERROR_INPUT, "no work tree '%s': %s", path, repo_reason());
}

static bool is_inside(const char *directory, const char *git_dir)
{
	g_autofree char *inner = g_canonicalize_filename(directory, NULL);
	char *real_inner = realpath(inner, NULL), *real = realpath(git_dir, NULL);
	size_t length = real ? strlen(real) : 0;
	bool is = real && real_inner && strncmp(real_inner, real, length) == 0 &&
		  (!real_inner[length] || real_inner[length] == '/');

	free(real_inner);
	free(real);
	return is;
}

bool repo_locate(const char *directory, struct repo **out, GError **error)
{
	const char *here = directory ? directory : ".";
	g_autofree char *git_dir = from_environment("GIT_DIR", here);
	struct opening opening = {
		.path = git_dir ? git_dir : here,
		.name = git_dir ? git_dir : here,
		.ceilings = git_dir ? NULL : g_getenv("GIT_CEILING_DIRECTORIES"),
		.is_given = git_dir,
		.may_lack = !git_dir && !directory,
	};
	struct repo *repo = NULL;

	if (git_dir)
		opening.flags = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
	else if (is_set("GIT_DISCOVERY_ACROSS_FILESYSTEM"))
		opening.flags = GIT_REPOSITORY_OPEN_CROSS_FS;
	if (!open_one(&opening, &repo, error))
		return false;
	if (repo && !set_work_tree(repo, here, opening.is_given, error)) {
		repo_free(repo);
		return false;
	}
	if (repo && !git_dir && !g_getenv("GIT_WORK_TREE") &&
	    is_inside(here, git_repository_path(repo_git(repo))))
		repo_is_inside(repo);
	*out = repo;
	return true;
}

struct repo *repo_another(struct repo *repo)
{
	git_repository *own = repo_git(repo), *git = NULL;
	const char *top = git_repository_workdir(own);
	const unsigned flags = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
	struct repo *another;

	/* Whether it is to be trusted was asked when the first one was opened. */
	if (open_as_trusted(&git, &(struct opening){ .path = git_repository_path(own),
						     .flags = flags }) < 0)
		return NULL;
	/* Attributes of the work tree count for diffs. */
	if (g_strcmp0(git_repository_workdir(git), top) != 0 &&
	    (!top || git_repository_set_workdir(git, top, 0) < 0)) {
		git_repository_free(git);
		return NULL;
	}
	another = repo_of(git, repo_name(repo));
	if (*repo_kept_diffs(repo))
		*repo_kept_diffs(another) = disk_cache_ref(*repo_kept_diffs(repo));
	return another;
}
