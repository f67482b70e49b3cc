/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/ignore.h"

#include <fnmatch.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

struct glob {
	char *pattern;
	char *place; /* "file:line: glob" */
};

struct ignore_list {
	GArray *globs;
};

static void glob_clear(void *data)
{
	struct glob *glob = data;

	g_free(glob->pattern);
	g_free(glob->place);
}

void ignore_free(struct ignore_list *list)
{
	g_array_unref(list->globs);
	g_free(list);
}

bool ignore_read(const char *path, GPtrArray *warnings, struct ignore_list **out, GError **error)
{
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	struct ignore_list *list;
	struct slice rest, line;
	size_t number = 0;
	size_t length = 0;

	if (!file_read(path, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	list = g_new0(struct ignore_list, 1);
	list->globs = g_array_new(FALSE, FALSE, sizeof(struct glob));
	g_array_set_clear_func(list->globs, glob_clear);
	rest = slice_of(text);
	while (text_next_line(&rest, &line)) {
		const char *comment = memchr(line.start, '#', line.length);
		struct glob glob;

		number++;
		if (comment)
			line.length = (size_t)(comment - line.start);
		line = slice_trim(line);
		if (!line.length)
			continue;
		glob.pattern = slice_dup(line);
		if (strpbrk(glob.pattern, " \t") || strspn(glob.pattern, "*/") == line.length) {
			g_ptr_array_add(warnings, g_strdup_printf("%s:%zu: not a path: '%s'", path,
								  number, glob.pattern));
			g_free(glob.pattern);
			continue;
		}
		glob.place = g_strdup_printf("%s:%zu: %s", path, number, glob.pattern);
		while (g_str_has_suffix(glob.pattern, "/"))
			glob.pattern[strlen(glob.pattern) - 1] = '\0';
		g_array_append_val(list->globs, glob);
	}
	*out = list;
	return true;
}

static const char *match(const struct ignore_list *list, const char *path)
{
	for (guint i = 0; i < list->globs->len; i++) {
		const struct glob *glob = &g_array_index(list->globs, struct glob, i);

		if (fnmatch(glob->pattern, path, FNM_PATHNAME | FNM_LEADING_DIR) == 0)
			return glob->place;
	}
	return NULL;
}

const char *ignore_matches(const struct ignore_list *list, const struct diff *diff,
			   const char **path)
{
	const char *place = NULL;

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		*path = diff_file_path(diff_file_at(diff, i));
		place = match(list, *path);
		if (!place)
			return NULL;
	}
	return place;
}
