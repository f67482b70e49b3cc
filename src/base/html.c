/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/html.h"

#include <string.h>

/* Quotes end a value only, and an element's content has many of them. */
static void escape(GString *out, const char *text, bool value)
{
	const char *special = value ? "&<>\"'" : "&<>";

	while (*text) {
		size_t plain = strcspn(text, special);

		g_string_append_len(out, text, (gssize)plain);
		text += plain;
		switch (*text) {
		case '\0':
			return;
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		default:
			g_string_append(out, "&#39;");
		}
		text++;
	}
}

void html_add(GString *out, const char *text)
{
	g_autofree char *line = text_one_line(text, 0);

	escape(out, line, false);
}

void html_add_value(GString *out, const char *text)
{
	g_autofree char *line = text_one_line(text, 0);

	escape(out, line, true);
}

void html_add_line(GString *out, struct slice line, size_t limit)
{
	g_autofree char *masked = text_mask_line(line, limit);

	escape(out, masked, false);
}

void html_add_element(GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, "<%s>", name);
	html_add(out, text);
	g_string_append_printf(out, "</%s>\n", name);
}
