/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/sheet.h"

#include <string.h>

#include "base/text.h"
#include "desk/cells.h"

enum {
	LINE_LIMIT = 4096, /* bytes of one line that are shown */
	TAB = 8,
	HANG = 2,	/* columns that a line that goes on stands further in */
	HANG_SHARE = 3, /* at most this part of the width is left free in front */
};

const struct look look_plain = { .color = LOOK_PLAIN };

struct line {
	size_t start, length; /* in text */
	size_t first_span, n_spans;
	size_t indent;
};

struct sheet {
	GString *own; /* NULL: text is another sheet's */
	const char *text;
	GArray *lines; /* struct line */
	GArray *spans; /* struct sheet_span */
};

static struct sheet *new_sheet(GString *own, const char *text)
{
	struct sheet *sheet = g_new0(struct sheet, 1);

	sheet->own = own;
	sheet->text = text;
	sheet->lines = g_array_new(FALSE, TRUE, sizeof(struct line));
	sheet->spans = g_array_new(FALSE, TRUE, sizeof(struct sheet_span));
	return sheet;
}

void sheet_free(struct sheet *sheet)
{
	if (!sheet)
		return;
	if (sheet->own)
		g_string_free(sheet->own, TRUE);
	g_array_unref(sheet->lines);
	g_array_unref(sheet->spans);
	g_free(sheet);
}

/* One number of "\033[1;31m", 38;5;N and the brighter colours among them. */
static void take_code(struct look *look, unsigned code)
{
	if (code == 0)
		*look = look_plain;
	else if (code == 1)
		look->bold = true;
	else if (code == 2)
		look->dim = true;
	else if (code == 4)
		look->underline = true;
	else if (code == 7)
		look->reverse = true;
	else if (code == 22)
		look->bold = look->dim = false;
	else if (code >= 30 && code <= 37)
		look->color = (int)code - 30;
	else if (code == 39)
		look->color = LOOK_PLAIN;
	else if (code >= 90 && code <= 97)
		look->color = (int)code - 90 + 8;
}

/* The length of the code that text begins with, taken into *look; 0: it is none. */
static size_t take_codes(struct slice text, struct look *look)
{
	unsigned codes[8], n = 0, number = 0;
	size_t i = 2;

	if (text.length < 3 || text.start[0] != '\033' || text.start[1] != '[')
		return 0;
	for (; i < text.length && i < 40; i++) {
		char c = text.start[i];

		if (g_ascii_isdigit(c)) {
			number = MIN(number * 10 + (unsigned)(c - '0'), 1000);
			continue;
		}
		if (c != ';' && c != 'm')
			return 0;
		if (n < G_N_ELEMENTS(codes))
			codes[n++] = number;
		number = 0;
		if (c == 'm')
			break;
	}
	if (i == text.length || i == 40)
		return 0;
	if (n == 3 && codes[0] == 38 && codes[1] == 5)
		look->color = (int)MIN(codes[2], 255);
	else
		for (unsigned k = 0; k < n && codes[k] != 38 && codes[k] != 48; k++)
			take_code(look, codes[k]);
	return i + 1;
}

static void add_span(struct sheet *sheet, struct line *line, size_t at, const struct look *look)
{
	struct sheet_span span = { at, *look };

	if (line->n_spans) {
		struct sheet_span *last =
			&g_array_index(sheet->spans, struct sheet_span, sheet->spans->len - 1);

		if (last->at == at) {
			last->look = *look;
			return;
		}
	}
	g_array_append_val(sheet->spans, span);
	line->n_spans++;
}

static bool is_plain(const struct look *look)
{
	return !look->bold && !look->dim && !look->underline && !look->reverse &&
	       look->color == LOOK_PLAIN;
}

static void append_masked(GString *out, struct slice piece)
{
	g_autofree char *masked = text_mask_line(piece, LINE_LIMIT);

	g_string_append(out, masked);
}

/* Blanks up to where the tab leads. */
static void append_tab(GString *out, size_t start)
{
	size_t column = 0;

	for (const char *p = out->str + start; *p; p = g_utf8_next_char(p))
		column += cells_of(g_utf8_get_char(p));
	for (size_t n = TAB - column % TAB; n; n--)
		g_string_append_c(out, ' ');
}

static void add_line(struct sheet *sheet, struct slice text, struct look *look)
{
	struct line line = { .start = sheet->own->len, .first_span = sheet->spans->len };
	size_t done = 0;

	if (!is_plain(look))
		add_span(sheet, &line, 0, look);
	while (done < text.length && sheet->own->len - line.start < LINE_LIMIT) {
		struct slice rest = { text.start + done, text.length - done };
		size_t taken = take_codes(rest, look);
		size_t run = 1;

		if (taken) {
			done += taken;
			add_span(sheet, &line, sheet->own->len - line.start, look);
			continue;
		}
		if (*rest.start == '\t') {
			append_tab(sheet->own, line.start);
			done++;
			continue;
		}
		while (run < rest.length && rest.start[run] != '\033' && rest.start[run] != '\t')
			run++;
		append_masked(sheet->own, (struct slice){ rest.start, run });
		done += run;
	}
	line.length = sheet->own->len - line.start;
	g_array_append_val(sheet->lines, line);
}

struct sheet *sheet_new(const char *text, size_t length)
{
	struct sheet *sheet = new_sheet(g_string_new(NULL), NULL);
	struct slice rest = { text, length }, line;
	struct look look = look_plain;

	while (text_next_line(&rest, &line))
		add_line(sheet, line, &look);
	sheet->text = sheet->own->str;
	return sheet;
}

/* What of line lies from start to end, as a line of the sheet out. */
static void add_part(struct sheet *out, const struct sheet *from, const struct line *line,
		     size_t start, size_t end, size_t indent)
{
	struct line part = { .start = line->start + start,
			     .length = end - start,
			     .first_span = out->spans->len,
			     .indent = indent };

	for (size_t i = 0; i < line->n_spans; i++) {
		const struct sheet_span *span =
			&g_array_index(from->spans, struct sheet_span, line->first_span + i);

		if (span->at < end)
			add_span(out, &part, span->at > start ? span->at - start : 0, &span->look);
	}
	g_array_append_val(out->lines, part);
}

/* Where a line goes on: below its first words, not below the marks in front of them. */
static size_t hang_of(const char *text, size_t length, size_t width)
{
	size_t n = 0;

	while (n < length && !g_ascii_isalnum(text[n]) && (guint8)text[n] < 0x80 && n < 10)
		n++;
	return MIN(n, width / HANG_SHARE) + HANG;
}

static void wrap_line(struct sheet *out, const struct sheet *from, const struct line *line,
		      size_t width)
{
	const char *text = from->text + line->start;
	size_t start = 0, blank = 0, column = 0, indent = 0;

	for (size_t at = 0; at < line->length;) {
		gunichar c = g_utf8_get_char(text + at);
		size_t cells = cells_of(c);

		if (c == ' ' && at > start && text[at - 1] != ' ' && column)
			blank = at;
		if (indent + column + cells > width && at > start) {
			size_t end = blank > start && c != ' ' ? blank : at;

			add_part(out, from, line, start, end, indent);
			for (start = end; start < line->length && text[start] == ' '; start++)
				;
			indent = MIN(hang_of(text, line->length, width), width > 1 ? width - 2 : 0);
			at = start;
			column = 0;
			continue;
		}
		column += cells;
		at += (size_t)(g_utf8_next_char(text + at) - (text + at));
	}
	if (start < line->length || !line->length)
		add_part(out, from, line, start, line->length, indent);
}

struct sheet *sheet_wrap(const struct sheet *sheet, size_t width)
{
	struct sheet *out = new_sheet(NULL, sheet->text);

	for (guint i = 0; i < sheet->lines->len; i++)
		wrap_line(out, sheet, &g_array_index(sheet->lines, struct line, i), MAX(width, 1));
	return out;
}

size_t sheet_length(const struct sheet *sheet)
{
	return sheet->lines->len;
}

struct sheet_line sheet_at(const struct sheet *sheet, size_t i)
{
	const struct line *line = &g_array_index(sheet->lines, struct line, i);

	return (struct sheet_line){
		.text = sheet->text + line->start,
		.length = line->length,
		.spans = line->n_spans
				 ? &g_array_index(sheet->spans, struct sheet_span, line->first_span)
				 : NULL,
		.n_spans = line->n_spans,
		.indent = line->indent,
	};
}

size_t sheet_find(const struct sheet *sheet, const char *text, size_t from, bool backwards)
{
	size_t n = sheet->lines->len;

	for (size_t i = from; backwards ? i-- > 0 : i < n; i += !backwards) {
		struct sheet_line line = sheet_at(sheet, i);
		g_autofree char *own = g_strndup(line.text, line.length);

		if (strcasestr(own, text))
			return i;
	}
	return G_MAXSIZE;
}
