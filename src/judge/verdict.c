/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/verdict.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "judge/hearing.h"

/* A model that is sure is wrong now and then. */
static const double least_likely = 0.1;

enum { PROOF_LIMIT = 300 }; /* characters of a matching line that are kept */

static void reason_clear(void *data)
{
	struct reason *reason = data;

	g_free(reason->says);
	g_free(reason->match);
	g_free(reason->proof);
	g_array_unref(reason->facts);
}

void judgement_clear(struct judgement *judgement)
{
	if (judgement->reasons) {
		g_array_unref(judgement->reasons);
		g_array_unref(judgement->with);
		g_ptr_array_unref(judgement->gave_up);
		g_array_unref(judgement->silent);
	}
	*judgement = (struct judgement){ 0 };
}

static double weight_of(const struct rule *rule, double factor)
{
	switch (rule->decides) {
	case VERDICT_NONE:
		return rule->weight * factor + 0.0; /* never -0, which JSON would show */
	case VERDICT_DROP:
		return -VERDICT_DECIDING_WEIGHT;
	case VERDICT_KEEP:
		return VERDICT_DECIDING_WEIGHT;
	default:
		return 0;
	}
}

static void add_reason(const struct rule *rule, const struct exhibit *exhibit,
		       const struct condition_hit *hit, struct judgement *out)
{
	bool weighs = rule->decides != VERDICT_NONE || rule->weight != 0;
	double factor = rule_factor(rule, exhibit);
	struct reason reason = {
		.rule = rule,
		.weight = weight_of(rule, factor),
		.factor = factor,
		.says = rule_sentence(rule, exhibit, hit),
		.match = hit->match ? text_one_line(hit->match, RULE_MATCH_SHOWN) : NULL,
		/* The model's words are all in its sentence. */
		.proof = hit->line && !rule->times_model ? text_one_line(hit->line, PROOF_LIMIT)
							 : NULL,
		.facts = hit->facts ? g_array_ref(hit->facts)
				    : g_array_new(FALSE, FALSE, sizeof(size_t)),
	};

	g_array_append_val(weighs ? out->reasons : out->silent, reason);
	out->sum += reason.weight;
}

static void apply(const struct rules *rules, const struct exhibit *exhibit, struct judgement *out)
{
	_cleanup_(hearing_freep) struct hearing *hearing = hearing_new(exhibit, rules->many);

	for (guint i = 0; i < rules->list->len; i++) {
		const struct rule *rule = rules->list->pdata[i];
		const struct hearing_result *result = hearing_rule(hearing, rule);

		if (result->applies)
			add_reason(rule, exhibit, &result->hit, out);
		if (result->hit.gave_up)
			g_ptr_array_add(out->gave_up, (gpointer)rule);
	}
}

/* Deciding ones first: drop, ask, keep, keep-with. */
static int rank(const struct reason *reason)
{
	static const int ranks[] = {
		[VERDICT_DROP] = 0,	 [VERDICT_ASK] = 1,  [VERDICT_KEEP] = 2,
		[VERDICT_KEEP_WITH] = 3, [VERDICT_NONE] = 4,
	};

	return ranks[reason->rule->decides];
}

static int by_weight(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	if (fabs(x->weight) != fabs(y->weight))
		return fabs(x->weight) > fabs(y->weight) ? -1 : 1;
	return strcmp(x->rule->id, y->rule->id);
}

static const struct reason *decider(const struct judgement *judgement, enum verdict verdict)
{
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (reason->rule->decides == verdict)
			return reason;
	}
	return NULL;
}

/* A commit that must come along, with what it is sorted by. */
struct companion {
	bool after; /* it goes after the patch */
	guint32 position;
	struct commit_id id;
};

/* What upstream is not known to have goes first. */
static guint32 order_of(const struct companion *companion)
{
	return companion->position == HISTORY_NONE ? 0 : companion->position + 1;
}

static int by_order(const void *a, const void *b)
{
	const struct companion *x = a, *y = b;

	if (x->after != y->after)
		return x->after ? 1 : -1;
	if (order_of(x) != order_of(y))
		return order_of(x) < order_of(y) ? -1 : 1;
	return commit_id_compare(&x->id, &y->id);
}

/* Apply order: what goes before the patch, then what goes after it, each as upstream had them. */
static void collect_with(const struct facts *facts, struct judgement *out)
{
	g_autoptr(GArray) companions = g_array_new(FALSE, FALSE, sizeof(struct companion));

	for (guint i = 0; i < out->reasons->len; i++) {
		const struct reason *reason = &g_array_index(out->reasons, struct reason, i);

		for (guint k = 0;
		     reason->rule->decides == VERDICT_KEEP_WITH && k < reason->facts->len; k++) {
			const struct fact *fact =
				facts_at(facts, g_array_index(reason->facts, size_t, k));
			struct companion companion = { .position = fact->position, .id = fact->id };

			if (!fact->has_id || !fact_is(fact, FACT_ALONG))
				continue;
			companion.after = facts_put_after(facts, &fact->id);
			g_array_append_val(companions, companion);
		}
	}
	g_array_sort(companions, by_order);
	for (guint i = 0; i < companions->len; i++) {
		const struct commit_id *id = &g_array_index(companions, struct companion, i).id;
		const struct commit_id *last =
			out->with->len
				? &g_array_index(out->with, struct commit_id, out->with->len - 1)
				: NULL;

		if (!last || !commit_id_equal(last, id))
			g_array_append_vals(out->with, id, 1);
	}
}

/* Whether a rule asks, or denies, that it repairs anything: then it is not called a repair beside. */
static bool is_no_repair(const struct reason *reason)
{
	return (reason->rule->decides == VERDICT_ASK || reason->rule->decides == VERDICT_DROP) &&
	       g_strcmp0(reason->rule->family, "not_a_bug_fix") == 0;
}

/* "enum class" is C++ to it. */
/* clang-format off */
static enum class decide_class(const struct judgement *judgement)
{
	double weights[N_CLASSES] = { 0 };
	enum class best = CLASS_UNKNOWN;
	bool no_repair = false;

	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);
		double weight = MAX(fabs(reason->weight), VERDICT_LEAST_CLASS);

		weights[reason->rule->class] +=
			reason->rule->decides == VERDICT_NONE ? weight : VERDICT_DECIDING_CLASS;
		no_repair |= is_no_repair(reason);
	}
	for (guint i = 0; i < judgement->silent->len; i++)
		weights[g_array_index(judgement->silent, struct reason, i).rule->class] +=
			VERDICT_LEAST_CLASS;
	/* Single words of a fix count as far as the whole reads like one. */
	if (judgement->fix_probability >= 0) {
		double likely = CLAMP(judgement->fix_probability, least_likely, 1 - least_likely);

		weights[CLASS_FIX] *= likely;
		weights[CLASS_REFACTOR] *= 1 - likely;
		weights[CLASS_FEATURE] *= 1 - likely;
	}
	if (no_repair)
		weights[CLASS_FIX] = 0;
	weights[CLASS_UNKNOWN] = 0;
	for (int class = CLASS_UNKNOWN + 1; class < N_CLASSES; class++)
		if (weights[class] > weights[best])
			best = (enum class)class;
	return best;
}
/* clang-format on */

static enum verdict decide(const struct rules *rules, const struct judgement *judgement)
{
	bool with = judgement->with->len > 0;

	if (decider(judgement, VERDICT_DROP))
		return VERDICT_DROP;
	if (decider(judgement, VERDICT_ASK))
		return VERDICT_ASK;
	if (decider(judgement, VERDICT_KEEP))
		return with ? VERDICT_KEEP_WITH : VERDICT_KEEP;
	if (judgement->drop_probability >= rules->drop_at)
		return VERDICT_DROP;
	if (with)
		return VERDICT_KEEP_WITH;
	return judgement->drop_probability >= rules->ask_at ? VERDICT_ASK : VERDICT_KEEP;
}

void judge(const struct rules *rules, const struct patch *patch, const struct facts *facts,
	   struct judgement *out)
{
	struct exhibit exhibit;

	*out = (struct judgement){ .sum = rules->bias };
	out->reasons = g_array_new(FALSE, FALSE, sizeof(struct reason));
	g_array_set_clear_func(out->reasons, reason_clear);
	out->with = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	out->gave_up = g_ptr_array_new();
	out->silent = g_array_new(FALSE, FALSE, sizeof(struct reason));
	g_array_set_clear_func(out->silent, reason_clear);

	exhibit_init(&exhibit);
	exhibit_set_patch(&exhibit, patch, facts);
	exhibit_set_model(&exhibit, rules->model, patch);
	exhibit_set_kind(&exhibit, rules->kind, patch);
	out->fix_probability = exhibit.fix_probability;
	apply(rules, &exhibit, out);
	exhibit_clear(&exhibit);

	g_array_sort(out->reasons, by_weight);
	collect_with(facts, out);
	out->drop_probability = 1 / (1 + exp(out->sum));
	out->class = decide_class(out);
	out->verdict = decide(rules, out);
	out->decided = decider(out, out->verdict) != NULL;
	if (out->verdict != VERDICT_KEEP_WITH)
		g_array_set_size(out->with, 0);
}

/* So much that the sum agrees with the verdict, whatever it was. */
static double weight_over(enum verdict verdict, double sum)
{
	if (verdict == VERDICT_DROP)
		return -VERDICT_DECIDING_WEIGHT - MAX(sum, 0);
	if (verdict == VERDICT_KEEP)
		return VERDICT_DECIDING_WEIGHT - MIN(sum, 0);
	return 0;
}

void judgement_overrule(struct judgement *judgement, const struct facts *facts,
			const struct rule *rule, char *says)
{
	struct reason reason = {
		.rule = rule,
		.weight = weight_over(rule->decides, judgement->sum),
		.factor = 1,
		.says = says,
		.facts = g_array_new(FALSE, FALSE, sizeof(size_t)),
	};

	judgement->sum += reason.weight;
	g_array_prepend_val(judgement->reasons, reason);
	judgement->drop_probability = 1 / (1 + exp(judgement->sum));
	judgement->verdict = rule->decides;
	judgement->decided = true;
	g_array_set_size(judgement->with, 0);
	if (judgement->verdict == VERDICT_KEEP_WITH)
		collect_with(facts, judgement);
}

bool reason_is_against(const struct reason *reason)
{
	switch (reason->rule->decides) {
	case VERDICT_NONE:
		return reason->weight < 0;
	case VERDICT_KEEP:
		return false;
	default:
		return true;
	}
}

/* Its family, where more than words say so; NULL: words alone do, if anything. */
static const char *family_shown(const struct judgement *judgement)
{
	for (guint i = 0; i < judgement->reasons->len; i++) {
		const struct reason *reason = &g_array_index(judgement->reasons, struct reason, i);

		if (reason->rule->family && !reason->rule->quiet && reason_is_against(reason) &&
		    (reason->facts->len || reason->rule->decides != VERDICT_NONE))
			return reason->rule->family;
	}
	return NULL;
}

enum family_group judgement_group(const struct judgement *judgement)
{
	const char *family = family_shown(judgement);

	return family ? family_group(family) : FAMILY_GROUP_NO_FIX;
}

const char *judgement_question(const struct judgement *judgement)
{
	const char *family = family_shown(judgement);

	if (judgement->verdict != VERDICT_ASK || judgement->decided)
		return NULL;
	return family_question(family ? family : "not_a_bug_fix");
}
