/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of upstream commits. */
#include <stdint.h>

#include "support.h"
#include "walk-history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	struct history *history = NULL;

	if (!history_read_table(fuzz_file(data, size), NULL, &history, &error))
		return 0;
	walk_history(history, true);
	history_free(history);
	return 0;
}
