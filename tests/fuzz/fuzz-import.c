/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decisions that were noted for other programs: what comes out can be noted, or is told. */
#include <string.h>

#include "decide/import.h"
#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct imported imported = { 0 };
	g_autoptr(GError) error = NULL;

	if (!import_read(fuzz_file(data, size), &imported, &error)) {
		g_assert_nonnull(error); /* the JSON near the place, which may hold anything */
		return 0;
	}
	fuzz_check_messages(imported.warnings);
	for (guint i = 0; i < imported.list->len; i++) {
		const struct decision *decision = imported.list->pdata[i];

		g_assert_nonnull(decision->key);
		g_assert_true(g_utf8_validate(decision->key, -1, NULL));
		g_assert_null(strpbrk(decision->key, "\n\t\r"));
	}
	imported_clear(&imported);
	return 0;
}
