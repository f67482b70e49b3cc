/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Figures as JSON, version 1: data/schema/measure-1.json describes it. */
#include "write/format.h"

#include <jansson.h>

#include "write/json.h"

enum { VERSION = 1 };

static json_t *json_size(size_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *json_share(size_t part, size_t all)
{
	return json_rounded(all ? (double)part / (double)all : 0);
}

static json_t *json_of_figures(const struct figures *figures)
{
	json_t *out = json_object();

	json_object_set_new(out, "patches", json_size(figures->n));
	json_object_set_new(out, "objections", json_size(figures->positives));
	json_object_set_new(out, "prior", json_rounded(figures->prior));
	json_object_set_new(out, "auc", json_rounded(figures->auc));
	json_object_set_new(out, "average_precision", json_rounded(figures->average_precision));
	json_object_set_new(out, "precision_at_50", json_rounded(figures->precision_top[0]));
	json_object_set_new(out, "precision_at_100", json_rounded(figures->precision_top[1]));
	json_object_set_new(out, "recall_at_5_percent", json_rounded(figures->recall_share[0]));
	json_object_set_new(out, "recall_at_10_percent", json_rounded(figures->recall_share[1]));
	json_object_set_new(out, "recall_at_20_percent", json_rounded(figures->recall_share[2]));
	return out;
}

static json_t *json_of_years(const struct measure *measure)
{
	json_t *out = json_array();

	for (unsigned k = 0; k < measure->n_years; k++) {
		json_t *one = json_object();

		json_object_set_new(one, "year", json_integer(measure->years[k].year));
		json_object_set_new(one, "figures", json_of_figures(&measure->years[k].figures));
		json_array_append_new(out, one);
	}
	return out;
}

/* n_name: "given" of a verdict, "patches" of what was asked for. */
static json_t *json_of_count(const struct measure_count *count, const char *n_name, size_t all)
{
	json_t *out = json_object();

	json_object_set_new(out, n_name, json_size(count->n));
	json_object_set_new(out, "objected", json_size(count->objected));
	json_object_set_new(out, "precision", json_share(count->objected, count->n));
	json_object_set_new(out, "recall", json_share(count->objected, all));
	return out;
}

static json_t *json_of_verdicts(const struct measure *measure)
{
	json_t *out = json_object();

	for (int v = VERDICT_KEEP; v < N_VERDICTS; v++)
		json_object_set_new(
			out, verdict_name((enum verdict)v),
			json_of_count(&measure->verdicts[v], "given", measure->all.positives));
	return out;
}

static json_t *json_of_calibration(const struct measure *measure)
{
	json_t *out = json_array();

	for (int bin = 0; bin < MEASURE_BINS; bin++) {
		json_t *one = json_object();

		json_object_set_new(one, "from", json_rounded(measure_bins[bin]));
		json_object_set_new(one, "patches", json_size(measure->bins[bin].n));
		json_object_set_new(one, "mean_probability", json_rounded(measure->bin_means[bin]));
		json_object_set_new(one, "objected", json_size(measure->bins[bin].objected));
		json_array_append_new(out, one);
	}
	return out;
}

static json_t *json_of_reasons(const struct measure *measure)
{
	json_t *out = json_object();

	json_object_set_new(out, "known", json_size(measure->reasons_known));
	json_object_set_new(out, "said", json_size(measure->reasons_said));
	json_object_set_new(out, "agreed", json_size(measure->reasons_agreed));
	json_object_set_new(out, "agreed_first", json_size(measure->reasons_agreed_first));
	json_object_set_new(out, "near", json_size(measure->reasons_near));
	json_object_set_new(out, "group", json_size(measure->reasons_group));
	json_object_set_new(out, "flagged", json_size(measure->flagged_known));
	json_object_set_new(out, "flagged_agreed", json_size(measure->flagged_agreed));
	json_object_set_new(out, "flagged_agreed_first", json_size(measure->flagged_agreed_first));
	json_object_set_new(out, "flagged_near", json_size(measure->flagged_near));
	json_object_set_new(out, "flagged_group", json_size(measure->flagged_group));
	return out;
}

static json_t *json_of_reason(const struct reason *reason)
{
	json_t *out = json_object();

	json_object_set_new(out, "rule", json_text_or_null(reason->rule->id));
	json_object_set_new(out, "weight", json_rounded(reason->weight));
	json_object_set_new(out, "says", json_text_or_null(reason->says));
	return out;
}

static json_t *json_of_miss(const struct measure_case *one)
{
	const struct judgement *judgement = one->judgement;
	json_t *out = json_object(), *labels = json_array(), *reasons = json_array();

	for (guint i = 0; i < one->label->reasons->len; i++)
		json_array_append_new(labels, json_text_or_null(one->label->reasons->pdata[i]));
	for (guint i = 0; i < judgement->reasons->len; i++)
		json_array_append_new(reasons, json_of_reason(&g_array_index(judgement->reasons,
									     struct reason, i)));
	json_object_set_new(out, "id", json_text_or_null(one->label->id));
	json_object_set_new(out, "source", json_text_or_null(one->patch->source));
	json_object_set_new(out, "subject", json_text_or_null(one->patch->message.subject));
	json_object_set_new(out, "verdict", json_string(verdict_name(judgement->verdict)));
	json_object_set_new(out, "drop_probability", json_rounded(judgement->drop_probability));
	json_object_set_new(out, "labels", labels);
	json_object_set_new(out, "reasons", reasons);
	return out;
}

static json_t *json_of_misses(const struct measure_case *const *misses, size_t n)
{
	json_t *out = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(out, json_of_miss(misses[i]));
	return out;
}

bool measure_write_json(const struct measured *measured, const struct report_style *style,
			FILE *out)
{
	const struct measure *measure = &measured->measure;
	json_t *root = json_document(VERSION);

	(void)style;
	json_object_set_new(root, "labels", json_size(measured->n_labels));
	json_object_set_new(root, "labels_unused", json_size(measured->n_unused));
	json_object_set_new(root, "unlabelled", json_size(measured->n_unlabelled));
	json_object_set_new(root, "all", json_of_figures(&measure->all));
	json_object_set_new(root, "in_patch", json_of_figures(&measure->in_patch));
	json_object_set_new(root, "in_trees", json_of_figures(&measure->in_trees));
	json_object_set_new(root, "years", json_of_years(measure));
	json_object_set_new(root, "verdicts", json_of_verdicts(measure));
	json_object_set_new(root, "calibration", json_of_calibration(measure));
	json_object_set_new(root, "reasons", json_of_reasons(measure));
	if (measured->with_replies)
		json_object_set_new(
			root, "asked_to_drop",
			json_of_count(&measure->asked, "patches", measure->all.positives));
	json_object_set_new(root, "missed", json_of_misses(measure->missed, measure->n_missed));
	json_object_set_new(root, "wronged", json_of_misses(measure->wronged, measure->n_wronged));
	return json_write(root, out);
}
