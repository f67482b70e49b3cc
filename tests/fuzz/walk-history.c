/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "walk-history.h"

#include <string.h>

#include "base/text.h"

enum { COMMITS_LIMIT = 100 };

static void count_ambiguous(const struct history_reference *reference, void *data)
{
	g_assert_nonnull(reference->line);
	++*(size_t *)data;
}

static void look_up(struct history *history, const struct history_commit *commit)
{
	struct commit_hex hex = commit_id_short(&commit->id);
	g_autofree char *title = g_strdup(commit->subject);
	bool plain, ambiguous, by_title;
	guint32 length = (guint32)history_length(history);

	history_find_prefix(history, hex.text, slice_of(title), &ambiguous);
	history_find_reference(history, hex.text, slice_of(title), length, &by_title);
	history_find_subject(history, title, length);
	history_find_plain(history, &commit->id, title, &plain);
	g_array_unref(history_written_at(history, commit->author_date));
	if (commit->series)
		g_array_unref(history_series(history, commit->series));
}

static void look_at(struct history *history, guint32 i, guint8 *marks, bool honest)
{
	const struct history_commit *commit = history_at(history, i);
	const struct history_reference *references;
	g_autoptr(GArray) from = NULL;
	size_t n = 0;

	g_assert_nonnull(commit->subject);
	g_assert_nonnull(commit->author_name);
	g_assert_true(commit->first_parent == HISTORY_NONE || commit->first_parent < i);
	look_up(history, commit);
	references = history_references_to(history, i, &n);
	for (size_t k = 0; k < n; k++) {
		g_assert_cmpuint(references[k].from, <, history_length(history));
		if (honest)
			g_assert_cmpuint(references[k].from, !=, references[k].to);
		history_reverts_all(history, &references[k], NULL);
	}
	from = history_references_from(history, i);
	for (guint k = 0; k < from->len; k++) {
		guint32 to = g_array_index(from, struct history_reference, k).to;

		g_assert_true(to == HISTORY_NONE || to < history_length(history));
	}
	history_twins(history, i);
	history_first_twin(history, i);
	g_array_unref(history_brought_by(history, i, HISTORY_REVERT_LIMIT));
	history_is_reverted(history, i, NULL);
	history_mark_ancestors(history, i, marks);
	history_paths(history, i);
	if (honest)
		g_assert_cmpuint(history_find(history, &commit->id), ==, i);
}

void walk_history(struct history *history, bool honest)
{
	size_t length = history_length(history), n = 0;
	g_autofree guint8 *marks = g_malloc0(length + 1);

	for (guint32 i = 0; i < length && i < COMMITS_LIMIT; i++)
		look_at(history, i, marks, honest);
	g_array_unref(history_named_by_title(history));
	history_each_ambiguous(history, count_ambiguous, &n);
	history_knows_paths(history);
}
