/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/difference.h"

#include <string.h>

#include "match/hunk.h"

enum { TURNED_LIMIT = 500 }; /* lines of a block that are looked at from each of them on */

/* The line's text without white space, behind origin. */
static char *key_of(char origin, struct slice text)
{
	GString *key = g_string_sized_new(text.length + 1);

	g_string_append_c(key, origin);
	for (size_t k = 0; k < text.length; k++)
		if (!g_ascii_isspace(text.start[k]))
			g_string_append_c(key, text.start[k]);
	return g_string_free(key, FALSE);
}

/* The changed lines of a file in their order, without white space: what it changes, wherever. */
static GPtrArray *changed_lines(const struct diff *diff, const struct diff_file *file)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line line = diff_line_at(diff, hunk, i);

			if (line.origin != ' ')
				g_ptr_array_add(lines, key_of(line.origin, line.text));
		}
	}
	return lines;
}

static bool are_equal(char *const *a, char *const *b, guint n)
{
	for (guint i = 0; i < n; i++)
		if (strcmp(a[i], b[i]) != 0)
			return false;
	return true;
}

/*
 * A block beside a line like its first or last one can be told to begin at either: one and the same
 * change then is n lines of which those in front stand behind.
 */
static bool are_turned(char *const *a, char *const *b, guint n)
{
	for (guint first = 1; n <= TURNED_LIMIT && first < n; first++)
		if (are_equal(a, b + first, n - first) && are_equal(a + n - first, b, first))
			return true;
	return false;
}

/* How many of lines, from the first one on, have its origin. */
static guint run_of(const GPtrArray *lines, guint first)
{
	guint end = first;

	while (end < lines->len &&
	       *(const char *)lines->pdata[end] == *(const char *)lines->pdata[first])
		end++;
	return end - first;
}

static bool same_lines(const struct diff *a, const struct diff_file *x, const struct diff *b,
		       const struct diff_file *y)
{
	g_autoptr(GPtrArray) left = changed_lines(a, x);
	g_autoptr(GPtrArray) right = changed_lines(b, y);

	if (left->len != right->len || x->old_mode != y->old_mode || x->new_mode != y->new_mode)
		return false;
	for (guint i = 0, n; i < left->len; i += n) {
		char **ours = (char **)left->pdata + i, **theirs = (char **)right->pdata + i;

		n = run_of(left, i);
		if (n != run_of(right, i) ||
		    (!are_equal(ours, theirs, n) && !are_turned(ours, theirs, n)))
			return false;
	}
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

bool difference_undoes(const struct diff *later, const struct diff *earlier)
{
	g_autoptr(GHashTable) made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < diff_n_lines(earlier); i++) {
		const struct diff_line line = diff_line_of(earlier, i);

		if (line.origin != ' ' && line_is_telling(line.text))
			g_hash_table_add(made, key_of(line.origin, line.text));
	}
	for (size_t i = 0; i < diff_n_lines(later); i++) {
		const struct diff_line line = diff_line_of(later, i);
		g_autofree char *key = line.origin == ' '
					       ? NULL
					       : key_of(line.origin == '+' ? '-' : '+', line.text);

		if (key && g_hash_table_contains(made, key))
			return true;
	}
	return false;
}
