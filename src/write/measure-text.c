/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/format.h"

#include <math.h>

#include "base/text.h"
#include "write/measure-figure.h"

/* A figure that is to take so many columns, with what stands before it. */
static void write_figure(const char *before, double value, int width, int digits, const char *unit,
			 FILE *out)
{
	g_autofree char *text = measure_figure(value, digits, unit);

	fprintf(out, "%s%*s", before, width, text);
}

static void write_figures(const char *name, const struct figures *figures, FILE *out)
{
	fprintf(out, "%-10s %6zu %5zu", name, figures->n, figures->positives);
	write_figure(" ", measure_percent(figures->positives, figures->n), 8, 1, " %", out);
	write_figure("  ", measure_told(figures, figures->auc), 5, 3, "", out);
	write_figure("  ", measure_told(figures, figures->average_precision), 5, 3, "", out);
	for (int i = 0; i < FIGURES_TOPS; i++)
		write_figure("  ", measure_told(figures, figures->precision_top[i]), 4, 2, "", out);
	for (int i = 0; i < FIGURES_SHARES; i++) {
		bool last = i + 1 == FIGURES_SHARES;

		write_figure(i ? " " : "  ", measure_told(figures, 100 * figures->recall_share[i]),
			     last ? 6 : 4, 0, last ? " %" : "", out);
	}
	fputc('\n', out);
}

/* A single year is all there is. */
static void write_years(const struct measure *measure, FILE *out)
{
	for (unsigned k = 0; k < measure->n_years && measure->n_years > 1; k++) {
		char name[16];

		g_snprintf(name, sizeof(name), "%d", measure->years[k].year);
		write_figures(name, &measure->years[k].figures, out);
	}
}

static void write_verdicts(const struct measure *measure, FILE *out)
{
	fputs("\nverdict       given  objected to           of all objections\n", out);
	for (int v = VERDICT_KEEP; v < N_VERDICTS; v++) {
		const struct measure_count *count = &measure->verdicts[v];

		fprintf(out, "%-10s %8zu %8zu", verdict_name((enum verdict)v), count->n,
			count->objected);
		write_figure(" ", measure_percent(count->objected, count->n), 9, 1, " %", out);
		write_figure(" ", measure_percent(count->objected, measure->all.positives), 14, 1,
			     " %", out);
		fputc('\n', out);
	}
}

static void write_calibration(const struct measure *measure, FILE *out)
{
	fputs("\nprobability     patches   called  objected to\n", out);
	for (int bin = 0; bin < MEASURE_BINS; bin++) {
		const struct measure_count *count = &measure->bins[bin];
		double end = bin + 1 < MEASURE_BINS ? measure_bins[bin + 1] : 1;

		fprintf(out, "%3.0f to %3.0f %% %9zu", 100 * measure_bins[bin], 100 * end,
			count->n);
		write_figure(" ", count->n ? 100 * measure->bin_means[bin] : (double)NAN, 9, 1,
			     " %", out);
		write_figure(" ", measure_percent(count->objected, count->n), 10, 1, " %", out);
		fputc('\n', out);
	}
}

static void write_miss(const struct measure_case *one, FILE *out)
{
	const struct judgement *judgement = one->judgement;
	g_autofree char *subject = text_one_line(one->patch->message.subject, 80);
	g_autofree char *id = text_one_line(one->label->id, 60);
	g_autofree char *reason =
		one->label->reasons->len ? text_one_line(one->label->reasons->pdata[0], 60) : NULL;

	fprintf(out, "  %4.1f %% %-9s %.12s  %s%s%s%s\n", 100 * judgement->drop_probability,
		verdict_name(judgement->verdict), id, subject, reason ? " (" : "",
		reason ? reason : "", reason ? ")" : "");
	for (guint i = 0; i < judgement->reasons->len && i < 3; i++) {
		const struct reason *why = &g_array_index(judgement->reasons, struct reason, i);
		g_autofree char *says = text_one_line(why->says, 100);

		fprintf(out, "           %+.2f %s\n", why->weight, says);
	}
}

static void write_reasons(const char *name, size_t known, size_t group, size_t first, size_t agreed,
			  size_t near, FILE *out)
{
	fprintf(out, "%-21s %11zu", name, known);
	write_figure(" ", measure_percent(group, known), 13, 0, " %", out);
	write_figure(" ", measure_percent(first, known), 13, 0, " %", out);
	write_figure(" ", measure_percent(agreed, known), 10, 0, " %", out);
	write_figure(" ", measure_percent(near, known), 15, 0, " %", out);
	fputc('\n', out);
}

bool measure_write_text(const struct measured *measured, const struct report_style *style,
			FILE *out)
{
	const struct measure *measure = &measured->measure;

	(void)style;
	fprintf(out, "%zu patches with a label, %zu objected to: the prior is", measure->all.n,
		measure->all.positives);
	write_figure(" ", measure_percent(measure->all.positives, measure->all.n), 0, 1, " %", out);
	fputc('\n', out);
	fprintf(out, "%zu labels of %zu without a patch, %zu entries without a label\n",
		measured->n_unused, measured->n_labels, measured->n_unlabelled);
	fputs("\n               n  objections    AUC    AP   P@50  P@100  found in 5, 10, 20 %\n",
	      out);
	write_figures("all", &measure->all, out);
	write_figures("in patch", &measure->in_patch, out);
	write_figures("in trees", &measure->in_trees, out);
	write_years(measure, out);
	write_verdicts(measure, out);
	write_calibration(measure, out);
	fputs("\nwhat is said against    objections  a group given  family: the main one  one "
	      "given  or near to one\n",
	      out);
	write_reasons("all", measure->reasons_known, measure->reasons_group,
		      measure->reasons_agreed_first, measure->reasons_agreed, measure->reasons_near,
		      out);
	write_reasons("drop and ask", measure->flagged_known, measure->flagged_group,
		      measure->flagged_agreed_first, measure->flagged_agreed, measure->flagged_near,
		      out);
	if (measured->with_replies) {
		fprintf(out, "\nreplies that ask to drop: %zu", measure->asked.n);
		write_figure(", precision ",
			     measure_percent(measure->asked.objected, measure->asked.n) / 100, 0, 3,
			     "", out);
		write_figure(", recall ",
			     measure_percent(measure->asked.objected, measure->all.positives) / 100,
			     0, 3, "", out);
		fputc('\n', out);
	}
	if (measure->n_missed)
		fputs("\nobjected to, and least suspected:\n", out);
	for (size_t i = 0; i < measure->n_missed; i++)
		write_miss(measure->missed[i], out);
	if (measure->n_wronged)
		fputs("\nnot objected to, and most suspected:\n", out);
	for (size_t i = 0; i < measure->n_wronged; i++)
		write_miss(measure->wronged[i], out);
	return !ferror(out);
}
