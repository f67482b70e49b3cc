/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures as JSON, version 1: data/schema/measure-1.json describes it. */
#include "write/measure.h"

#include <string.h>

#include "base/version.h"

enum { VERSION = 1 };

static void write_string(const char *text, FILE *out)
{
	fputc('"', out);
	for (const char *p = text; *p; p++) {
		if (*p == '"' || *p == '\\')
			fprintf(out, "\\%c", *p);
		else if ((guint8)*p < 0x20)
			fprintf(out, "\\u%04x", (guint8)*p);
		else
			fputc(*p, out);
	}
	fputc('"', out);
}

static void write_figures(const char *name, const struct figures *figures, FILE *out)
{
	fprintf(out,
		"  \"%s\": { \"patches\": %zu, \"objections\": %zu, \"prior\": %.4f, \"auc\": "
		"%.4f,\n"
		"    \"average_precision\": %.4f, \"precision_at_50\": %.4f, "
		"\"precision_at_100\": %.4f,\n"
		"    \"recall_at_5_percent\": %.4f, \"recall_at_10_percent\": %.4f, "
		"\"recall_at_20_percent\": %.4f },\n",
		name, figures->n, figures->positives, figures->prior, figures->auc,
		figures->average_precision, figures->precision_top[0], figures->precision_top[1],
		figures->recall_share[0], figures->recall_share[1], figures->recall_share[2]);
}

static void write_verdicts(const struct measure *measure, FILE *out)
{
	fputs("  \"verdicts\": {", out);
	for (int v = VERDICT_KEEP; v < N_VERDICTS; v++) {
		const struct measure_count *count = &measure->verdicts[v];
		size_t all = measure->all.positives;

		fprintf(out,
			"%s\n    \"%s\": { \"given\": %zu, \"objected\": %zu, \"precision\": %.4f, "
			"\"recall\": %.4f }",
			v > VERDICT_KEEP ? "," : "", verdict_name((enum verdict)v), count->n,
			count->objected, count->n ? (double)count->objected / (double)count->n : 0,
			all ? (double)count->objected / (double)all : 0);
	}
	fputs("\n  },\n", out);
}

static void write_calibration(const struct measure *measure, FILE *out)
{
	fputs("  \"calibration\": [", out);
	for (int bin = 0; bin < MEASURE_BINS; bin++)
		fprintf(out,
			"%s\n    { \"from\": %.2f, \"patches\": %zu, \"mean_probability\": %.4f, "
			"\"objected\": %zu }",
			bin ? "," : "", measure_bins[bin], measure->bins[bin].n,
			measure->bin_means[bin], measure->bins[bin].objected);
	fputs("\n  ],\n", out);
}

static void write_miss(const struct measure_case *one, FILE *out)
{
	const struct judgement *judgement = one->judgement;

	fputs("\n    { \"id\": ", out);
	write_string(one->label->id, out);
	fputs(", \"source\": ", out);
	write_string(one->patch->source, out);
	fputs(",\n      \"subject\": ", out);
	write_string(one->patch->message.subject, out);
	fprintf(out, ",\n      \"verdict\": \"%s\", \"drop_probability\": %.4f, \"labels\": [",
		verdict_name(judgement->verdict), judgement->drop_probability);
	for (guint i = 0; i < one->label->reasons->len; i++) {
		fputs(i ? ", " : " ", out);
		write_string(one->label->reasons->pdata[i], out);
	}
	fputs(" ],\n      \"reasons\": [", out);
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		fputs(i ? ",\n        { \"rule\": " : "\n        { \"rule\": ", out);
		write_string(reason->rule->id, out);
		fprintf(out, ", \"weight\": %.4f, \"says\": ", reason->weight);
		write_string(reason->says, out);
		fputs(" }", out);
	}
	fputs(" ] }", out);
}

static void write_misses(const char *name, const struct measure_case *const *misses, size_t n,
			 const char *end, FILE *out)
{
	fprintf(out, "  \"%s\": [", name);
	for (size_t i = 0; i < n; i++) {
		if (i)
			fputc(',', out);
		write_miss(misses[i], out);
	}
	fprintf(out, " ]%s\n", end);
}

static void write_asked(const struct measure *measure, FILE *out)
{
	const struct measure_count *asked = &measure->asked;
	size_t all = measure->all.positives;

	fprintf(out,
		"  \"asked_to_drop\": { \"patches\": %zu, \"objected\": %zu, \"precision\": %.4f, "
		"\"recall\": %.4f },\n",
		asked->n, asked->objected,
		asked->n ? (double)asked->objected / (double)asked->n : 0,
		all ? (double)asked->objected / (double)all : 0);
}

void measure_write_json(const struct measured *measured, FILE *out)
{
	const struct measure *measure = &measured->measure;

	fprintf(out,
		"{\n  \"version\": %d,\n"
		"  \"tool\": { \"name\": \"winnow\", \"version\": \"%s\" },\n  \"labels\": %zu,\n  "
		"\"labels_unused\": %zu,\n"
		"  \"unlabelled\": %zu,\n",
		VERSION, program_version, measured->n_labels, measured->n_unused,
		measured->n_unlabelled);
	write_figures("all", &measure->all, out);
	write_figures("in_patch", &measure->in_patch, out);
	write_figures("in_trees", &measure->in_trees, out);
	write_verdicts(measure, out);
	write_calibration(measure, out);
	fprintf(out,
		"  \"reasons\": { \"known\": %zu, \"said\": %zu, \"agreed\": %zu, "
		"\"agreed_first\": %zu, \"near\": %zu,\n    \"flagged\": %zu, \"flagged_agreed\": "
		"%zu, "
		"\"flagged_agreed_first\": %zu, \"flagged_near\": %zu },\n",
		measure->reasons_known, measure->reasons_said, measure->reasons_agreed,
		measure->reasons_agreed_first, measure->reasons_near, measure->flagged_known,
		measure->flagged_agreed, measure->flagged_agreed_first, measure->flagged_near);
	if (measured->with_replies)
		write_asked(measure, out);
	write_misses("missed", measure->missed, measure->n_missed, ",", out);
	write_misses("wronged", measure->wronged, measure->n_wronged, "", out);
	fputs("}\n", out);
}
