/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include "read/reference.h"

/* In the base, but taken back there: a mainline revert that the base has too. */
static bool undone_in_base(const struct view *view, guint32 position)
{
	const struct history *history = view->evidence->history;
	const guint8 *in_base = target_in_base(view->evidence->target);
	size_t n = 0;
	const struct history_reference *references = history_references_to(history, position, &n);

	for (size_t i = 0; i < n; i++)
		if (references[i].kind == REFERENCE_REVERTS && in_base && in_base[references[i].from])
			return true;
	return false;
}

static void collect_already(const struct view *view, struct facts *out)
{
	const struct upstream *upstream = view->upstream;

	for (guint i = 0; i < upstream->positions->len; i++) {
		guint32 at = g_array_index(upstream->positions, guint32, i);
		const struct history_commit *commit = history_at(view->evidence->history, at);
		struct presence_answer answer = target_find(view->evidence->target, &commit->id,
							    view->patch);
		enum fact_state state = fact_state_of(answer.state);

		if (state != FACT_STATE_BASE && state != FACT_STATE_BRANCH &&
		    state != FACT_STATE_QUEUED_BEFORE)
			continue;
		if (state == FACT_STATE_BASE && undone_in_base(view, at))
			continue;

		g_autofree char *clause = state_clause(&answer, state);
		g_autofree char *name = fact_commit_name(&commit->id, commit->subject);

		facts_add(out, (struct fact){
				       .kind = FACT_PRESENCE_ALREADY,
				       .state = state,
				       .has_id = true,
				       .id = commit->id,
				       .subject = g_strdup(commit->subject),
				       .proof = g_strdup(upstream->proof),
				       .says = g_strdup_printf("%s %s", name, clause),
			       });
	}
}

static void add_repaired(const struct view *view, const struct reference *reference,
			 struct facts *out)
{
	const struct history *history = view->evidence->history;
	struct commit_id id = { { 0 } };
	bool resolved = false;
	struct presence_answer answer = target_find_hex(view->evidence->target, reference->hex,
							reference->title, view->patch, &id,
							&resolved);
	struct fact fact = { .kind = FACT_PRESENCE_REPAIRED, .proof = slice_dup(reference->line) };
	guint32 at;

	if (!resolved) {
		/* Only a whole upstream can say that a commit does not exist. */
		if (history && history_kind(history) == HISTORY_REPOSITORY) {
			fact.kind = FACT_PRESENCE_REPAIRED_UNKNOWN;
			fact.says = g_strdup_printf("its Fixes: tag names %.12s, which is no commit of upstream",
						    *reference->hex ? reference->hex : "a title");
			facts_add(out, fact);
		} else {
			g_free(fact.proof);
		}
		return;
	}
	at = history ? history_find(history, &id) : HISTORY_NONE;
	fact.has_id = true;
	fact.id = id;
	fact.subject = at == HISTORY_NONE ? NULL : g_strdup(history_at(history, at)->subject);
	fact.state = fact_state_of(answer.state);

	g_autofree char *clause = state_clause(&answer, fact.state);
	g_autofree char *name = fact_commit_name(&id, fact.subject);

	fact.says = g_strdup_printf("the bug came with %s, which %s", name, clause);
	facts_add(out, fact);
}

static void collect_repaired(const struct view *view, struct facts *out)
{
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));

	references_scan(view->patch->message.subject, view->patch->message.body, references);
	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind == REFERENCE_FIXES)
			add_repaired(view, reference, out);
	}
}

void collect_presence(const struct view *view, struct facts *out)
{
	collect_already(view, out);
	collect_repaired(view, out);
}
