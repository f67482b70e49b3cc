/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/leaving.h"

/* What stands in the wrong order; NULL: nothing, or somebody decided about the patch. */
static const struct fact *disorder_of(const struct review *review)
{
	for (size_t i = 0; !review->decision && i < facts_count(&review->facts); i++)
		if (fact_is_disorder(facts_at(&review->facts, i)))
			return facts_at(&review->facts, i);
	return NULL;
}

static bool is_refused(const struct review *review)
{
	return review->judgement.verdict == VERDICT_DROP ||
	       review->judgement.verdict == VERDICT_KEEP_WITH;
}

/* Whether it is open, and why; the strings are the caller's. */
static bool is_open(const struct review *review, char **reason, char **proof)
{
	const struct fact *disorder = disorder_of(review);

	if (is_refused(review)) {
		plan_reason(review, reason, proof);
		return true;
	}
	if (!disorder)
		return false;
	*reason = g_strdup_printf("wrong order: %s", disorder->says);
	*proof = g_strdup(disorder->proof);
	return true;
}

static size_t count_disorders(const struct review *review)
{
	size_t n = 0;

	for (size_t i = 0; i < facts_count(&review->facts); i++)
		n += fact_is_disorder(facts_at(&review->facts, i));
	return n;
}

void leaving_note(const struct report *report, const struct trail *trail, struct take_result *out)
{
	report_count(report, out->n_open);
	out->n_disorders = 0;
	g_array_set_size(out->open, 0);
	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		struct open_patch open = { .verdict = review->judgement.verdict };
		g_autofree char *reason = NULL;
		g_autofree char *proof = NULL;
		char *name;

		out->n_disorders += count_disorders(review);
		if (!is_open(review, &reason, &proof))
			continue;
		open.told = change_of_review(CHANGE_NOT, review);
		name = open.told.name;
		open.told.name =
			trail_is_added(trail, name) ? NULL : g_strdup(trail_origin(trail, name));
		g_free(name);
		open.told.reason = g_steal_pointer(&reason);
		open.told.proof = g_steal_pointer(&proof);
		g_array_append_val(out->open, open);
	}
}

static const char *origin_of(const struct trail *trail, const struct review *review)
{
	return trail_origin(trail, review->patch->source);
}

static bool is_gone(const struct trail *trail, const struct commit_id *id)
{
	return g_hash_table_contains(trail->gone, commit_id_hex(id).text);
}

/* A reason that rests on a commit which is missing because it was left out says so. */
static char *say_gone(const struct trail *trail, const struct review *review, char *reason)
{
	const struct reason *first =
		review->judgement.reasons->len
			? &g_array_index(review->judgement.reasons, struct reason, 0)
			: NULL;

	for (guint i = 0; first && first->facts && i < first->facts->len; i++) {
		const struct fact *fact =
			facts_at(&review->facts, g_array_index(first->facts, size_t, i));
		char *said;

		if (!fact->has_id || !is_gone(trail, &fact->id))
			continue;
		said = g_strdup_printf("%s; %s is left out", reason ? reason : "",
				       commit_id_short(&fact->id).text);
		g_free(reason);
		return said;
	}
	return reason;
}

/* Whether it needs, whatever its verdict, what was left out before; the strings are the caller's.
 */
static bool leans_on_gone(const struct trail *trail, const struct review *review, char **reason,
			  char **proof)
{
	for (size_t i = 0; !review->decision && i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		if (!fact_is(fact, FACT_BEFORE) || !fact_is(fact, FACT_ALONG) ||
		    fact->kind == FACT_PREREQUISITE_NAME_WEAK ||
		    fact->state != FACT_STATE_MISSING || !is_gone(trail, &fact->id))
			continue;
		*reason = g_strdup_printf("%s; %s is left out", fact->says,
					  commit_id_short(&fact->id).text);
		*proof = g_strdup(fact->proof);
		return true;
	}
	return false;
}

static void part_with(GHashTable *partings, const char *source, char *reason, char *proof)
{
	struct parting parting = { reason, proof };

	g_hash_table_replace(partings, g_strdup(source), g_memdup2(&parting, sizeof(parting)));
}

/* What was added for what is gone alone; and what was added for that. Whether there is any. */
static bool part_with_idle(const struct report *report, struct trail *trail, GHashTable *partings)
{
	bool any = false, more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < report->n_reviews; i++) {
			const struct review *review = &report->reviews[i];
			const char *origin = origin_of(trail, review);

			if (!trail_is_idle(trail, origin) ||
			    !g_hash_table_add(trail->idle, g_strdup(origin)))
				continue;
			g_hash_table_add(trail->gone, g_strdup(origin));
			part_with(partings, review->patch->source,
				  g_strdup("nothing is left that needs it"), NULL);
			more = any = true;
		}
	}
	return any;
}

GHashTable *leaving_choose(const struct report *report, struct trail *trail)
{
	GHashTable *partings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, parting_free);

	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];
		char *reason = NULL, *proof = NULL;

		if (is_open(review, &reason, &proof))
			part_with(partings, review->patch->source, say_gone(trail, review, reason),
				  proof);
		else if (leans_on_gone(trail, review, &reason, &proof))
			part_with(partings, review->patch->source, reason, proof);
	}
	return partings;
}

bool leaving_widen(const struct report *report, struct trail *trail,
		   const struct assembly *assembly, GHashTable *partings)
{
	for (guint i = 0; i < assembly->changes->len; i++) {
		const struct change *change = assembly->changes->pdata[i];

		if (change->kind != CHANGE_LEFT_OUT || !change->name)
			continue;
		g_hash_table_add(trail->gone, g_strdup(trail_origin(trail, change->name)));
		/* What fell for the sake of another falls for that again, and says so. */
		if (!g_hash_table_contains(partings, change->name))
			part_with(partings, change->name, g_strdup(change->reason),
				  g_strdup(change->proof));
	}
	return part_with_idle(report, trail, partings);
}
