/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/binding.h"

#include <stdbool.h>

#include "desk/key.h"

enum { KEYS_WIDTH = 18 };

static bool has_key(const struct binding *binding, guint code)
{
	g_auto(GStrv) names = g_strsplit(binding->keys ? binding->keys : "", " ", -1);

	for (char **name = names; *name; name++)
		if (**name && key_code(*name) == code)
			return true;
	return false;
}

const struct binding *binding_find(const struct binding *table, size_t n, guint code)
{
	for (size_t i = 0; i < n; i++)
		if (code != KEY_CODE_NOTHING && has_key(&table[i], code))
			return &table[i];
	return NULL;
}

void binding_help(const struct binding *table, size_t n, GString *out)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].keys)
			g_string_append_printf(out, "  %-*s %s\n", KEYS_WIDTH, table[i].keys,
					       table[i].what);
		else
			g_string_append_printf(out, "%s%s:\n", i ? "\n" : "", table[i].what);
}

char *binding_check(const struct binding *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		g_auto(GStrv) names = g_strsplit(table[i].keys ? table[i].keys : "", " ", -1);

		for (char **name = names; *name; name++)
			if (key_code(*name) == KEY_CODE_NOTHING ||
			    binding_find(table, n, key_code(*name)) != &table[i])
				return g_strdup(*name);
	}
	return NULL;
}
