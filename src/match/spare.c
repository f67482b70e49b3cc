/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/spare.h"

#include <string.h>

#include "match/code-there.h"

void spare_clear(struct spare *spare)
{
	if (spare->only)
		g_hash_table_unref(spare->only);
	g_free(spare->files);
	g_free(spare->says);
	*spare = (struct spare){ 0 };
}

static bool is_failed(const GArray *failed, size_t file)
{
	for (guint i = 0; i < failed->len; i++)
		if (g_array_index(failed, struct failed_hunk, i).file == file)
			return true;
	return false;
}

/* What others of the change may use of it is there with it only. */
static bool is_header(const char *path)
{
	return g_str_has_suffix(path, ".h") || g_str_has_suffix(path, ".hh") ||
	       g_str_has_suffix(path, ".hpp");
}

/* Whether all that is done to the file is to remove lines, of which tree has none there. */
static bool is_gone(struct effective *tree, const struct effective_change *change,
		    const struct diff_file *file)
{
	struct code_there code;
	bool gone;

	code_there_look_at(tree, change, file, &code);
	gone = !file->lines_added && code.total[CODE_REMOVED] && !code.found[CODE_REMOVED];
	code_there_clear(&code);
	return gone;
}

/* Whether another file that is changed has, in tree, the lines that this one is about: they moved.
 */
static bool is_elsewhere(struct effective *tree, const struct effective_change *change,
			 const struct diff_file *file)
{
	for (size_t i = 0; i < diff_n_files(change->diff); i++) {
		struct diff_file other = *file;
		struct code_there code;
		bool found;

		other.old_path = diff_file_at(change->diff, i)->old_path;
		if (!other.old_path || strcmp(other.old_path, file->old_path) == 0)
			continue;
		code_there_look_at(tree, change, &other, &code);
		found = code.found[CODE_REMOVED] ||
			code.found[CODE_AROUND] * 2 > code.total[CODE_AROUND];
		code_there_clear(&code);
		if (found)
			return true;
	}
	return false;
}

/* Why tree has nothing of what is changed in the file; NULL: it may have. */
static const char *why_foreign(struct effective *tree, const struct effective_change *change,
			       const struct diff_file *file)
{
	const GArray *lines = NULL;

	if (!file->old_path || file->renamed || file->copied || is_header(file->old_path))
		return NULL;
	if (!effective_name(tree, change, file->old_path))
		return effective_lines(tree, file->old_path, &lines) == REPO_FILE_ABSENT &&
				       !is_elsewhere(tree, change, file)
			       ? "which is not there"
			       : NULL;
	return is_gone(tree, change, file) ? "where nothing that it removes is" : NULL;
}

static const char *why_spare(struct effective *tree, const struct effective_change *change,
			     const struct diff_file *file, enum spare_what what)
{
	if (effective_is_prose(diff_file_path(file)))
		return "which it does not fit";
	return what == SPARE_FOREIGN ? why_foreign(tree, change, file) : NULL;
}

bool spare_find(struct effective *tree, const struct effective_change *change, const GArray *failed,
		enum spare_what what, struct spare *out)
{
	g_autoptr(GString) files = g_string_new(NULL);
	g_autoptr(GString) says = g_string_new("without ");
	g_autoptr(GHashTable) only = g_hash_table_new(g_str_hash, g_str_equal);
	bool any_code = false;

	if (what == SPARE_NOTHING || !failed->len)
		return false;
	for (size_t i = 0; i < diff_n_files(change->diff); i++) {
		const struct diff_file *file = diff_file_at(change->diff, i);
		const char *path = diff_file_path(file), *why;

		if (!is_failed(failed, i)) {
			g_hash_table_add(only, (gpointer)path);
			any_code = any_code || !effective_is_prose(path);
			continue;
		}
		why = why_spare(tree, change, file, what);
		if (!why)
			return false;
		g_string_append_printf(says, "%s%s, %s", files->len ? "; " : "", path, why);
		g_string_append_printf(files, "%s%s", files->len ? ", " : "", path);
	}
	if (!any_code)
		return false;
	*out = (struct spare){ .only = g_steal_pointer(&only),
			       .files = g_string_free(g_steal_pointer(&files), FALSE),
			       .says = g_string_free(g_steal_pointer(&says), FALSE) };
	return true;
}
