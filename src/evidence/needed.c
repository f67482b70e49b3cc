/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who needs a patch: other entries whose "Cc: stable # version: id" names it, or as is found. */
#include "evidence/parts.h"

#include "evidence/tie.h"

void add_needed_by(const struct view *view, const struct patch *by, char *proof, char *says,
		   struct facts *out)
{
	const struct upstream *theirs = &view->evidence->upstreams[by->position - 1];
	bool before = by->position < view->patch->position;

	facts_add(out, (struct fact){
			       .kind = FACT_ROLE_NEEDED,
			       .entry = by->position,
			       .state = before ? FACT_STATE_QUEUED_BEFORE : FACT_STATE_QUEUED_AFTER,
			       .has_id = theirs->has_id,
			       .id = theirs->id,
			       .subject = g_strdup(by->message.subject),
			       .proof = proof,
			       .says = says,
		       });
}

void collect_needed(const struct view *view, struct facts *out)
{
	size_t n = 0;
	const struct tie *ties = ties_to(view->evidence->ties, view->patch, &n);

	for (size_t i = 0; i < n; i++) {
		const struct tie *tie = &ties[i];

		if (tie->reference.kind == REFERENCE_PREREQUISITE)
			add_needed_by(view, tie->from, slice_dup(tie->reference.line),
				      g_strdup_printf("the patch at %zu (\"%s\") needs it",
						      tie->from->position,
						      tie->from->message.subject),
				      out);
	}
}
