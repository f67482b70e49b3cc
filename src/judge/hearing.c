/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/hearing.h"

enum { BLOCK = 64 };

/* Results stay where they are; one by one they would cost more than what most rules ask. */
struct hearing {
	const struct exhibit *exhibit;
	struct condition_memo *memo;
	GHashTable *results; /* const struct rule * -> struct hearing_result * in blocks */
	GPtrArray *blocks;   /* struct hearing_result *, BLOCK of them each */
	size_t n;
};

struct hearing *hearing_new(const struct exhibit *exhibit, bool many)
{
	struct hearing *hearing = g_new0(struct hearing, 1);

	hearing->exhibit = exhibit;
	hearing->memo = condition_memo_new(many);
	hearing->results = g_hash_table_new(NULL, NULL);
	hearing->blocks = g_ptr_array_new_with_free_func(g_free);
	return hearing;
}

static struct hearing_result *result_at(const struct hearing *hearing, size_t i)
{
	return (struct hearing_result *)hearing->blocks->pdata[i / BLOCK] + i % BLOCK;
}

static struct hearing_result *result_new(struct hearing *hearing)
{
	struct hearing_result *result;

	if (hearing->n % BLOCK == 0)
		g_ptr_array_add(hearing->blocks, g_new0(struct hearing_result, BLOCK));
	result = result_at(hearing, hearing->n++);
	condition_hit_init(&result->hit);
	return result;
}

void hearing_free(struct hearing *hearing)
{
	for (size_t i = 0; i < hearing->n; i++)
		condition_hit_clear(&result_at(hearing, i)->hit);
	condition_memo_free(hearing->memo);
	g_hash_table_unref(hearing->results);
	g_ptr_array_unref(hearing->blocks);
	g_free(hearing);
}

static bool has(const GArray *facts, size_t wanted)
{
	for (guint i = 0; facts && i < facts->len; i++)
		if (g_array_index(facts, size_t, i) == wanted)
			return true;
	return false;
}

static void add_told(const struct rule *rule, const struct exhibit *exhibit,
		     struct condition_hit *hit)
{
	for (guint t = 0; t < rule->tells->len; t++) {
		const struct exhibit_name *name =
			&g_array_index(rule->tells, struct exhibit_name, t);

		for (size_t i = 0; exhibit->facts && i < facts_count(exhibit->facts); i++)
			if (exhibit_name_is_of(name, facts_at(exhibit->facts, i)) &&
			    !has(hit->facts, i))
				condition_hit_add(hit, i);
	}
}

/* How deep it goes, and that it ends, was seen to when the rules were read. */
static void ask_others(struct hearing *hearing, const struct rule *rule,
		       struct hearing_result *result)
{
	for (guint i = 0; i < rule->unless->len && result->applies; i++) {
		const struct hearing_result *other = hearing_rule(hearing, rule->unless->pdata[i]);

		result->hit.gave_up |= other->hit.gave_up;
		result->applies = !other->applies && !result->hit.gave_up;
		if (other->applies)
			result->by = rule->unless->pdata[i];
	}
}

const struct hearing_result *hearing_rule(struct hearing *hearing, const struct rule *rule)
{
	struct hearing_result *result = g_hash_table_lookup(hearing->results, rule);

	if (result)
		return result;
	result = result_new(hearing);
	/* Where a pattern gave up, true and false are both guesses. */
	result->applies =
		condition_test(rule->when, hearing->exhibit, hearing->memo, &result->hit) &&
		!result->hit.gave_up;
	ask_others(hearing, rule, result);
	if (result->applies)
		add_told(rule, hearing->exhibit, &result->hit);
	g_hash_table_insert(hearing->results, (gpointer)rule, result);
	return result;
}
