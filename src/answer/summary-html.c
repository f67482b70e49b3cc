/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A summary as HTML for mail programs: no scripts, no pictures, nothing fetched. */
#include "answer/summary.h"

#include <string.h>

#include "base/text.h"

/* Element content and nothing else: no value stands in an attribute. */
static void element(const char *name, const char *text, GString *out)
{
	g_autofree char *line = text_one_line(text, 0);
	g_autofree char *escaped = g_markup_escape_text(line, -1);

	g_string_append_printf(out, "<%s>%s</%s>\n", name, escaped, name);
}

/* Paragraphs of text, their lines as they are. */
static void paragraphs(const char *text, GString *out)
{
	struct slice rest = slice_of(text), line;
	bool open = false;

	while (text_next_line(&rest, &line)) {
		g_autofree char *shown = text_mask_line(line, 1000);
		g_autofree char *escaped = g_markup_escape_text(shown, -1);
		bool blank = !slice_trim(line).length;

		if (blank)
			g_string_append(out, open ? "</p>\n" : "");
		else
			g_string_append_printf(out, "%s%s", open ? "<br>\n" : "<p>", escaped);
		open = !blank;
	}
	g_string_append(out, open ? "</p>\n" : "");
}

static void write_item(const struct summary_item *item, GString *out)
{
	g_autofree char *title = text_one_line(item->title, 0);
	g_autofree char *escaped = g_markup_escape_text(title, -1);

	g_string_append_printf(out, "<dt>%s%s<b>%s</b></dt>\n", item->number ? item->number : "",
			       item->number ? " " : "", escaped);
	for (guint i = 0; i < item->lines->len; i++)
		element("dd", item->lines->pdata[i], out);
}

void summary_html(const struct summary *summary, const char *before, const char *after,
		  GString *out)
{
	g_string_append(out, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
			     "<title>Review</title></head><body>\n");
	paragraphs(before, out);
	for (guint i = 0; i < summary->sections->len; i++) {
		const struct summary_section *section = summary->sections->pdata[i];

		element("h2", section->title, out);
		for (guint k = 0; k < section->groups->len; k++) {
			const struct summary_group *group = section->groups->pdata[k];

			if (group->name)
				element("h3", group->name, out);
			g_string_append(out, "<dl>\n");
			for (guint n = 0; n < group->items->len; n++)
				write_item(group->items->pdata[n], out);
			g_string_append(out, "</dl>\n");
		}
	}
	paragraphs(after, out);
	g_string_append(out, "</body></html>\n");
}
