/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/likeness.h"

#include <string.h>

#include "match/hunk.h"
#include "match/patch-id.h"

enum {
	LINES_LIMIT = 20000, /* of each diff that are compared */
};

/* Origin and text without white space; NULL for a line that does not count. */
static char *key_of(struct diff_line line, bool telling_only)
{
	GString *key;

	if (line.origin == ' ' || (telling_only && !line_is_telling(line.text)))
		return NULL;
	key = g_string_sized_new(line.text.length + 1);
	g_string_append_c(key, line.origin);
	for (size_t i = 0; i < line.text.length; i++)
		if (!g_ascii_isspace(line.text.start[i]))
			g_string_append_c(key, line.text.start[i]);
	return g_string_free(key, FALSE);
}

/* How often each line occurs; *n of them in all. */
static GHashTable *count_lines(const struct diff *diff, bool telling_only, size_t *n)
{
	GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	*n = 0;
	for (size_t i = 0; i < diff_n_lines(diff) && *n < LINES_LIMIT; i++) {
		char *key = key_of(diff_line_of(diff, i), telling_only);

		if (!key)
			continue;
		g_hash_table_replace(
			counts, key,
			GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, key)) + 1));
		(*n)++;
	}
	return counts;
}

/* Whether half the lines of the shorter diff are in both; false where one has none. */
static bool share_lines(const struct diff *a, const struct diff *b, bool telling_only)
{
	size_t of_a = 0, of_b = 0, common = 0;
	g_autoptr(GHashTable) ours = count_lines(a, telling_only, &of_a);
	g_autoptr(GHashTable) theirs = count_lines(b, telling_only, &of_b);
	GHashTableIter iter;
	void *key, *value;

	g_hash_table_iter_init(&iter, ours);
	while (g_hash_table_iter_next(&iter, &key, &value))
		common += (size_t)MIN(GPOINTER_TO_INT(value),
				      GPOINTER_TO_INT(g_hash_table_lookup(theirs, key)));
	return common && common * 2 >= MIN(of_a, of_b);
}

static bool has_path(const struct diff *diff, const char *path)
{
	for (size_t i = 0; path && i < diff_n_files(diff); i++)
		if (g_strcmp0(diff_file_at(diff, i)->old_path, path) == 0 ||
		    g_strcmp0(diff_file_at(diff, i)->new_path, path) == 0)
			return true;
	return false;
}

static bool share_files(const struct diff *a, const struct diff *b)
{
	for (size_t i = 0; i < diff_n_files(a); i++)
		if (has_path(b, diff_file_at(a, i)->old_path) ||
		    has_path(b, diff_file_at(a, i)->new_path))
			return true;
	return false;
}

static bool has_lines(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (diff_file_at(diff, i)->n_hunks)
			return true;
	return false;
}

enum likeness likeness_of(const struct diff *a, const struct diff *b)
{
	struct commit_id x, y;
	bool files = share_files(a, b);

	if (patch_id(a, &x) && patch_id(b, &y) && commit_id_equal(&x, &y))
		return LIKENESS_SAME;
	if (!diff_n_files(a) || !diff_n_files(b))
		return LIKENESS_UNKNOWN;
	if (share_lines(a, b, !files))
		return LIKENESS_ALIKE;
	if (!files)
		return LIKENESS_OTHER_FILES;
	return has_lines(a) && has_lines(b) ? LIKENESS_OTHER_LINES : LIKENESS_UNKNOWN;
}
