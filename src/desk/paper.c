/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/paper.h"

#include <stdbool.h>

enum { LINE_LIMIT = 4000 };

static void put_line(struct paper *paper, enum paint paint, const char *mark, struct slice line)
{
	static const char full[] = "(more is not shown)\n";
	const char *code = paper->style->colors[paint].code;
	g_autofree char *masked = NULL;

	if (paper->text->len > PAPER_LIMIT) {
		if (!g_str_has_suffix(paper->text->str, full))
			g_string_append(paper->text, full);
		return;
	}
	masked = text_mask_line(line, LINE_LIMIT);
	g_string_append_printf(paper->text, "%s%s%s%s\n", code, mark, masked,
			       *code ? color_reset : "");
}

void paper_print(struct paper *paper, enum paint paint, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (!*text)
		put_line(paper, paint, "", slice_of(""));
	paper_lines(paper, paint, 0, text);
}

void paper_lines(struct paper *paper, enum paint paint, unsigned indent, const char *text)
{
	g_autofree char *blanks = g_strnfill(indent, ' ');
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line))
		put_line(paper, paint, line.length ? blanks : "", line);
}

static enum paint paint_of_line(struct slice line)
{
	if (slice_has_prefix(line, "diff ") || slice_has_prefix(line, "+++") ||
	    slice_has_prefix(line, "---"))
		return PAINT_BOLD;
	if (slice_has_prefix(line, "@@"))
		return PAINT_WITH;
	if (slice_has_prefix(line, "+"))
		return PAINT_GOOD;
	return slice_has_prefix(line, "-") ? PAINT_BAD : PAINT_PLAIN;
}

void paper_diff_line(struct paper *paper, const char *mark, struct slice line)
{
	put_line(paper,
		 *mark == '+'	? PAINT_GOOD
		 : *mark == '-' ? PAINT_BAD
		 : *mark	? PAINT_PLAIN
				: paint_of_line(line),
		 mark, line);
}

void paper_diff(struct paper *paper, const char *text)
{
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line))
		paper_diff_line(paper, "", line);
}
