/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/merging.h"

#include <string.h>

void merging_add_file(GPtrArray *files, const char *path)
{
	if (!g_ptr_array_find_with_equal_func(files, path, g_str_equal, NULL))
		g_ptr_array_add(files, g_strdup(path));
}

/* The three sides of a merge. */
struct sides {
	struct effective *before, *after, *tree;
};

/* What is in the file at path; NULL: it is not there, or cannot be read. */
static char *text_of(struct effective *tree, const char *path)
{
	char *text = NULL;

	return path && effective_read(tree, path, &text) == REPO_FILE_READ ? text : NULL;
}

/* A file that only one side has is none to merge: it must be there as it was, or not at all. */
static bool conflicts(const struct sides *sides, const struct effective_change *change,
		      const struct diff_file *file, bool *same)
{
	const char *name = file->old_path ? effective_name(sides->tree, change, file->old_path)
					  : file->new_path;
	g_autofree char *before = text_of(sides->before, file->old_path);
	g_autofree char *after = text_of(sides->after, file->new_path);
	g_autofree char *ours = text_of(sides->tree, name);

	*same = !name && !file->new_path;
	if (*same)
		return false;
	if (!file->old_path || !file->new_path)
		return g_strcmp0(ours, before) != 0;
	if (!before || !after || !ours || !lines_merge(before, ours, after, same))
		return true;
	*same = *same && strcmp(file->old_path, file->new_path) == 0;
	return false;
}

bool merging_find_conflicts(struct history *history, struct effective *tree,
			    const struct effective_change *change, GPtrArray *files)
{
	const struct history_commit *commit = history_at(history, change->position);
	_cleanup_(effective_freep) struct effective *before = NULL;
	_cleanup_(effective_freep) struct effective *after = NULL;
	bool changes = false;

	if (commit->first_parent == HISTORY_NONE)
		return true;
	before = effective_new(history_repo(history),
			       &history_at(history, commit->first_parent)->id);
	after = effective_new(history_repo(history), &commit->id);
	for (size_t i = 0; i < diff_n_files(change->diff); i++) {
		const struct diff_file *file = diff_file_at(change->diff, i);
		bool same = false;

		if (conflicts(&(struct sides){ before, after, tree }, change, file, &same))
			merging_add_file(files, diff_file_path(file));
		changes = changes || !same;
	}
	return changes;
}
