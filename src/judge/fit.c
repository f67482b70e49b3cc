/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/folds.h"
#include "judge/logistic.h"

enum { INNER_FOLDS = 5 };

/* liblinear's C. Chosen once by cross-validation; within a factor of three little changes. */
static const double text_cost = 0.05, rules_cost = 0.3;

/* For the bag of words the best of these is taken, by hindsight: it must not lose for want of it.
 */
static const double plain_costs[] = { 0.1, 0.3, 1, 3 };

/* A rule whose weight is smaller says nothing that would change a verdict. */
static const double least_weight = 0.1;

/* Standard deviations over the inner folds that a weight is from 0, at least. */
static const double steadiness = 1.5;

/* What a set of cases taught. */
struct taught {
	double *text;	       /* FEATURE_BUCKETS + 1, towards objection */
	double *stack;	       /* rules, model, constant; towards objection */
	double *mean, *spread; /* of the rules' weights over the inner folds */
	bool *stable;
	double *scores; /* of every case: the model's, never trained on the case itself */
};

static void taught_clear(struct taught *taught)
{
	g_free(taught->text);
	g_free(taught->stack);
	g_free(taught->mean);
	g_free(taught->spread);
	g_free(taught->stable);
	g_free(taught->scores);
}

static void learn_cells(const struct lesson *lesson, GArray *const *cells, const bool *in,
			double cost, double *weights)
{
	g_autofree struct logistic_row *rows = g_new(struct logistic_row, lesson->n);
	size_t n = 0;

	for (size_t i = 0; i < lesson->n; i++)
		if (in[i])
			rows[n++] = lesson_row(lesson, cells, i);
	logistic_fit(rows, n, FEATURE_BUCKETS, cost, weights);
}

/* Without the constant, which belongs to the prior of whatever it was trained on. */
static double score_text(const struct lesson *lesson, const double *weights, size_t i)
{
	struct logistic_row row = lesson_row(lesson, lesson->model, i);

	return logistic_log_odds(weights, FEATURE_BUCKETS, &row) - weights[FEATURE_BUCKETS];
}

/* Cells of rows of rules and, in the last column, the model's score; either may be left out. */
struct stack {
	const struct lesson *lesson;
	const double *scores; /* NULL: no model */
	const bool *columns;  /* rules to use; NULL: none */
};

static struct logistic_row stack_row(const struct stack *stack, size_t i,
				     struct logistic_cell *cells)
{
	const GArray *hits = stack->lesson->hits[i];
	size_t n = 0;

	for (guint k = 0; stack->columns && k < hits->len; k++) {
		guint32 column = g_array_index(hits, guint32, k);

		if (stack->columns[column])
			cells[n++] = (struct logistic_cell){ column, 1 };
	}
	if (stack->scores)
		cells[n++] = (struct logistic_cell){ stack->lesson->rules->len, stack->scores[i] };
	return (struct logistic_row){ cells, n, stack->lesson->positive[i] };
}

static void learn_stack(const struct stack *stack, const bool *in, double *weights)
{
	const struct lesson *lesson = stack->lesson;
	size_t width = lesson->rules->len + 1, n = 0;
	g_autofree struct logistic_row *rows = g_new(struct logistic_row, lesson->n);
	g_autofree struct logistic_cell *cells = g_new(struct logistic_cell, lesson->n * width);

	for (size_t i = 0; i < lesson->n; i++)
		if (in[i])
			rows[n++] = stack_row(stack, i, cells + i * width);
	logistic_fit(rows, n, width, rules_cost, weights);
}

static double stack_probability(const struct stack *stack, const double *weights, size_t i)
{
	size_t width = stack->lesson->rules->len + 1;
	g_autofree struct logistic_cell *cells = g_new(struct logistic_cell, width);
	struct logistic_row row = stack_row(stack, i, cells);
	double reasoned = stack->columns ? stack->lesson->reasoned[i] : 0;

	return 1 / (1 + exp(reasoned - logistic_log_odds(weights, width, &row)));
}

/* Score each case that is in by a model of the other inner folds, the rest by one of all. */
static void score_unseen(const struct lesson *lesson, const bool *in, const unsigned *folds,
			 struct taught *out)
{
	g_autofree double *weights = g_new(double, FEATURE_BUCKETS + 1);
	g_autofree bool *part = g_new(bool, lesson->n);

	for (unsigned k = 0; k < INNER_FOLDS; k++) {
		for (size_t i = 0; i < lesson->n; i++)
			part[i] = in[i] && folds[i] != k;
		learn_cells(lesson, lesson->model, part, text_cost, weights);
		for (size_t i = 0; i < lesson->n; i++)
			if (in[i] && folds[i] == k)
				out->scores[i] = score_text(lesson, weights, i);
	}
	learn_cells(lesson, lesson->model, in, text_cost, out->text);
	for (size_t i = 0; i < lesson->n; i++)
		if (!in[i])
			out->scores[i] = score_text(lesson, out->text, i);
}

/*
 * A rule that stands for a reason to refuse cannot speak for a patch, nor one that tells a fix
 * against it: if the numbers say so, they say it of something else that such patches share.
 */
static bool makes_sense(const struct rule *rule, double towards_keep)
{
	if (rule->family)
		return towards_keep < 0;
	return (rule->class != CLASS_FIX && rule->class != CLASS_DEVICE_ID) || towards_keep > 0;
}

/* Weigh all rules without one inner fold at a time, and see whose weights stay what they are. */
static void find_stable(const struct lesson *lesson, const bool *in, const unsigned *folds,
			struct taught *out)
{
	size_t n_rules = lesson->rules->len;
	g_autofree double *weights = g_new(double, n_rules + 2);
	g_autofree double *sums = g_new0(double, n_rules + 1),
			  *squares = g_new0(double, n_rules + 1);
	g_autofree bool *part = g_new(bool, lesson->n);
	struct stack stack = { lesson, out->scores, out->stable };

	for (size_t r = 0; r < n_rules; r++)
		out->stable[r] = true;
	for (unsigned k = 0; k < INNER_FOLDS; k++) {
		for (size_t i = 0; i < lesson->n; i++)
			part[i] = in[i] && folds[i] != k;
		learn_stack(&stack, part, weights);
		for (size_t r = 0; r < n_rules; r++) {
			sums[r] += weights[r];
			squares[r] += weights[r] * weights[r];
		}
	}
	for (size_t r = 0; r < n_rules; r++) {
		double mean = sums[r] / INNER_FOLDS;

		out->mean[r] = -mean;
		out->spread[r] = sqrt(MAX(0, squares[r] / INNER_FOLDS - mean * mean));
		out->stable[r] = fabs(mean) >= least_weight &&
				 fabs(mean) >= steadiness * out->spread[r] &&
				 makes_sense(lesson->rules->pdata[r], -mean);
	}
}

static void teach(const struct lesson *lesson, const bool *in, struct taught *out)
{
	g_autofree unsigned *folds = g_new0(unsigned, lesson->n);
	size_t n_rules = lesson->rules->len;
	struct stack stack;

	out->text = g_new(double, FEATURE_BUCKETS + 1);
	out->stack = g_new0(double, n_rules + 2);
	out->mean = g_new0(double, n_rules + 1);
	out->spread = g_new0(double, n_rules + 1);
	out->stable = g_new0(bool, n_rules + 1);
	out->scores = g_new0(double, lesson->n);
	folds_deal(lesson->groups, lesson->positive, in, lesson->n, INNER_FOLDS, folds);
	score_unseen(lesson, in, folds, out);
	find_stable(lesson, in, folds, out);
	stack = (struct stack){ lesson, out->scores, out->stable };
	learn_stack(&stack, in, out->stack);
}

/* Probabilities of the cases that are not in, by what those that are taught; others untouched. */
static void test(const struct lesson *lesson, const bool *in, const bool *wanted,
		 double *const *probabilities)
{
	size_t n_rules = lesson->rules->len;
	g_autofree double *weights = g_new(double, n_rules + 2);
	struct taught taught;

	teach(lesson, in, &taught);
	for (int contender = FIT_MODEL; contender <= FIT_BOTH; contender++) {
		struct stack stack = {
			lesson,
			contender == FIT_RULES ? NULL : taught.scores,
			contender == FIT_MODEL ? NULL : taught.stable,
		};

		learn_stack(&stack, in, weights);
		for (size_t i = 0; i < lesson->n; i++)
			if (wanted[i] && !in[i])
				probabilities[contender][i] = stack_probability(&stack, weights, i);
	}
	taught_clear(&taught);
}

/* What the folds are for: the cases of one are tested, those of the others taught. */
static void cross_validate(const struct lesson *lesson, const bool *learned, const unsigned *folds,
			   unsigned n_folds, double *const *probabilities)
{
	g_autofree bool *in = g_new(bool, lesson->n);

	for (unsigned k = 0; k < n_folds; k++) {
		for (size_t i = 0; i < lesson->n; i++)
			in[i] = learned[i] && folds[i] != k;
		test(lesson, in, learned, probabilities);
	}
}

/* In cross_validate() every case is tested in one round only; the last one that names it counts. */
static void score_plain(const struct lesson *lesson, const bool *in, const bool *wanted,
			double cost, double *out)
{
	g_autofree double *weights = g_new(double, FEATURE_BUCKETS + 1);

	learn_cells(lesson, lesson->plain, in, cost, weights);
	for (size_t i = 0; i < lesson->n; i++) {
		struct logistic_row row = lesson_row(lesson, lesson->plain, i);

		if (wanted[i] && !in[i])
			out[i] = 1 / (1 + exp(-logistic_log_odds(weights, FEATURE_BUCKETS, &row)));
	}
}

static void figures_of(const struct lesson *lesson, const double *probabilities, const bool *wanted,
		       const unsigned *folds, int fold, struct figures *out)
{
	g_autofree struct scored *scored = g_new(struct scored, lesson->n);
	size_t n = 0;

	for (size_t i = 0; i < lesson->n; i++)
		if (wanted[i] && (fold < 0 || folds[i] == (unsigned)fold))
			scored[n++] = (struct scored){ probabilities[i], lesson->positive[i] };
	figures_compute(scored, n, out);
}

/* The cost that does best, by average precision; its probabilities are left in out. */
static double best_plain(const struct lesson *lesson, const bool *learned, const unsigned *folds,
			 unsigned n_folds, double *out)
{
	g_autofree double *tried = g_new0(double, lesson->n);
	g_autofree bool *in = g_new(bool, lesson->n);
	double best = 0, best_cost = plain_costs[0];

	for (size_t c = 0; c < G_N_ELEMENTS(plain_costs); c++) {
		struct figures figures;

		for (unsigned k = 0; k < n_folds; k++) {
			for (size_t i = 0; i < lesson->n; i++)
				in[i] = learned[i] && folds[i] != k;
			for (size_t i = 0; i < lesson->n; i++)
				if (learned[i] && folds[i] == k)
					tried[i] = 0;
			score_plain(lesson, in, learned, plain_costs[c], tried);
		}
		figures_of(lesson, tried, learned, folds, -1, &figures);
		if (c && figures.average_precision <= best)
			continue;
		best = figures.average_precision;
		best_cost = plain_costs[c];
		memcpy(out, tried, lesson->n * sizeof(*out));
	}
	return best_cost;
}

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
				&out->rules[g_array_index(lesson->hits[i], guint32, k)];

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
	score_plain(lesson, learned, kept, plain_cost, probabilities[FIT_PLAIN]);
	test(lesson, learned, kept, probabilities);
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
	plain_cost = best_plain(lesson, learned, folds, options->n_folds, probabilities[FIT_PLAIN]);
	cross_validate(lesson, learned, folds, options->n_folds, probabilities);
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
