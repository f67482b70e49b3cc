/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/diff-attributes.h"

#include <git2.h>

#include "git/repo-files.h"

static void append(const char *value, GString *out)
{
	switch (git_attr_value(value)) {
	case GIT_ATTR_VALUE_TRUE:
		g_string_append_c(out, '+');
		break;
	case GIT_ATTR_VALUE_FALSE:
		g_string_append_c(out, '-');
		break;
	case GIT_ATTR_VALUE_STRING:
		g_string_append_c(out, '=');
		g_string_append(out, value);
		break;
	case GIT_ATTR_VALUE_UNSPECIFIED:
		break;
	}
	g_string_append_c(out, '\n');
}

bool diff_has_no_attribute(git_repository *git, const char *path)
{
	const char *value = NULL;

	return git_attr_get(&value, git, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, "diff") == 0 &&
	       git_attr_value(value) == GIT_ATTR_VALUE_UNSPECIFIED;
}

bool diff_attributes(git_repository *git, const GPtrArray *paths, GString *out)
{
	if (repo_files_check_attributes(git, paths) < 0)
		return false;
	for (guint i = 0; i < paths->len; i++) {
		const char *value, *path = paths->pdata[i];

		if (git_attr_get(&value, git, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, "diff") < 0)
			return false;
		append(value, out);
	}
	return true;
}
