/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/ignore.h"

#include <fnmatch.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

struct glob {
	char *pattern;
	char *location; /* "file:line: glob" */
};

/* A commit that was decided against. */
struct decided {
	char *hex;
	char *version;	/* NULL: for all */
	char *location; /* "file:line: entry" */
};

struct ignore_list {
	GArray *globs;
	GArray *commits; /* struct decided */
};

enum { DIGITS_MIN = 7 }; /* fewer are a word, or a file's name */

static void decided_clear(void *data)
{
	struct decided *decided = data;

	g_free(decided->hex);
	g_free(decided->version);
	g_free(decided->location);
}

static void glob_clear(void *data)
{
	struct glob *glob = data;

	g_free(glob->pattern);
	g_free(glob->location);
}

void ignore_free(struct ignore_list *list)
{
	g_array_unref(list->globs);
	g_array_unref(list->commits);
	g_free(list);
}

static void destroy(void *list)
{
	ignore_free(list);
}

bool ignore_read_all(char *const *paths, GPtrArray *warnings, GPtrArray **out, GError **error)
{
	g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func(destroy);

	for (; paths && *paths; paths++) {
		struct ignore_list *list;

		if (!ignore_read(*paths, warnings, &list, error))
			return false;
		g_ptr_array_add(lists, list);
	}
	*out = g_steal_pointer(&lists);
	return true;
}

static bool is_commit(const char *word)
{
	size_t length = strlen(word);

	return length >= DIGITS_MIN && length <= COMMIT_ID_HEX &&
	       slice_hex_run(slice_of(word)) == length;
}

static bool is_version(const char *word)
{
	return g_ascii_isdigit(*word) && strspn(word, "0123456789.") == strlen(word);
}

/* "<commit>" or "<version> <commit>"; false if it is neither. */
static bool add_commit(struct ignore_list *list, const char *line, const char *path, size_t number)
{
	g_auto(GStrv) words = text_words(line);
	struct decided decided = { 0 };
	guint n = g_strv_length(words);

	if (!n || n > 2 || !is_commit(words[n - 1]) || (n == 2 && !is_version(words[0])))
		return false;
	decided.hex = g_ascii_strdown(words[n - 1], -1);
	decided.version = n == 2 ? g_strdup(words[0]) : NULL;
	decided.location = g_strdup_printf("%s:%zu: %s", path, number, line);
	g_array_append_val(list->commits, decided);
	return true;
}

bool ignore_read(const char *path, GPtrArray *warnings, struct ignore_list **out, GError **error)
{
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	struct ignore_list *list;
	struct slice rest, line;
	size_t number = 0;
	size_t length = 0;

	if (!file_read(path, FILE_LIST_LIMIT, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	list = g_new0(struct ignore_list, 1);
	list->globs = g_array_new(FALSE, FALSE, sizeof(struct glob));
	g_array_set_clear_func(list->globs, glob_clear);
	list->commits = g_array_new(FALSE, FALSE, sizeof(struct decided));
	g_array_set_clear_func(list->commits, decided_clear);
	rest = slice_of(text);
	while (text_next_entry(&rest, &number, &line)) {
		struct glob glob;

		glob.pattern = slice_dup(line);
		if (add_commit(list, glob.pattern, path, number)) {
			g_free(glob.pattern);
			continue;
		}
		if (strpbrk(glob.pattern, " \t") || strspn(glob.pattern, "*/") == line.length) {
			g_ptr_array_add(warnings,
					g_strdup_printf("%s:%zu: neither a path nor a commit: '%s'",
							path, number, glob.pattern));
			g_free(glob.pattern);
			continue;
		}
		glob.location = g_strdup_printf("%s:%zu: %s", path, number, glob.pattern);
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
			return glob->location;
	}
	return NULL;
}

const char *ignore_matches(const struct ignore_list *list, const struct diff *diff,
			   const char **path)
{
	const char *location = NULL;

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		*path = diff_file_path(diff_file_at(diff, i));
		location = match(list, *path);
		if (!location)
			return NULL;
	}
	return location;
}

const char *ignore_matches_paths(const struct ignore_list *list, const GPtrArray *paths)
{
	const char *location = NULL;

	for (guint i = 0; paths && i < paths->len; i++) {
		location = match(list, paths->pdata[i]);
		if (!location)
			return NULL;
	}
	return location;
}

static bool has_version(const GPtrArray *versions, const char *version)
{
	for (guint i = 0; versions && i < versions->len; i++)
		if (strcmp(versions->pdata[i], version) == 0)
			return true;
	return false;
}

const char *ignore_matches_commit(const struct ignore_list *list, const struct commit_id *id,
				  const GPtrArray *versions)
{
	for (guint i = 0; i < list->commits->len; i++) {
		const struct decided *decided = &g_array_index(list->commits, struct decided, i);

		if (commit_id_has_prefix(id, decided->hex) &&
		    (!decided->version || has_version(versions, decided->version)))
			return decided->location;
	}
	return NULL;
}
