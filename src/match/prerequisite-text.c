/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By text: who made the lines that a failed hunk looks for. */
#include "match/prerequisite-parts.h"

#include "base/text.h"

enum { OUTER_LINES = 2 }; /* of context: patch(1) does without them */

/* What the tree's file has. */
struct tree_lines {
	char *text;
	struct slice *lines; /* of it */
	GHashTable *set;     /* the same; NULL: the tree has no such file */
};

/* A hunk that failed, and what it was tried on. */
struct mismatch {
	const struct prerequisite_failure *failure;
	const struct diff_file *file;
	const struct diff_hunk *hunk;
	char *proof;
	const struct tree_lines *lines;
};

/* The lines of the file at path, however upstream calls it. */
static void read_lines(const struct prerequisite_search *search, struct effective *tree,
		       const char *path, guint32 position, struct tree_lines *out)
{
	struct effective_change change = { NULL, 1, search->finder->renames, position };
	const char *name = effective_name(tree, &change, path);
	struct slice rest, line;
	size_t n = 0;

	if (!name || effective_read(tree, name, &out->text) != REPO_FILE_READ)
		return;
	for (rest = slice_of(out->text); text_next_line(&rest, &line);)
		n++;
	out->lines = g_new(struct slice, n);
	out->set = g_hash_table_new(slice_key_hash, slice_key_equal);
	n = 0;
	for (rest = slice_of(out->text); text_next_line(&rest, &line);) {
		out->lines[n] = line;
		g_hash_table_add(out->set, &out->lines[n++]);
	}
}

static void tree_lines_clear(struct tree_lines *lines)
{
	g_clear_pointer(&lines->set, g_hash_table_unref);
	g_clear_pointer(&lines->lines, g_free);
	g_clear_pointer(&lines->text, g_free);
}

static bool has_line(const struct tree_lines *lines, struct slice line)
{
	return lines->set && g_hash_table_contains(lines->set, &line);
}

/* Add who made the lines [first, end) of the file that the hunk was made for. How many are new. */
static size_t add_makers(const struct prerequisite_search *search, const struct mismatch *mismatch,
			 size_t first, size_t end)
{
	const struct prerequisite_failure *failure = mismatch->failure;
	g_autoptr(GArray) makers = g_array_new(FALSE, FALSE, sizeof(guint32));
	struct prerequisite what = { .why = PREREQUISITE_TEXT,
				     .user = failure->is_member ? failure->position : HISTORY_NONE,
				     .proof = mismatch->proof };
	size_t n = 0;

	if (!line_history_find(search->finder->lines, mismatch->file->old_path, failure->position,
			       first, end, makers)) {
		*search->blind = true;
		return 0;
	}
	for (guint i = 0; i < makers->len; i++)
		n += prerequisite_add_member(search, g_array_index(makers, guint32, i), &what);
	return n;
}

/* Of the hunk's old lines, but the outermost, those that the tree's file has nowhere. */
static size_t add_absent(const struct prerequisite_search *search, const struct mismatch *mismatch,
			 size_t outer)
{
	const struct diff *diff = mismatch->failure->diff;
	size_t at = mismatch->hunk->old_start - (mismatch->hunk->old_count > 0), i = 0, n = 0;
	size_t last = mismatch->hunk->old_count > outer ? mismatch->hunk->old_count - outer : 0;

	for (size_t k = 0; k < mismatch->hunk->n_lines; k++) {
		const struct diff_line line = diff_line_at(diff, mismatch->hunk, k);

		if (line.origin == '+')
			continue;
		if (i >= outer && i < last && !has_line(mismatch->lines, line.text))
			n += add_makers(search, mismatch, at + i, at + i + 1);
		i++;
	}
	return n;
}

/* Whoever is to blame: what is surely not there first, then what may stand in its way. */
static size_t add_culprits(const struct prerequisite_search *search,
			   const struct mismatch *mismatch)
{
	size_t first = mismatch->hunk->old_start - (mismatch->hunk->old_count > 0);
	size_t n = add_absent(search, mismatch, OUTER_LINES);

	if (!n)
		n = add_absent(search, mismatch, 0);
	if (!n)
		n = add_makers(search, mismatch, first, first + mismatch->hunk->old_count);
	return n;
}

size_t prerequisite_add_by_text(const struct prerequisite_search *search, struct effective *tree,
				const struct prerequisite_failure *failure)
{
	const struct diff *diff = failure->diff;
	const GArray *failed = failure->application.failed;
	const struct diff_file *read_of = NULL;
	struct tree_lines lines = { 0 };
	size_t n = 0;

	for (guint i = 0; i < failed->len; i++) {
		const struct failed_hunk *hunk = &g_array_index(failed, struct failed_hunk, i);
		struct mismatch mismatch = { .failure = failure, .lines = &lines };
		g_autofree char *proof = NULL;

		mismatch.file = diff_file_at(diff, hunk->file);
		if (!mismatch.file->old_path || effective_is_prose(mismatch.file->old_path))
			continue;
		mismatch.hunk = diff_hunk_at(diff, mismatch.file, hunk->hunk);
		if (mismatch.file != read_of) {
			tree_lines_clear(&lines);
			read_lines(search, tree, mismatch.file->old_path, failure->position,
				   &lines);
			read_of = mismatch.file;
		}
		mismatch.proof = proof = g_strdup_printf(
			"%s:%zu, hunk %zu of %zu", diff_file_path(mismatch.file),
			mismatch.hunk->old_start, hunk->hunk + 1, mismatch.file->n_hunks);
		n += add_culprits(search, &mismatch);
	}
	tree_lines_clear(&lines);
	return n;
}
