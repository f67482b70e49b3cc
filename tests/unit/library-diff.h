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

/* Whether both say the same; expected and actual, which are empty, have it then. */
static inline bool library_diff_is_same(struct slice older, struct slice newer, size_t limit,
					GString *expected, GString *actual)
{
	struct diff_text library = { .text = expected, .limit = limit };
	struct diff_text own = { .text = actual, .limit = limit };

	library_diff(older, newer, &library);
	g_assert_true(line_diff(older, newer, &own) == !own.cut);
	return g_string_equal(expected, actual) && library.cut == own.cut;
}

#endif
