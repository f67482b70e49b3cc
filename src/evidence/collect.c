/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/collect.h"

#include "evidence/neighbours.h"
#include "evidence/origin-diff.h"
#include "evidence/own-words.h"
#include "evidence/parts.h"
#include "evidence/tie.h"
#include "evidence/trial.h"

static void collect_problems(const struct view *view, struct facts *out)
{
	for (guint i = 0; i < view->patch->problems->len; i++)
		facts_add(out, (struct fact){
				       .kind = FACT_PROBLEM,
				       .proof = g_strdup(view->patch->source),
				       .says = g_strdup(view->patch->problems->pdata[i]),
			       });
}

void evidence_prepare(struct evidence *evidence)
{
	evidence->diffs = origin_diffs_new(evidence); /* first: it goes on during the rest */
	evidence->own_words = own_words_new();
	evidence->releases = releases_new(evidence->history);
	evidence->ties = ties_find(evidence->queue, evidence->target);
	if (!evidence->no_replies && (evidence->queue->replies->len || evidence->queue->posts->len))
		evidence->threads =
			threads_new(evidence->queue, evidence->upstreams,
				    &(struct thread_trees){ evidence->history, evidence->releases,
							    evidence->base_name });
	evidence->trials = trials_find(evidence);
	evidence->neighbours = neighbours_find(evidence->queue, evidence->changes);
}

void evidence_clear(struct evidence *evidence)
{
	origin_diffs_free(evidence->diffs);
	evidence->diffs = NULL;
	if (evidence->ties)
		g_array_unref(evidence->ties);
	if (evidence->threads)
		threads_free(evidence->threads);
	evidence->threads = NULL;
	own_words_free(evidence->own_words);
	evidence->own_words = NULL;
	releases_free(evidence->releases);
	evidence->releases = NULL;
	if (evidence->trials)
		g_array_unref(evidence->trials);
	evidence->trials = NULL;
	if (evidence->neighbours)
		g_array_unref(evidence->neighbours);
	evidence->neighbours = NULL;
	evidence->ties = NULL;
}

/* In the message's order: the culprit is looked up, and so is what the patch takes back. */
static void collect_named(const struct view *view, struct facts *out)
{
	const GArray *references = view->patch->references;

	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind == REFERENCE_FIXES)
			add_culprit(view, reference, NULL, out);
		else if (reference->kind == REFERENCE_REVERTS &&
			 !target_is_second_name(view->evidence->target, references, reference))
			add_taken_back(view, reference, out);
	}
}

void evidence_collect(const struct evidence *evidence, size_t index, struct facts *out)
{
	struct view view = {
		.evidence = evidence,
		.patch = queue_at(evidence->queue, index),
		.upstream = &evidence->upstreams[index],
	};

	facts_init(out);
	collect_problems(&view, out);
	collect_origin(&view, out);
	collect_followups(&view, out);
	collect_series(&view, out);
	collect_presence(&view, out);
	collect_named(&view, out);
	collect_cves(&view, out);
	collect_pair(&view, out);
	collect_code_there(&view, out);
	collect_application(&view, out);
	collect_prerequisites(&view, out);
	collect_needed(&view, out);
	collect_absent_names(&view, out);
	collect_proved(&view, out);
	collect_built_on(&view, out);
	collect_traits(&view, out);
	collect_housekeeping(&view, out);
	collect_nomination(&view, out);
	collect_own_words(&view, out);
	collect_neighbours(&view, out);
	collect_people(&view, out);
	collect_ignored(&view, out);
	collect_siblings(&view, out);
	collect_thread(&view, out);
}
