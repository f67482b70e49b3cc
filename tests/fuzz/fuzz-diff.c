/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Diffs, and the patch-id of what was understood. */
#include <stdint.h>

#include "match/patch-id.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct diff *diff)
{
	size_t lines = 0;

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		g_assert_nonnull(diff_file_path(file));
		g_assert_true(g_utf8_validate(diff_file_path(file), -1, NULL));
		for (size_t h = 0; h < file->n_hunks; h++) {
			const struct diff_hunk *hunk = diff_hunk_at(diff, file, h);

			for (size_t k = 0; k < hunk->n_lines; k++)
				lines += diff_line_at(diff, hunk, k).origin != ' ';
		}
		g_assert_cmpuint(lines, >=, file->lines_added + file->lines_removed);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (unsigned strip = 0; strip <= 2; strip++) {
		struct commit_id id;
		struct diff diff;

		diff_parse(&diff, text_to_utf8((const char *)data, size, NULL), strip);
		check(&diff);
		patch_id(&diff, &id);
		diff_clear(&diff);
	}
	return 0;
}
