/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/difference.h"

#include <string.h>

/* The changed lines of a file in their order, without white space: what it changes, wherever. */
static GPtrArray *changed_lines(const struct diff *diff, const struct diff_file *file)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);
			GString *text;

			if (line.origin == ' ')
				continue;
			text = g_string_new(NULL);
			g_string_append_c(text, line.origin);
			for (size_t k = 0; k < line.text.length; k++)
				if (!g_ascii_isspace(line.text.start[k]))
					g_string_append_c(text, line.text.start[k]);
			g_ptr_array_add(lines, g_string_free(text, FALSE));
		}
	}
	return lines;
}

static bool same_lines(const struct diff *a, const struct diff_file *x, const struct diff *b,
		       const struct diff_file *y)
{
	g_autoptr(GPtrArray) left = changed_lines(a, x);
	g_autoptr(GPtrArray) right = changed_lines(b, y);

	if (left->len != right->len || x->old_mode != y->old_mode || x->new_mode != y->new_mode)
		return false;
	for (guint i = 0; i < left->len; i++)
		if (strcmp(left->pdata[i], right->pdata[i]) != 0)
			return false;
	return true;
}

static const struct diff_file *file_of_path(const struct diff *diff, const char *path)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (strcmp(diff_file_path(diff_file_at(diff, i)), path) == 0)
			return diff_file_at(diff, i);
	return NULL;
}

GPtrArray *difference_paths(const struct diff *ours, const struct diff *theirs)
{
	GPtrArray *paths = g_ptr_array_new();

	for (size_t i = 0; i < diff_n_files(ours); i++) {
		const struct diff_file *file = diff_file_at(ours, i);
		const struct diff_file *other = file_of_path(theirs, diff_file_path(file));

		if (!other || !same_lines(ours, file, theirs, other))
			g_ptr_array_add(paths, (void *)diff_file_path(file));
	}
	for (size_t i = 0; i < diff_n_files(theirs); i++) {
		const char *path = diff_file_path(diff_file_at(theirs, i));

		if (!file_of_path(ours, path))
			g_ptr_array_add(paths, (void *)path);
	}
	g_ptr_array_sort(paths, text_compare);
	return paths;
}
