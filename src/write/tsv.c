/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of columns between tabs, their names first; no text in them has a tab or a line end. */
#include "write/format.h"

#include "base/text.h"
#include "write/fields.h"
#include "write/missing-words.h"
#include "write/report-order.h"

static void write_cell(const char *text, bool last, FILE *out)
{
	g_autofree char *shown = text_one_line(text ? text : "", 0);

	fputs(shown, out);
	fputc(last ? '\n' : '\t', out);
}

bool report_write_tsv(const struct report *report, const struct report_style *style, FILE *out)
{
	static const char *const columns[] = {
		"position", "verdict", "file",	  "id",	    "upstream", "class",  "probability",
		"versions", "author",  "subject", "reason", "with",	"change",
	};
	struct report_style queue_order = *style;
	g_autoptr(GPtrArray) reviews = NULL;

	queue_order.sort = SORT_QUEUE;
	reviews = report_order(report, &queue_order);
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
		write_cell(columns[i], i + 1 == G_N_ELEMENTS(columns), out);
	for (guint i = 0; i < reviews->len; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(columns); k++) {
			g_autofree char *value = fields_value(columns[k], reviews->pdata[i]);

			write_cell(value, k + 1 == G_N_ELEMENTS(columns), out);
		}
	return !ferror(out);
}

/* Ids with blanks between them: what is to be taken first, in order. */
static char *first_ids(const struct missing_report *report, const struct fit *fit)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; fit_is_proved(fit) && i < fit->prerequisites.members->len; i++) {
		guint32 position =
			g_array_index(fit->prerequisites.members, struct prerequisite, i).position;

		g_string_append_printf(
			out, "%s%s", i ? " " : "",
			commit_id_hex(&history_at(report->history, position)->id).text);
	}
	return g_string_free(out, FALSE);
}

static void write_fit(const struct missing_report *report, const struct fit *fit, FILE *out)
{
	g_autofree char *first = first_ids(report, fit);

	write_cell(fit_kind_name(fit->kind), false, out);
	write_cell(first, true, out);
}

bool missing_write_tsv(const struct missing_report *report, const struct report_style *style,
		       FILE *out)
{
	(void)style;
	fputs("id\tkind\tstate\tauthor\tdate\tsubject\towner\tbecause\tseverity", out);
	fputs(report->applied ? "\tapply\ton_top_of\n" : "\n", out);
	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);
		const struct history_commit *commit =
			history_at(report->history, missing->position);
		g_autofree char *because = missing_sentence(report, missing);

		write_cell(commit_id_hex(&commit->id).text, false, out);
		write_cell(followup_kind_name(missing->kind), false, out);
		write_cell(missing->reverted ? "reverted" : "missing", false, out);
		write_cell(commit->author_name, false, out);
		write_cell(commit->mainline_date ? text_date(commit->mainline_date).text : "",
			   false, out);
		write_cell(commit->subject, false, out);
		write_cell(missing->owner, false, out);
		write_cell(because, false, out);
		write_cell(severity_name(missing->severity), !missing->fit, out);
		if (missing->fit)
			write_fit(report, missing->fit, out);
	}
	return !ferror(out);
}
