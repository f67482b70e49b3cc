/* SPDX-License-Identifier: GPL-2.0-or-later */
/* library-diff - what libgit2 says of two texts, beside what is said here. */

#ifndef WINNOW_TESTS_UNIT_LIBRARY_DIFF_H
#define WINNOW_TESTS_UNIT_LIBRARY_DIFF_H

#include <git2.h>

#include "git/line-diff.h"

static inline int library_diff_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
				    const git_diff_line *line, void *data)
{
	bool has_sign = line->origin == GIT_DIFF_LINE_CONTEXT ||
			line->origin == GIT_DIFF_LINE_ADDITION ||
			line->origin == GIT_DIFF_LINE_DELETION;

	(void)delta;
	(void)hunk;
	if (line->origin == GIT_DIFF_LINE_FILE_HDR)
		return 0;
	return diff_text_append(data, has_sign ? line->origin : '\0',
				(struct slice){ line->content, line->content_len })
		       ? 0
		       : -1;
}

static inline void library_diff(struct slice older, struct slice newer, struct diff_text *out)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_patch *patch = NULL;

	options.flags = GIT_DIFF_INDENT_HEURISTIC | GIT_DIFF_FORCE_TEXT;
	g_assert_true(git_patch_from_buffers(&patch, older.start, older.length, "a", newer.start,
					     newer.length, "a", &options) == 0);
	g_assert_true(git_patch_print(patch, library_diff_line, out) == 0 || out->cut);
	git_patch_free(patch);
}

/* A side without lines libgit2 counts, as a diff does, by the line before; from 1. */
static inline int library_diff_start(int start, int count)
{
	return count ? start - 1 : start;
}

static inline int library_diff_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk,
				    void *data)
{
	int old_start = library_diff_start(hunk->old_start, hunk->old_lines);
	int new_start = library_diff_start(hunk->new_start, hunk->new_lines);
	struct line_edit edit = { old_start, old_start + hunk->old_lines, new_start,
				  new_start + hunk->new_lines };

	(void)delta;
	g_array_append_val((GArray *)data, edit);
	return 0;
}

/* Whether both find the same changes. */
static inline bool library_diff_is_same_edits(struct slice older, struct slice newer)
{
	g_autoptr(GArray) expected = g_array_new(FALSE, FALSE, sizeof(struct line_edit));
	g_autoptr(GArray) actual = line_edits(older, newer);
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;

	options.flags = GIT_DIFF_INDENT_HEURISTIC | GIT_DIFF_FORCE_TEXT;
	options.context_lines = 0;
	g_assert_true(git_diff_buffers(older.start, older.length, NULL, newer.start, newer.length,
				       NULL, &options, NULL, NULL, library_diff_hunk, NULL,
				       expected) == 0);
	return expected->len == actual->len &&
	       (!actual->len ||
		memcmp(expected->data, actual->data, actual->len * sizeof(struct line_edit)) == 0);
}

/* Whether both say the same, and find it; expected and actual, which are empty, have it then. */
static inline bool library_diff_is_same(struct slice older, struct slice newer, size_t limit,
					GString *expected, GString *actual)
{
	struct diff_text library = { .text = expected, .limit = limit };
	struct diff_text own = { .text = actual, .limit = limit };

	library_diff(older, newer, &library);
	g_assert_true(line_diff(older, newer, &own) == !own.cut);
	return g_string_equal(expected, actual) && library.cut == own.cut &&
	       library_diff_is_same_edits(older, newer);
}

#endif
