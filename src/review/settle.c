/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/settle.h"

#include "review/decided.h"

/* Whether the target has what the patch brings, so that dropping it changes nothing. */
static bool is_there_already(const struct review *review)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		if (fact_is(facts_at(&review->facts, i), FACT_THERE))
			return true;
	return false;
}

/*
 * Whether the entry that a fact is about should be dropped; of a bug's, by more than likelihood,
 * and not because it is there.
 */
static bool is_gone(const struct fact *fact, void *data)
{
	const struct report *report = data;
	const struct review *review = &report->reviews[fact->entry - 1];

	return review->judgement.verdict == VERDICT_DROP &&
	       (fact_is(fact, FACT_USER) ||
		(review->judgement.decided && !is_there_already(review)));
}

/* A reason is only ever withdrawn, so it ends. */
void settle(struct report *report)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < report->n_reviews; i++) {
			struct review *review = &report->reviews[i];

			if (!facts_withdraw(&review->facts, is_gone, report))
				continue;
			judgement_clear(&review->judgement);
			decided_judge(report, review);
			changed = true;
		}
	}
}
