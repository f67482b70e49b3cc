/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures as a page. */
#include "write/format.h"

#include <math.h>

#include "base/html.h"
#include "write/measure-figure.h"
#include "write/page-parts.h"

/* The names of the columns, parted by '|'; the first is the row's. */
static void open_table(struct page *page, const char *heading, const char *columns)
{
	g_auto(GStrv) names = g_strsplit(columns, "|", 0);

	html_add_element(page->out, "h2", heading);
	g_string_append_printf(page->out,
			       "<div class=scroll tabindex=0 role=group "
			       "aria-label=\"%s\"><table class=grid><thead><tr>",
			       heading);
	for (size_t i = 0; names[i]; i++)
		g_string_append_printf(page->out, "<th scope=col%s>%s", i ? " class=f" : "",
				       names[i]);
	g_string_append(page->out, "</thead><tbody>\n");
}

static void open_row(struct page *page, const char *name)
{
	g_string_append_printf(page->out, "<tr><th scope=row>%s", name);
}

static void add_cell(struct page *page, double value, int digits, const char *unit)
{
	g_autofree char *text = measure_figure(value, digits, unit);

	g_string_append_printf(page->out, "<td class=f>%s", text);
}

static void close_table(struct page *page)
{
	g_string_append(page->out, "</tbody></table></div>\n");
}

static void add_figures(struct page *page, const char *name, const struct figures *figures)
{
	open_row(page, name);
	add_cell(page, (double)figures->n, 0, "");
	add_cell(page, (double)figures->positives, 0, "");
	add_cell(page, measure_percent(figures->positives, figures->n), 1, " %");
	add_cell(page, measure_told(figures, figures->auc), 3, "");
	add_cell(page, measure_told(figures, figures->average_precision), 3, "");
	for (int i = 0; i < FIGURES_TOPS; i++)
		add_cell(page, measure_told(figures, figures->precision_top[i]), 2, "");
	for (int i = 0; i < FIGURES_SHARES; i++)
		add_cell(page, measure_told(figures, 100 * figures->recall_share[i]), 0, " %");
	g_string_append_c(page->out, '\n');
}

static void add_all_figures(struct page *page, const struct measure *measure)
{
	open_table(page, "How well objections are told from the rest",
		   "of|patches|objections|prior|AUC|AP|P@50|P@100|found in 5 %|in 10 %|in 20 %");
	add_figures(page, "all", &measure->all);
	add_figures(page, "in patch", &measure->in_patch);
	add_figures(page, "in trees", &measure->in_trees);
	close_table(page);
}

static void add_verdicts(struct page *page, const struct measure *measure)
{
	open_table(page, "Verdicts", "verdict|given|objected to|share|of all objections");
	for (int v = VERDICT_KEEP; v < N_VERDICTS; v++) {
		const struct measure_count *count = &measure->verdicts[v];

		open_row(page, verdict_name((enum verdict)v));
		add_cell(page, (double)count->n, 0, "");
		add_cell(page, (double)count->objected, 0, "");
		add_cell(page, measure_percent(count->objected, count->n), 1, " %");
		add_cell(page, measure_percent(count->objected, measure->all.positives), 1, " %");
		g_string_append_c(page->out, '\n');
	}
	close_table(page);
}

static void add_calibration(struct page *page, const struct measure *measure)
{
	open_table(page, "Probabilities", "probability|patches|called|objected to");
	for (int bin = 0; bin < MEASURE_BINS; bin++) {
		const struct measure_count *count = &measure->bins[bin];
		double end = bin + 1 < MEASURE_BINS ? measure_bins[bin + 1] : 1;
		g_autofree char *name =
			g_strdup_printf("%.0f to %.0f %%", 100 * measure_bins[bin], 100 * end);

		open_row(page, name);
		add_cell(page, (double)count->n, 0, "");
		add_cell(page, count->n ? 100 * measure->bin_means[bin] : (double)NAN, 1, " %");
		add_cell(page, measure_percent(count->objected, count->n), 1, " %");
		g_string_append_c(page->out, '\n');
	}
	close_table(page);
}

static void add_reasons(struct page *page, const struct measure *measure)
{
	const struct {
		const char *name;
		size_t known, group, first, agreed, near;
	} rows[] = {
		{ "all", measure->reasons_known, measure->reasons_group,
		  measure->reasons_agreed_first, measure->reasons_agreed, measure->reasons_near },
		{ "drop and ask", measure->flagged_known, measure->flagged_group,
		  measure->flagged_agreed_first, measure->flagged_agreed, measure->flagged_near },
	};

	open_table(page, "What is said against it",
		   "of|objections|a group given|family: the main one|one given|or near to one");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		open_row(page, rows[i].name);
		add_cell(page, (double)rows[i].known, 0, "");
		add_cell(page, measure_percent(rows[i].group, rows[i].known), 0, " %");
		add_cell(page, measure_percent(rows[i].first, rows[i].known), 0, " %");
		add_cell(page, measure_percent(rows[i].agreed, rows[i].known), 0, " %");
		add_cell(page, measure_percent(rows[i].near, rows[i].known), 0, " %");
		g_string_append_c(page->out, '\n');
	}
	close_table(page);
}

static void add_case(struct page *page, const struct measure_case *one, guint *number)
{
	const struct judgement *judgement = one->judgement;
	const char *verdict = verdict_name(judgement->verdict);
	char percent[16];

	g_snprintf(percent, sizeof(percent), "%.1f", 100 * judgement->drop_probability);
	g_string_append_printf(
		page->out, "<article id=p%u class=%s><details><summary><b>%s</b> <i>%zu</i> <h3>",
		++*number, verdict, verdict, one->patch->position);
	html_add(page->out, one->patch->message.subject);
	page_bar(page, judgement->drop_probability, percent);
	g_string_append(page->out, "</h3></summary>\n<div><p class=o>");
	html_add(page->out, one->label->id);
	g_string_append(page->out, "</p>\n<ul class=r>\n");
	for (guint i = 0; i < one->label->reasons->len; i++) {
		g_string_append(page->out, "<li>objected to: ");
		html_add(page->out, one->label->reasons->pdata[i]);
		g_string_append_c(page->out, '\n');
	}
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *why = &g_array_index(judgement->reasons, struct reason, i);

		g_string_append_printf(page->out, "<li>%+.2f ", why->weight);
		html_add(page->out, why->says);
		g_string_append_c(page->out, '\n');
	}
	g_string_append(page->out, "</ul></div></details></article>\n");
}

static void add_cases(struct page *page, const char *heading,
		      const struct measure_case *const *cases, size_t n, guint *number)
{
	if (!n)
		return;
	g_string_append(page->out, "<section class=group>\n");
	html_add_element(page->out, "h2", heading);
	for (size_t i = 0; i < n; i++)
		add_case(page, cases[i], number);
	g_string_append(page->out, "</section>\n");
}

static void add_asked(struct page *page, const struct measure *measure)
{
	const struct measure_count *asked = &measure->asked;
	g_autofree char *precision =
		measure_figure(measure_percent(asked->objected, asked->n) / 100, 3, "");
	g_autofree char *recall = measure_figure(
		measure_percent(asked->objected, measure->all.positives) / 100, 3, "");

	g_string_append_printf(page->out,
			       "<p>Replies that ask to drop: %zu, precision %s, recall %s</p>\n",
			       asked->n, precision, recall);
}

bool measure_write_html(const struct measured *measured, const struct report_style *style,
			FILE *out)
{
	const struct measure *measure = &measured->measure;
	g_autoptr(GString) text = g_string_new(NULL);
	struct page page = { .out = text, .style = style };
	guint number = 0;

	page_begin(&page, "Verdicts beside decisions");
	g_string_append_printf(
		text,
		"<p class=sum>%zu patches with a label, %zu objected to: the prior is "
		"%.1f %%</p>\n<p>%zu labels of %zu without a patch, %zu entries without "
		"a label</p>\n</header>\n<main>\n",
		measure->all.n, measure->all.positives, 100 * measure->all.prior,
		measured->n_unused, measured->n_labels, measured->n_unlabelled);
	add_all_figures(&page, measure);
	add_verdicts(&page, measure);
	add_calibration(&page, measure);
	add_reasons(&page, measure);
	if (measured->with_replies)
		add_asked(&page, measure);
	g_string_append(text, page_tools);
	g_string_append(text, "<div id=entries>\n");
	add_cases(&page, "Objected to, and least suspected", measure->missed, measure->n_missed,
		  &number);
	add_cases(&page, "Not objected to, and most suspected", measure->wronged,
		  measure->n_wronged, &number);
	g_string_append(text, "</div>\n");
	return page_end(&page, "Verdicts beside decisions", "measure", out);
}
