/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables for the summary of a CI or a comment of a forge. What people wrote stands for itself: no
 * markup, no HTML, no link, and nobody and no issue is mentioned by it.
 */
#include "write/format.h"

#include <string.h>

#include "base/text.h"
#include "review/brief.h"
#include "write/link.h"
#include "write/missing-words.h"
#include "write/report-order.h"
#include "write/trees-words.h"

enum {
	CELL_SHOWN = 300, /* letters */
	ROWS_SHOWN = 400, /* forges cut a comment at 64 KiB, a summary at a megabyte */
};

/* Markup, HTML, addresses ("http:", "www.", "a@b"), ":smileys:"; what a backslash takes that from.
 */
static bool is_markup(const char *line, const char *p)
{
	static const char signs[] = "\\`*_[]<>#!|~&$@^{}%";

	if (*p == '.')
		return p - line >= 3 && g_ascii_strncasecmp(p - 3, "www", 3) == 0;
	return *p == ':' ? p[1] && p[1] != ' ' : strchr(signs, *p) != NULL;
}

/* Of a link: nothing that would end it, the cell or the paragraph. */
static void write_address(const char *address, FILE *out)
{
	for (const char *p = address; *p; p++)
		if (strchr("()<>|\\`\"'*_~", *p))
			fprintf(out, "%%%02X", *p);
		else
			fputc(*p, out);
}

/*
 * Forges look for "@name", "#1", "!1" and the
 * like in what comes out, where an empty comment still parts the sign from the word.
 */
static void write_piece(const char *line, struct slice piece, FILE *out)
{
	for (const char *p = piece.start; p < piece.start + piece.length; p++) {
		if (is_markup(line, p))
			fputc('\\', out);
		fputc(*p, out);
		if ((strchr("@#!$%~&^*", *p) && p[1] && p[1] != ' ') ||
		    (*p == '-' && p - line >= 2 && g_ascii_strncasecmp(p - 2, "GH", 2) == 0))
			fputs("<!-- -->", out);
	}
}

/* Commits in it lead where links say. */
static void write_text(const struct links *links, const char *text, FILE *out)
{
	g_autofree char *line = text_one_line(text, CELL_SHOWN);
	struct slice rest = slice_of(line), piece;
	char *found;

	while (link_next(links, &rest, &piece, &found)) {
		g_autofree char *address = found;

		fputs(address ? "[" : "", out);
		write_piece(line, piece, out);
		if (!address)
			continue;
		fputs("](", out);
		write_address(address, out);
		fputc(')', out);
	}
}

static void write_plain(const char *text, FILE *out)
{
	const struct links nowhere = { 0 };

	write_text(&nowhere, text, out);
}

/* As it is to be copied. Within a code span only '|' would end the cell. */
static void write_code(const char *text, FILE *out)
{
	g_autofree char *line = text_one_line(text, CELL_SHOWN);
	size_t longest = 0, run = 0;

	if (!*line)
		return;
	for (const char *p = line; *p; p++) {
		run = *p == '`' ? run + 1 : 0;
		longest = MAX(longest, run);
	}
	for (size_t i = 0; i <= longest; i++)
		fputc('`', out);
	fputs(longest ? " " : "", out);
	for (const char *p = line; *p; p++)
		fprintf(out, "%s%c", *p == '|' ? "\\" : "", *p);
	fputs(longest ? " " : "", out);
	for (size_t i = 0; i <= longest; i++)
		fputc('`', out);
}

/* What write_it() writes of text, a link where there is an address. */
static void write_linked(void write_it(const char *text, FILE *out), const char *text,
			 const char *address, FILE *out)
{
	fputs(address ? "[" : "", out);
	write_it(text, out);
	if (!address)
		return;
	fputs("](", out);
	write_address(address, out);
	fputc(')', out);
}

static void write_review(const struct links *links, const struct review *review, FILE *out)
{
	const struct patch *patch = review->patch;
	g_autofree char *mail = link_address(links->mail_url, patch_message_id(patch));
	g_autofree char *commit =
		patch->has_commit
			? link_address(links->commit_url, commit_id_hex(&patch->commit).text)
			: NULL;
	g_autofree char *reason = review_brief(review, true);
	g_autofree char *trees = patch_trees(patch);

	fprintf(out, "| **%s** | %zu | ", verdict_name(review->judgement.verdict), patch->position);
	if (patch->has_commit)
		write_linked(write_code, commit_id_short(&patch->commit).text, commit, out);
	else if (patch->file && !patch->envelope)
		write_code(patch->stack ? patch->path : patch->file, out);
	else
		write_plain(trees, out);
	fputs(" | ", out);
	write_linked(write_plain, patch->message.subject, mail, out);
	fputs(" | ", out);
	write_text(links, reason, out);
	fputs(" |\n", out);
}

static void write_more(guint n, FILE *out)
{
	if (n > ROWS_SHOWN)
		fprintf(out, "\nand %u more\n", n - ROWS_SHOWN);
}

static void write_paragraph(const char *text, FILE *out)
{
	fputc('\n', out);
	write_plain(text, out);
	fputc('\n', out);
}

static char *summary_of(const struct report *report)
{
	GString *out = g_string_new(NULL);
	size_t counts[N_VERDICTS];

	report_count(report, counts);
	g_string_append_printf(out, "%zu %s", report->n_reviews,
			       report->n_reviews == 1 ? "patch" : "patches");
	for (int verdict = VERDICT_KEEP; verdict < N_VERDICTS; verdict++)
		g_string_append_printf(out, "%s%zu %s", verdict == VERDICT_KEEP ? ": " : ", ",
				       counts[verdict], verdict_name((enum verdict)verdict));
	return g_string_free(out, FALSE);
}

bool report_write_markdown(const struct report *report, const struct report_style *style, FILE *out)
{
	g_autoptr(GPtrArray) reviews = report_listed(report, style);
	g_autofree char *warning = horizon_warning(&report->horizon);
	g_autofree char *unknown = report_not_looked_up(report);
	g_autofree char *bases = report_bases(report);
	g_autofree char *summary = summary_of(report);

	fprintf(out, "### %s\n", summary);
	if (warning)
		write_paragraph(warning, out);
	if (bases)
		write_paragraph(bases, out);
	if (unknown)
		write_paragraph(unknown, out);
	if (reviews->len)
		fputs("\n| verdict | | patch | subject | reason |\n| --- | ---: | --- | --- | --- "
		      "|\n",
		      out);
	for (guint i = 0; i < MIN(reviews->len, (guint)ROWS_SHOWN); i++)
		write_review(&style->links, reviews->pdata[i], out);
	write_more(reviews->len, out);
	return !ferror(out);
}

bool missing_write_markdown(const struct missing_report *report, const struct report_style *style,
			    FILE *out)
{
	g_autofree char *summary = missing_summary(report);

	fputs("### ", out);
	write_plain(summary, out);
	fputc('\n', out);
	if (report->missing->len)
		fputs("\n| missing | | subject | because |\n| --- | --- | --- | --- |\n", out);
	for (guint i = 0; i < MIN(report->missing->len, (guint)ROWS_SHOWN); i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);
		const struct history_commit *commit =
			history_at(report->history, missing->position);
		g_autofree char *because = missing_sentence(report, missing);
		g_autofree char *address =
			link_address(style->links.commit_url, commit_id_hex(&commit->id).text);

		fputs("| ", out);
		write_linked(write_code, commit_id_short(&commit->id).text, address, out);
		fprintf(out, " | %s, %s | ", followup_kind_name(missing->kind),
			severity_name(missing->severity));
		write_plain(commit->subject, out);
		fputs(" | it ", out);
		write_text(&style->links, because, out);
		fputs(" |\n", out);
	}
	write_more(report->missing->len, out);
	return !ferror(out);
}

bool trees_write_markdown(const struct matrix_report *report, const struct report_style *style,
			  FILE *out)
{
	g_autoptr(GArray) rows = trees_rows(report, style);
	guint n = report->trees->all->len;

	fprintf(out, "### %u %s in %u %s\n\n| commit | subject |", rows->len,
		rows->len == 1 ? "commit" : "commits", n, n == 1 ? "tree" : "trees");
	for (guint t = 0; t < n; t++) {
		fputc(' ', out);
		write_plain(trees_at(report->trees, t)->name, out);
		fputs(" |", out);
	}
	fputs("\n| --- | --- |", out);
	for (guint t = 0; t < n; t++)
		fputs(" --- |", out);
	fputc('\n', out);
	for (guint i = 0; i < MIN(rows->len, (guint)ROWS_SHOWN); i++) {
		guint row = g_array_index(rows, guint, i);
		const struct matrix_row *one = &g_array_index(report->rows, struct matrix_row, row);
		g_autofree char *name = trees_row_name(report, one);
		g_autofree char *address =
			one->position != HISTORY_NONE
				? link_address(
					  style->links.commit_url,
					  commit_id_hex(
						  &history_at(report->history, one->position)->id)
						  .text)
				: NULL;

		fputs("| ", out);
		write_linked(write_code, name, address, out);
		fputs(" | ", out);
		write_plain(one->subject, out);
		fputs(" |", out);
		for (guint t = 0; t < n; t++) {
			const char *cell = trees_cell(matrix_at(report, row, t));

			fputc(' ', out);
			write_plain(cell, out);
			fputs(" |", out);
		}
		fputc('\n', out);
	}
	write_more(rows->len, out);
	return !ferror(out);
}
