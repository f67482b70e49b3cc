/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/paint.h"

#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "review/changed.h"

char *paint_shown(const struct report_style *style, const char *text, size_t limit)
{
	char *line = text_one_line(text, limit);
	char *plain;

	if (!style->ascii_text || g_str_is_ascii(line))
		return line;
	plain = g_str_to_ascii(line, "C"); /* "Muller": no locale's own ways */
	g_free(line);
	return plain;
}

/* OSC 8: what a terminal that knows it opens for the text between. */
static void write_link(const char *address, struct slice text, FILE *out)
{
	fprintf(out, "\033]8;;%s\033\\", address);
	fwrite(text.start, 1, text.length, out);
	fputs("\033]8;;\033\\", out);
}

static void write_pieces(const struct report_style *style, const char *shown, FILE *out)
{
	struct slice rest = slice_of(shown), piece;
	char *found;

	while (link_next(&style->links, &rest, &piece, &found)) {
		g_autofree char *address = found;

		if (address)
			write_link(address, piece, out);
		else
			fwrite(piece.start, 1, piece.length, out);
	}
}

/* A link to address as a whole; NULL: its commits are. */
static void write_shown(const struct report_style *style, enum paint paint, const char *shown,
			const char *address, FILE *out)
{
	const char *code = style->colors[paint].code;

	fputs(code, out);
	if (!style->hyperlinks)
		fputs(shown, out);
	else if (address)
		write_link(address, slice_of(shown), out);
	else
		write_pieces(style, shown, out);
	fputs(*code ? color_reset : "", out);
}

void paint_text(const struct report_style *style, enum paint paint, const char *text, FILE *out)
{
	g_autofree char *shown = paint_shown(style, text, 0);

	write_shown(style, paint, shown, NULL, out);
}

static size_t write_words(const struct report_style *style, enum paint paint, const char *text,
			  const char *address, size_t column, size_t indent, FILE *out)
{
	g_autofree char *shown = paint_shown(style, text, 0);
	g_autoptr(GString) wrapped = g_string_new(NULL);
	bool apart = *text == ' ';
	g_auto(GStrv) lines = NULL;

	if (style->wraps)
		width_wrap(wrapped, shown, style_columns(style), column + apart, indent, NULL);
	else
		g_string_append(wrapped, shown);
	lines = g_strsplit(wrapped->str, "\n", -1);
	for (size_t i = 0; lines[i]; i++) {
		size_t margin = i ? indent : 0;

		if (i) {
			fprintf(out, "\n%*s", (int)indent, ""); /* without colour */
			column = indent;
		} else if (apart && *lines[i]) {
			fputc(' ', out);
			column++;
		}
		write_shown(style, paint, lines[i] + margin, address, out);
		column += width_of(lines[i] + margin);
	}
	return column;
}

size_t paint_words(const struct report_style *style, enum paint paint, const char *text,
		   size_t column, size_t indent, FILE *out)
{
	return write_words(style, paint, text, NULL, column, indent, out);
}

size_t paint_mail(const struct report_style *style, enum paint paint, const char *text,
		  const char *message_id, size_t column, size_t indent, FILE *out)
{
	g_autofree char *address =
		style->hyperlinks ? link_address(style->links.mail_url, message_id) : NULL;

	return write_words(style, paint, text, address, column, indent, out);
}

void paint_paragraph(const struct report_style *style, enum paint paint, const char *text,
		     size_t column, size_t indent, FILE *out)
{
	(void)paint_words(style, paint, text, column, indent, out);
	fputc('\n', out);
}

void paint_hanging(const struct report_style *style, enum paint paint, const char *prefix,
		   const char *text, FILE *out)
{
	size_t column = width_of(prefix);

	fputs(prefix, out);
	paint_paragraph(style, paint, text, column, column, out);
}

void paint_proof(const struct report_style *style, const char *proof, FILE *out)
{
	if (!proof || !*proof)
		return;
	paint_hanging(style, PAINT_DIM, PROOF_MARK, proof, out);
}

void paint_count(size_t n, const char *one, const char *many, FILE *out)
{
	fprintf(out, "%zu %s", n, n == 1 ? one : many);
}

void paint_summary(const struct report *report, const struct report_style *style, FILE *out)
{
	size_t counts[N_VERDICTS];

	report_count(report, counts);
	paint_count(report->n_reviews, "patch", "patches", out);
	for (int verdict = VERDICT_KEEP; verdict < N_VERDICTS; verdict++) {
		g_autofree char *part = g_strdup_printf("%zu %s", counts[verdict],
							verdict_name((enum verdict)verdict));

		fputs(verdict == VERDICT_KEEP ? ": " : ", ", out);
		paint_text(style,
			   counts[verdict] ? paint_of_verdict((enum verdict)verdict) : PAINT_DIM,
			   part, out);
	}
	if (report->queue->skipped->len)
		fprintf(out, "; %u other", report->queue->skipped->len);
	if (report->queue->superseded->len)
		fprintf(out, "; %u superseded", report->queue->superseded->len);
	fputc('\n', out);
}

void paint_decided(const struct report *report, const struct report_style *style, FILE *out)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n_reviews; i++)
		n += review_is_settled(&report->reviews[i]);
	if (n && !style->decided)
		fprintf(out, "%zu decided, unchanged: see --decided\n", n);
}

bool paint_nothing_changed(const struct report *report)
{
	return report->changed && !changed_is_any(report->changed);
}

void paint_changed(const struct report *report, const struct report_style *style, FILE *out)
{
	const struct changed *changed = report->changed;

	for (guint i = 0; changed && i < changed->gone->len; i++) {
		const struct earlier_patch *patch = changed->gone->pdata[i];

		fputs("gone: ", out);
		paint_text(style, PAINT_NAME, patch->source, out);
		fputc(' ', out);
		paint_text(style, PAINT_PLAIN, patch->subject ? patch->subject : "", out);
		fprintf(out, " (was %s)\n", verdict_name(patch->verdict));
	}
	if (!changed)
		return;
	fputs("Since ", out);
	paint_text(style, PAINT_PLAIN, changed->since ? changed->since : "the earlier review", out);
	if (changed->only_new)
		fprintf(out, ": %zu new.\n", report->n_reviews);
	else
		fprintf(out, ": %zu changed or new, %u gone, %zu as they were.\n",
			report->n_reviews, changed->gone->len, changed->n_same);
}
