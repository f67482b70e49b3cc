/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A summary as HTML for mail programs: no scripts, no pictures, nothing fetched. */
#include "answer/summary.h"

#include <string.h>

#include "base/html.h"
#include "base/text.h"

enum { LINE_LIMIT = 1000 }; /* bytes */

/* Paragraphs of text, their lines as they are. */
static void paragraphs(const char *text, GString *out)
{
	struct slice rest = slice_of(text), line;
	bool open = false;

	while (text_next_line(&rest, &line)) {
		bool blank = !slice_trim(line).length;

		if (blank)
			g_string_append(out, open ? "</p>\n" : "");
		else
			g_string_append(out, open ? "<br>\n" : "<p>");
		if (!blank)
			html_add_line(out, line, LINE_LIMIT);
		open = !blank;
	}
	g_string_append(out, open ? "</p>\n" : "");
}

static void write_item(const struct summary_item *item, GString *out)
{
	g_string_append_printf(out, "<dt>%s%s<b>", item->number ? item->number : "",
			       item->number ? " " : "");
	html_add(out, item->title);
	g_string_append(out, "</b></dt>\n");
	for (guint i = 0; i < item->lines->len; i++)
		html_add_element(out, "dd", item->lines->pdata[i]);
	if (!item->address)
		return;
	g_string_append(out, "<dd><a href=\"");
	html_add_value(out, item->address);
	g_string_append(out, "\">");
	html_add(out, item->address);
	g_string_append(out, "</a></dd>\n");
}

void summary_html(const struct summary *summary, const char *before, const char *after,
		  GString *out)
{
	g_string_append(out, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
			     "<title>Review</title></head><body>\n");
	paragraphs(before, out);
	for (guint i = 0; i < summary->sections->len; i++) {
		const struct summary_section *section = summary->sections->pdata[i];

		html_add_element(out, "h2", section->title);
		for (guint k = 0; k < section->groups->len; k++) {
			const struct summary_group *group = section->groups->pdata[k];

			if (group->name)
				html_add_element(out, "h3", group->name);
			g_string_append(out, "<dl>\n");
			for (guint n = 0; n < group->items->len; n++)
				write_item(group->items->pdata[n], out);
			g_string_append(out, "</dl>\n");
		}
	}
	paragraphs(after, out);
	g_string_append(out, "</body></html>\n");
}
