/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/deciding.h"

#include <string.h>

#include "base/error.h"

bool deciding_who(struct repo *repo, char **out, GError **error)
{
	static const char *const settings[] = { "winnow.who", "user.email", "user.name" };

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		g_autofree char *value = repo_config(repo, settings[i]);
		g_autofree char *name = value ? g_strndup(value, strcspn(value, "@")) : NULL;

		if (!name || !*g_strstrip(name))
			continue;
		*out = decision_who(name);
		return true;
	}
	return fail(error, WINNOW_ERROR_INPUT,
		    "who decides? git config user.email (or winnow.who) says nobody");
}

bool deciding_open(const char *path, const struct warn *warn, struct decisions **out,
		   GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	if (!path)
		return fail(error, WINNOW_ERROR_USAGE,
			    "where do decisions go? There is neither a quilt queue nor a work tree "
			    "(--decisions FILE, or git config winnow.decisions)");
	if (!decisions_open(path, warnings, out, error))
		return false;
	warn_tell_all(warn, warnings, 0);
	return true;
}

/* Whether git would see the file; top is NULL or ends in a slash. */
static bool is_under(const char *path, const char *top)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);

	return top && g_str_has_prefix(whole, top);
}

bool deciding_save(struct decisions *decisions, struct repo *repo, const struct warn *warn,
		   GError **error)
{
	const char *path = decisions_path(decisions);
	bool is_new = !g_file_test(path, G_FILE_TEST_EXISTS);
	g_autofree char *top = repo ? repo_work_tree(repo) : NULL;
	g_autofree char *name = g_path_get_basename(path);

	if (!decisions_save(decisions, error))
		return false;
	if (is_new && is_under(path, top) && g_file_test(path, G_FILE_TEST_EXISTS))
		warn_tell(warn,
			  "'%s' is new: with \"%s merge=union\" in .gitattributes git merges "
			  "whatever is decided on two branches",
			  path, name);
	return true;
}
