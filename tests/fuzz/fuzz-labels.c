/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of labels. Every problem told must be one line that names the file. */
#include <stdint.h>
#include <string.h>

#include "read/labels.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(data, size);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	struct labels *labels = NULL;

	if (!labels_read(path, problems, &labels, &error)) {
		for (guint i = 0; i < problems->len; i++) {
			g_assert_true(g_str_has_prefix(problems->pdata[i], path));
			g_assert_null(strchr(problems->pdata[i], '\n'));
		}
		return 0;
	}
	for (size_t i = 0; i < labels_count(labels); i++) {
		size_t at = 0;

		g_assert_true(labels_find(labels, labels_at(labels, i)->id, NULL, &at));
		g_assert_cmpuint(at, ==, i);
	}
	labels_free(labels);
	return 0;
}
