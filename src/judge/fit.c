/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/fit-parts.h"
#include "judge/folds.h"

static void set_rules(const struct lesson *lesson, const bool *learned, const struct taught *taught,
		      struct fit_result *out)
{
	out->n_rules = lesson->rules->len;
	out->rules = g_new0(struct fit_rule, out->n_rules + 1);
	for (size_t r = 0; r < out->n_rules; r++) {
		struct fit_rule *rule = &out->rules[r];

		rule->rule = lesson->rules->pdata[r];
		rule->mean = taught->mean[r];
		rule->spread = taught->spread[r];
		rule->stable = taught->stable[r];
		rule->weight = rule->stable ? -taught->stack[r] : 0;
	}
	for (size_t i = 0; i < lesson->n; i++)
		for (guint k = 0; learned[i] && k < lesson->hits[i]->len; k++) {
			struct fit_rule *rule =
				&out->rules[g_array_index(lesson->hits[i], struct logistic_cell, k)
						    .column];

			rule->support++;
			rule->objected += lesson->positive[i];
		}
}

static struct text_model *model_of(const struct lesson *lesson, const double *text)
{
	g_autofree double *weights = g_new(double, FEATURE_BUCKETS);

	for (int b = 0; b < FEATURE_BUCKETS; b++)
		weights[b] = -text[b] * lesson->rarity[b];
	return text_model_new(weights);
}

static size_t count_groups(const struct lesson *lesson)
{
	size_t n = 0;

	for (size_t i = 0; i < lesson->n; i++)
		n += lesson->groups[i] == i;
	return n;
}

static void keep_aside(const struct lesson *lesson, unsigned kept, bool *learned)
{
	g_autofree unsigned *folds = g_new0(unsigned, lesson->n);

	for (size_t i = 0; i < lesson->n; i++)
		learned[i] = true;
	if (!kept)
		return;
	folds_deal(lesson->groups, lesson->positive, learned, lesson->n, kept, folds);
	for (size_t i = 0; i < lesson->n; i++)
		learned[i] = folds[i] != kept - 1;
}

static void look_at_kept(const struct lesson *lesson, const bool *learned, double plain_cost,
			 double *const *probabilities, struct fit_result *out)
{
	g_autofree bool *kept = g_new(bool, lesson->n);

	for (size_t i = 0; i < lesson->n; i++)
		kept[i] = !learned[i];
	test(lesson, learned, kept, plain_cost, probabilities);
	for (int c = 0; c < N_FIT_CONTENDERS; c++)
		figures_of(lesson, probabilities[c], kept, NULL, -1, &out->kept[c]);
}

/* The objections whose reason lies there, and all that nobody objected to. */
static void figures_at(const struct lesson *lesson, const struct fit_case *cases,
		       const bool *learned, const double *probabilities, enum family_where where,
		       struct figures *out)
{
	g_autofree bool *wanted = g_new(bool, lesson->n);

	for (size_t i = 0; i < lesson->n; i++)
		wanted[i] = learned[i] && (!cases[i].positive || cases[i].where == where);
	figures_of(lesson, probabilities, wanted, NULL, -1, out);
}

static void count(struct measure_count *count, bool objected)
{
	count->n++;
	count->objected += objected;
}

/* What verdicts the probabilities out of fold would have given, and whether they are honest. */
static void count_verdicts(const struct lesson *lesson, const struct rules *rules,
			   const bool *learned, const double *probabilities, struct fit_result *out)
{
	for (size_t i = 0; i < lesson->n; i++) {
		double p = probabilities[i];
		int bin = MEASURE_BINS - 1;

		if (!learned[i])
			continue;
		while (p < measure_bins[bin])
			bin--;
		count(&out->bins[bin], lesson->positive[i]);
		if (p >= rules->drop_at)
			count(&out->over_drop, lesson->positive[i]);
		else if (p >= rules->ask_at)
			count(&out->over_ask, lesson->positive[i]);
	}
}

void fit(const struct rules *rules, const struct fit_case *cases, size_t n,
	 const struct fit_options *options, struct fit_result *out)
{
	_cleanup_(lesson_freep) struct lesson *lesson = lesson_new(rules, cases, n);
	g_autofree bool *learned = g_new(bool, n);
	g_autofree unsigned *folds = g_new0(unsigned, n);
	double *probabilities[N_FIT_CONTENDERS], plain_cost;
	struct taught taught;

	*out = (struct fit_result){ .n_folds = options->n_folds };
	for (int c = 0; c < N_FIT_CONTENDERS; c++)
		probabilities[c] = g_new0(double, n);
	keep_aside(lesson, options->kept, learned);
	folds_deal(lesson->groups, lesson->positive, learned, n, options->n_folds, folds);
	plain_cost = best_plain(lesson, learned, folds, options->n_folds);
	test_folds(lesson, learned, folds, options->n_folds, plain_cost, probabilities);
	for (int c = 0; c < N_FIT_CONTENDERS; c++) {
		figures_of(lesson, probabilities[c], learned, folds, -1, &out->pooled[c]);
		for (unsigned k = 0; k < options->n_folds; k++)
			figures_of(lesson, probabilities[c], learned, folds, (int)k,
				   &out->by_fold[c][k]);
	}
	count_verdicts(lesson, rules, learned, probabilities[FIT_BOTH], out);
	figures_at(lesson, cases, learned, probabilities[FIT_BOTH], FAMILY_IN_PATCH,
		   &out->in_patch);
	figures_at(lesson, cases, learned, probabilities[FIT_BOTH], FAMILY_IN_TREES,
		   &out->in_trees);
	test_years(lesson, learned, rules->ask_at, plain_cost, &out->in_time);
	if (options->look_at_kept)
		look_at_kept(lesson, learned, plain_cost, probabilities, out);

	teach(lesson, learned, &taught);
	set_rules(lesson, learned, &taught, out);
	out->bias = -taught.stack[lesson->rules->len + 1];
	/* Both the score and what it is times are turned towards keep. */
	out->model_weight = taught.stack[lesson->rules->len];
	out->model = model_of(lesson, taught.text);
	taught_clear(&taught);
	out->n_groups = count_groups(lesson);
	for (size_t i = 0; i < n; i++) {
		out->n_learned += learned[i];
		out->n_kept += !learned[i];
		if (!learned[i] && !options->look_at_kept)
			probabilities[FIT_BOTH][i] = -1;
	}
	out->out_of_fold = g_steal_pointer(&probabilities[FIT_BOTH]);
	for (int c = 0; c < N_FIT_CONTENDERS; c++)
		g_free(probabilities[c]);
}

void fit_result_clear(struct fit_result *result)
{
	g_free(result->rules);
	g_free(result->out_of_fold);
	if (result->model)
		text_model_free(result->model);
	*result = (struct fit_result){ 0 };
}
