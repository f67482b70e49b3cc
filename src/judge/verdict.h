/* SPDX-License-Identifier: GPL-2.0-or-later */
/* verdict - weigh the rules that apply to a patch and come to a recommendation. */

#ifndef WINNOW_JUDGE_VERDICT_H
#define WINNOW_JUDGE_VERDICT_H

#include <stdbool.h>

#include <glib.h>

#include "evidence/fact.h"
#include "judge/family.h"
#include "judge/rule.h"
#include "read/patch.h"

/*
 * What a rule that decides "drop" or "keep" adds to the sum, so that the probability agrees with
 * the verdict: more than any two of our weights. "keep-with" and "ask" add nothing.
 */
#define VERDICT_DECIDING_WEIGHT 6.0

/* What such a rule counts towards its class. */
#define VERDICT_DECIDING_CLASS 3.0

/* What a rule at least counts towards its class, though it weigh nothing. */
#define VERDICT_LEAST_CLASS 0.5

struct reason {
	const struct rule *rule;
	double weight; /* what it added to the sum */
	double factor; /* what its rule's weight was times for that: 1 of most */
	char *says;
	char *match;   /* the text that matched first, RULE_MATCH_SHOWN of it; NULL if none */
	char *proof;   /* the line that matched; NULL when the facts are the proof */
	GArray *facts; /* size_t: indices into the patch's facts */
};

struct judgement {
	enum class class;
	enum verdict verdict;
	double sum;		 /* bias and weights, log-odds of keep */
	double drop_probability; /* 1 / (1 + e^sum) */
	double fix_probability;	 /* that it repairs something; negative: no model says so */
	GArray *reasons; /* struct reason; those that decide first, then by how much they weigh */
	bool decided;	 /* a rule decided, not the sum */
	GArray *with;	 /* struct commit_id: what a keep-with needs, in apply order */
	GPtrArray *gave_up; /* const struct rule *: patterns that ran into their limit */
	GArray *silent;	    /* struct reason: apply, but weigh nothing; they say the class */
};

/*
 * Apply rules to patch and its facts. *out must be freed with judgement_clear(); it borrows rules.
 *
 * The verdict: a rule that decides "drop" has the last word, then "ask"; then "keep" (with what a
 * "keep-with" lists, if one applies too). Otherwise the probability: "drop" from rules->drop_at,
 * else "keep-with" if a rule decides so and names commits, else "ask" from rules->ask_at, else
 * "keep". The class is that of the rules that weighed most together. On any thread: rules, patch and
 * facts are only read.
 */
void judge(const struct rules *rules, const struct patch *patch, const struct facts *facts,
	   struct judgement *out);
/*
 * Let rule, which decides, have the last word whatever the others say: says is its sentence, which
 * becomes the judgement's. The judgement is then of its verdict; rule is borrowed.
 */
void judgement_overrule(struct judgement *judgement, const struct facts *facts,
			const struct rule *rule, char *says);
/* A verdict that is passed counts as one: what decides drops or keeps is no matter of weight. */
bool reason_is_against(const struct reason *reason);

/*
 * What kind of reason speaks against the patch: the first one that decides or that facts show, or
 * that it is no fix, of which words alone are a sign.
 */
enum family_group judgement_group(const struct judgement *judgement);

/*
 * What to find out about a patch whose verdict is ask without a rule that decided so, by what
 * weighs most against it: "does it repair anything?". NULL of any other.
 */
const char *judgement_question(const struct judgement *judgement);
void judgement_clear(struct judgement *judgement);

#endif
