/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the target has what the patch reverts, and whether a queued pair of these cancels out. */
#include "evidence/parts.h"

#include "message/reference.h"

void add_taken_back(const struct view *view, const struct reference *reference, struct facts *out)
{
	struct fact fact = { .kind = FACT_PRESENCE_TAKEN_BACK };

	if (describe_named(view, reference, "is what it takes back", &fact))
		facts_add(out, fact);
	else
		g_free(fact.proof);
}

/* How often each changed line occurs: + counts up, - down. */
static void count_changes(GHashTable *counts, const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_lines(diff); i++) {
		const struct diff_line line = diff_line_of(diff, i);
		int step = line.origin == '+' ? 1 : line.origin == '-' ? -1 : 0;
		char *text;

		if (!step)
			continue;
		text = slice_dup(slice_trim(line.text));
		step += GPOINTER_TO_INT(g_hash_table_lookup(counts, text));
		g_hash_table_replace(counts, text, GINT_TO_POINTER(step));
	}
}

/* Whether applying both leaves nothing: each line the one adds the other removes. */
static bool are_inverse(const struct diff *a, const struct diff *b)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	void *value;

	count_changes(counts, a);
	count_changes(counts, b);
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		if (GPOINTER_TO_INT(value))
			return false;
	return true;
}

/* The first entry between two that does not do without the earlier one; NULL: there is none. */
static const struct patch *built_between(const struct view *view, const struct patch *first,
					 const struct patch *last)
{
	for (size_t i = first->position + 1; i < last->position; i++)
		if (rests_on(view->evidence, i, first))
			return queue_at(view->evidence->queue, i - 1);
	return NULL;
}

/*
 * A patch and the queued one that takes it back, or that it takes back, need not cancel out: they
 * are no inverse of each other, or something was built on the one before the other came.
 */
static void compare_pair(const struct view *view, const struct patch *other, struct facts *out)
{
	const struct patch *patch = view->patch, *between;
	bool is_first = other && patch->position < other->position;
	g_autofree char *why = NULL;

	if (!other)
		return;
	between = built_between(view, is_first ? patch : other, is_first ? other : patch);
	if (!between && are_inverse(&patch->diff, &other->diff))
		return;
	if (between)
		why = g_strdup_printf(": the patch at %zu (\"%s\") does not apply without %s",
				      between->position, between->message.subject,
				      is_first ? "it" : "that");
	facts_add(out,
		  (struct fact){
			  .kind = FACT_PRESENCE_PAIR_DIFFERS,
			  .proof = g_strdup(other->source),
			  .says = g_strdup_printf("it and the patch at %zu do not cancel out%s",
						  other->position, why ? why : ""),
		  });
}

static const struct patch *queued_of_state(const struct view *view, const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *fact = facts_at(facts, i);

		if (fact->kind == FACT_PRESENCE_TAKEN_BACK &&
		    fact->state == FACT_STATE_QUEUED_BEFORE && fact->entry)
			return queue_at(view->evidence->queue, fact->entry - 1);
	}
	return NULL;
}

void collect_pair(const struct view *view, struct facts *out)
{
	compare_pair(view, target_taken_back_by(view->evidence->target, view->patch), out);
	compare_pair(view, queued_of_state(view, out), out);
}
