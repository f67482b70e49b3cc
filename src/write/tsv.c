/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of columns between tabs, their names first; no text in them has a tab or a line end. */
#include "write/format.h"

#include "base/text.h"
#include "write/fields.h"
#include "write/missing-words.h"
#include "write/report-order.h"
#include "write/trees-words.h"

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

/* The trees that took it, with commas between them. */
static char *names_of(const GPtrArray *trees)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; trees && i < trees->len; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", (char *)trees->pdata[i]);
	return g_string_free(out, FALSE);
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
	fputs("id\tkind\tstate\tauthor\tdate\tsubject\towner\tbecause\tseverity\ttook", out);
	fputs(report->open_cves ? "\tcves" : "", out);
	fputs(report->applied ? "\tapply\ton_top_of\n" : "\n", out);
	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);
		const struct history_commit *commit =
			history_at(report->history, missing->position);
		g_autofree char *because = missing_sentence(report, missing);
		g_autofree char *cves = cves_names(missing->cves);
		g_autofree char *took = names_of(missing->took_by);

		write_cell(commit_id_hex(&commit->id).text, false, out);
		write_cell(followup_kind_name(missing->kind), false, out);
		write_cell(missing->reverted ? "reverted" : "missing", false, out);
		write_cell(commit->author_name, false, out);
		write_cell(commit->mainline_date ? text_date(commit->mainline_date).text : "",
			   false, out);
		write_cell(commit->subject, false, out);
		write_cell(missing->owner, false, out);
		write_cell(because, false, out);
		write_cell(severity_name(missing->severity), false, out);
		write_cell(took, !missing->fit && !report->open_cves, out);
		if (report->open_cves)
			write_cell(cves, !missing->fit, out);
		if (missing->fit)
			write_fit(report, missing->fit, out);
	}
	return !ferror(out);
}

static void write_id(bool known, const struct commit_id *id, FILE *out)
{
	write_cell(known ? commit_id_hex(id).text : "", false, out);
}

static char *ids_of(const struct history *history, const GArray *positions)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; positions && i < positions->len; i++)
		g_string_append_printf(
			out, "%s%s", i ? " " : "",
			commit_id_hex(
				&history_at(history, g_array_index(positions, guint32, i))->id)
				.text);
	return g_string_free(out, FALSE);
}

static void write_state(const struct matrix_report *report, guint row, guint tree, FILE *out)
{
	const struct matrix_row *one = &g_array_index(report->rows, struct matrix_row, row);
	const struct history *history = report->history;
	const struct state *state = matrix_at(report, row, tree);
	bool known = one->position != HISTORY_NONE, named = state->culprit != HISTORY_NONE;
	g_autofree char *with = ids_of(history, state->with);

	write_id(known, known ? &history_at(history, one->position)->id : NULL, out);
	write_cell(trees_at(report->trees, tree)->name, false, out);
	write_cell(state_word(state->kind), false, out);
	write_id(state->has_commit, &state->commit, out);
	write_cell(state->release, false, out);
	write_id(named, named ? &history_at(history, state->culprit)->id : NULL, out);
	write_cell(named ? (state->culprit_there ? "there" : "not-there") : "", false, out);
	write_id(state->culprit_own, &state->culprit_commit, out);
	write_cell(with, false, out);
	write_cell(one->source, false, out);
	write_cell(one->subject, false, out);
	write_cell(state->says, true, out);
}

bool trees_write_tsv(const struct matrix_report *report, const struct report_style *style,
		     FILE *out)
{
	g_autoptr(GArray) rows = trees_rows(report, style);

	fputs("id\ttree\tstate\tcommit\trelease\tculprit\tculprit_state\tculprit_commit\twith\t"
	      "source\tsubject\tsays\n",
	      out);
	for (guint i = 0; i < rows->len; i++)
		for (guint t = 0; t < report->trees->all->len; t++)
			write_state(report, g_array_index(rows, guint, i), t, out);
	return !ferror(out);
}
