/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/removed.h"

#include "git/file.h"
#include "read/patch.h"

enum { FILES_LIMIT = 32 }; /* of one change that are looked for: the rest is like them */

/* The first file that it changes where upstream has none of those any more; NULL: it has one. */
static const char *first_absent(const struct history *history, const struct diff *diff)
{
	const struct commit_id *tip =
		&history_at(history, (guint32)history_length(history) - 1)->id;
	const char *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < diff_n_files(diff) && n < FILES_LIMIT; i++) {
		const char *path = diff_file_at(diff, i)->old_path;
		struct commit_id blob;

		if (!path)
			continue;
		if (repo_file_id(history_repo(history), tip, false, path, &blob) !=
		    REPO_FILE_ABSENT)
			return NULL;
		if (!n++)
			first = path;
	}
	return first;
}

/* Whether the commit takes the file away for good, and does not call it otherwise. */
static bool removes(const struct history *history, guint32 position, const char *path)
{
	struct diff diff = { 0 };
	bool cut = false, removed = false;
	char *text = NULL;

	if (!repo_diff(history_repo(history), &history_at(history, position)->id, PATCH_BYTES_LIMIT,
		       &text, &cut, NULL))
		return false;
	diff_parse(&diff, text, 1);
	for (size_t i = 0; i < diff_n_files(&diff) && !removed; i++) {
		const struct diff_file *file = diff_file_at(&diff, i);

		removed = !file->new_path && g_strcmp0(file->old_path, path) == 0;
	}
	diff_clear(&diff);
	return removed;
}

guint32 removed_find(struct history *history, const struct target *target, const struct diff *diff,
		     bool progress)
{
	const guint8 *in_base = target_in_base(target);
	g_autoptr(GArray) changes = NULL;
	guint32 first = 0, newest;
	const char *path;

	if (!history || !history_length(history) || !history_repo(history) || !in_base)
		return HISTORY_NONE;
	path = first_absent(history, diff);
	while (first < history_length(history) && in_base[first])
		first++;
	if (!path || !history_index_paths(history, first, progress, NULL))
		return HISTORY_NONE;
	changes = history_changes_of(history, path, first);
	newest = changes->len ? g_array_index(changes, guint32, 0) : HISTORY_NONE;
	return newest != HISTORY_NONE && removes(history, newest, path) ? newest : HISTORY_NONE;
}
