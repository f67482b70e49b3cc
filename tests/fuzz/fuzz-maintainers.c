/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A MAINTAINERS file. What it says of a path is one safe line and addresses that can be parsed. */
#include <stdint.h>
#include <string.h>

#include "read/maintainers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "drivers/net/a.c", "a", "a/b/c/d", "", "/" };
	g_autofree char *text = g_strndup((const char *)data, size);
	struct maintainers *maintainers = maintainers_parse((const char *)data, size);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(GPtrArray) paths = g_ptr_array_new();
		const struct subsystem *found;

		g_ptr_array_add(paths, (gpointer)names[i]);
		found = maintainers_find(maintainers, paths, text);
		g_assert_true(found == maintainers_find(maintainers, paths, text));
		if (found) {
			g_assert_true(g_utf8_validate(found->name, -1, NULL));
			g_assert_null(strchr(found->name, '\n'));
			g_assert_null(strchr(found->people->str, '\n'));
		}
	}
	maintainers_free(maintainers);
	return 0;
}
