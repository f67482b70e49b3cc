/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of upstream commits. */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "index/history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int file = -1;
	static char path[64];
	g_autoptr(GError) error = NULL;
	struct history *history = NULL;

	if (file < 0) {
		file = memfd_create("fuzz", 0);
		g_assert_cmpint(file, >=, 0);
		g_snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	}
	g_assert_cmpint(ftruncate(file, 0), ==, 0);
	g_assert_cmpint(pwrite(file, data, size, 0), ==, (gssize)size);
	if (!history_read_table(path, NULL, &history, &error))
		return 0;
	for (guint32 i = 0; i < history_length(history); i++) {
		size_t n = 0;
		const struct history_reference *references = history_references_to(history, i, &n);

		for (size_t k = 0; k < n; k++)
			g_assert_cmpuint(references[k].from, !=, references[k].to);
		g_assert_cmpuint(history_find(history, &history_at(history, i)->id), ==, i);
		history_paths(history, i);
	}
	history_free(history);
	return 0;
}
