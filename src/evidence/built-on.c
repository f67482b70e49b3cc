/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which of the next entries goes on where the patch stopped. It may apply without it, and yet that
 * is what the patch is there for: nobody takes what changes nothing for its own sake.
 */
#include "evidence/parts.h"

#include "evidence/trial.h"

/* Entries behind the patch that are looked at: what comes long after is another matter. */
enum { NEAR_LIMIT = 10 };

static bool stands_on(const struct trial *trial, size_t position)
{
	for (guint i = 0; trial->stands_on && i < trial->stands_on->len; i++)
		if (g_array_index(trial->stands_on, guint32, i) == position)
			return true;
	return false;
}

static bool is_told(const struct facts *facts, size_t position)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (facts_at(facts, i)->kind == FACT_ROLE_NEEDED &&
		    facts_at(facts, i)->entry == position)
			return true;
	return false;
}

static void add_built_on(const struct view *view, const struct patch *by, struct facts *out)
{
	const struct upstream *theirs = &view->evidence->upstreams[by->position - 1];

	facts_add(out, (struct fact){
			       .kind = FACT_ROLE_BUILT_ON,
			       .entry = by->position,
			       .state = FACT_STATE_QUEUED_AFTER,
			       .has_id = theirs->has_id,
			       .id = theirs->id,
			       .subject = g_strdup(by->message.subject),
			       .says = g_strdup_printf("the patch at %zu (\"%s\"), by the same "
						       "author, goes on at the lines that it "
						       "changes",
						       by->position, by->message.subject),
		       });
}

void collect_built_on(const struct view *view, struct facts *out)
{
	const struct evidence *evidence = view->evidence;
	const struct patch *patch = view->patch;
	const struct patch *revert = target_taken_back_by(evidence->target, patch);
	size_t last = MIN(queue_length(evidence->queue), patch->position + NEAR_LIMIT);

	for (size_t at = patch->position + 1; evidence->trials && at <= last; at++) {
		const struct patch *by = queue_at(evidence->queue, at - 1);

		if (by == revert ||
		    !person_equal(&patch->author, by->author.name, by->author.email) ||
		    !stands_on(trial_at(evidence, at), patch->position) || is_told(out, at))
			continue;
		add_built_on(view, by, out);
		return;
	}
}
