/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/added-lines.h"

enum { ENTRIES_KEPT = 16 }; /* that add the same line to the same file: the first ones serve */

static char *key_of(const char *path, const char *line)
{
	return g_strdup_printf("%s\n%s", path, line);
}

static void add_file(GHashTable *added, const struct patch *patch, const struct diff_file *file)
{
	for (size_t h = 0; h < file->n_hunks; h++) {
		const struct diff_hunk *hunk = diff_hunk_at(&patch->diff, file, h);

		for (size_t i = 0; i < hunk->n_lines; i++) {
			const struct diff_line *line = diff_line_at(&patch->diff, hunk, i);
			g_autofree char *text = NULL;
			g_autofree char *key = NULL;
			GPtrArray *patches;

			if (line->origin != '+')
				continue;
			text = slice_dup(slice_trim(line->text));
			key = key_of(diff_file_path(file), text);
			patches = g_hash_table_lookup(added, key);
			if (!patches) {
				patches = g_ptr_array_new();
				g_hash_table_insert(added, g_steal_pointer(&key), patches);
			}
			if (patches->len < ENTRIES_KEPT &&
			    (!patches->len || patches->pdata[patches->len - 1] != patch))
				g_ptr_array_add(patches, (gpointer)patch);
		}
	}
}

GHashTable *added_lines_new(const struct queue *queue)
{
	GHashTable *added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						  (GDestroyNotify)g_ptr_array_unref);

	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);

		for (size_t f = 0; f < diff_n_files(&patch->diff); f++)
			add_file(added, patch, diff_file_at(&patch->diff, f));
	}
	return added;
}

bool added_lines_find(GHashTable *added, const char *path, const char *line,
		      const struct patch *asking, const struct target *target)
{
	g_autofree char *key = key_of(path, line);
	GPtrArray *patches = g_hash_table_lookup(added, key);

	for (guint i = 0; patches && i < patches->len; i++) {
		const struct patch *patch = patches->pdata[i];
		const struct patch *reverter = target_taken_back_by(target, patch);

		if (patch->position < asking->position && patch_shares_queue(patch, asking) &&
		    !(reverter && reverter->position < asking->position))
			return true;
	}
	return false;
}
