/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/locate.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/place.h"
#include "read/queue.h"

/*
 * One of two, beside the program that runs: what was built has links to its own source tree beside
 * it, what was installed a prefix. NULL: there is neither; a chroot without /proc does not say
 * where the program is.
 */
static char *find_beside(const char *const beside[2], GFileTest test)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = program ? g_path_get_dirname(program) : NULL;

	for (size_t i = 0; directory && i < 2; i++) {
		g_autofree char *path = g_canonicalize_filename(beside[i], directory);

		if (g_file_test(path, test))
			return g_steal_pointer(&path);
	}
	return NULL;
}

char *locate_whole(void)
{
	static const char *const beside[] = { "libexec/winnow-whole", "../libexec/winnow-whole" };
	char *found = find_beside(beside, G_FILE_TEST_IS_EXECUTABLE);

	return found ? found : g_strdup(WINNOW_LIBEXECDIR "/winnow-whole");
}

/* The directory of what comes with the program. */
static char *find_data(void)
{
	static const char *const beside[] = { "share/winnow", "../share/winnow" };
	const char *set = g_getenv("WINNOW_DATA");
	char *found;

	if (set && *set)
		return locate_path(set);
	found = find_beside(beside, G_FILE_TEST_IS_DIR);
	return found ? found : g_strdup(WINNOW_DATADIR);
}

char *locate_data(const char *name)
{
	g_autofree char *data = find_data();
	char *path = g_build_filename(data, name, NULL);
	char *real = realpath(path, NULL);
	char *copy = g_strdup(real);

	free(real);
	if (!copy)
		return path;
	g_free(path);
	return copy;
}

char **locate_rules(struct repo *repo, char *const *given, bool no_defaults)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_auto(GStrv) configured = NULL;

	if (!no_defaults) {
		g_autofree char *ours = locate_data("rules");
		g_autofree char *own = place_config("winnow/rules");

		g_strv_builder_add(out, ours);
		if (own && g_file_test(own, G_FILE_TEST_IS_DIR))
			g_strv_builder_add(out, own);
	}
	if (!no_defaults && (!given || !*given))
		configured = repo_config_list(repo, "winnow.rules");
	for (char **path = configured; path && *path; path++)
		g_strv_builder_add(out, *path);
	for (; given && *given; given++)
		g_strv_builder_add(out, *given);
	return g_strv_builder_end(out);
}

bool locate_repo(const struct global_options *global, struct repo **out, GError **error)
{
	_cleanup_(repo_freep) struct repo *repo = NULL;
	g_autofree char *warning = NULL;

	/* None is fine for mails, and whatever needs one says so. What is there and cannot be
	 * opened has settings that nobody may pass over in silence. */
	if (!repo_locate(global->directory, &repo, error) ||
	    !repo_config_read(repo, &warning, error))
		return false;
	if (warning)
		cmd_warn(warning, NULL);
	*out = g_steal_pointer(&repo);
	return true;
}

char *locate_path(const char *path)
{
	char *at_home = g_str_has_prefix(path, "~/") ? place_home(path + 2) : NULL;

	return at_home ? at_home : g_strdup(path);
}

bool locate_decisions(struct repo *repo, const char *given, const char *queue, char **out,
		      GError **error)
{
	static const char name[] = ".winnow-decisions";
	g_autofree char *configured = given ? NULL : repo_config(repo, "winnow.decisions");
	g_autofree char *top = repo ? repo_work_tree(repo) : NULL;
	g_autofree char *quilt = NULL;

	*out = NULL;
	if (given) {
		*out = locate_path(given);
	} else if (configured && *configured) {
		*out = g_path_is_absolute(configured) || !top
			       ? g_steal_pointer(&configured)
			       : g_build_filename(top, configured, NULL);
	} else {
		if (queue && !queue_directory(queue, &quilt, error))
			return false;
		if (quilt || top)
			*out = g_build_filename(quilt ? quilt : top, name, NULL);
	}
	return true;
}

bool locate_decisions_to_read(struct repo *repo, const char *given, const char *queue, char **out,
			      GError **error)
{
	g_autofree char *path = NULL;

	if (!locate_decisions(repo, given, queue, &path, error))
		return false;
	if (given && !g_file_test(path, G_FILE_TEST_EXISTS))
		return fail(error, WINNOW_ERROR_INPUT, "cannot read '%s': there is no such file",
			    path);
	*out = g_steal_pointer(&path);
	return true;
}
