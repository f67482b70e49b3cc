/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What files of patches are called, whoever wrote their subjects. */
#include "take/assembly.h"

#include <string.h>

enum { NAME_LENGTH = 60 };

/* Letters, digits, '.' and '_', with '-' for all else; nothing that hides or leads elsewhere. */
static char *slug(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p && out->len < NAME_LENGTH; p++) {
		bool plain = g_ascii_isalnum(*p) || *p == '_' ||
			     (*p == '.' && out->len && out->str[out->len - 1] != '.');

		if (plain)
			g_string_append_c(out, *p);
		else if (out->len && out->str[out->len - 1] != '-')
			g_string_append_c(out, '-');
	}
	while (out->len && strchr("-.", out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
	if (!out->len)
		g_string_append(out, "patch");
	return g_string_free(out, FALSE);
}

char *part_name(const char *subject, GHashTable *names)
{
	g_autofree char *stem = slug(subject);
	char *name = g_strconcat(stem, ".patch", NULL);

	for (unsigned n = 2; !g_hash_table_add(names, g_strdup(name)); n++) {
		g_free(name);
		name = g_strdup_printf("%s-%u.patch", stem, n);
	}
	return name;
}
