/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of a summary as text that mails and terminals show well. */
#include "answer/summary.h"

#include <string.h>

static void write_item(const struct summary_item *item, GString *out)
{
	if (item->number) {
		g_autofree char *first = g_strdup_printf("%5s  ", item->number);

		wording_wrap(item->title, first, 7, out);
	} else {
		wording_wrap(item->title, "  ", 4, out);
	}
	for (guint i = 0; i < item->lines->len; i++)
		wording_wrap(item->lines->pdata[i], item->number ? "       " : "    ",
			     item->number ? 7 : 4, out);
	if (item->address)
		g_string_append_printf(out, "       %s\n", item->address);
}

void summary_text(const struct summary *summary, GString *out)
{
	for (guint i = 0; i < summary->sections->len; i++) {
		const struct summary_section *section = summary->sections->pdata[i];

		g_string_append_printf(out, "%s%s\n", i ? "\n" : "", section->title);
		for (size_t n = strlen(section->title); n; n--)
			g_string_append_c(out, '-');
		g_string_append_c(out, '\n');
		for (guint k = 0; k < section->groups->len; k++) {
			const struct summary_group *group = section->groups->pdata[k];

			g_string_append(out, group->name || !k ? "\n" : "");
			if (group->name)
				g_string_append_printf(out, "%s\n\n", group->name);
			for (guint n = 0; n < group->items->len; n++)
				write_item(group->items->pdata[n], out);
		}
	}
}
