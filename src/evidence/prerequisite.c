/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Declared needs. What a patch needs without saying so is for prerequisite-*.c to prove. */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "evidence/tie.h"
#include "message/reference.h"

static void add_declared(const struct view *view, const struct reference *reference,
			 struct facts *out)
{
	const struct history *history = view->evidence->history;
	bool dependency = reference->kind == REFERENCE_STABLE_DEP;
	struct commit_id id = { { 0 } };
	bool resolved = false;
	struct presence presence = target_find_reference(view->evidence->target, reference,
							 view->patch, &id, &resolved);
	struct fact fact = { .proof = slice_dup(reference->line) };
	guint32 at = resolved && history ? history_find(history, &id) : HISTORY_NONE;

	fact.kind = dependency ? FACT_ROLE_DEPENDENCY : FACT_PREREQUISITE_DECLARED;
	if (!resolved) {
		/* Only a whole upstream can say that a commit does not exist. */
		if (history && history_kind(history) == HISTORY_REPOSITORY && !dependency)
			fact.kind = FACT_PREREQUISITE_UNKNOWN;
		else
			fact.state = FACT_STATE_UNKNOWN;
		fact.says = g_strdup_printf(
			dependency ? "it is there for the sake of %.12s"
				   : "it says it needs %.12s, which is not known here",
			reference->hex);
		facts_add(out, fact);
		return;
	}
	fact.has_id = true;
	fact.id = id;
	fact.position = at;
	fact.subject = at == HISTORY_NONE ? NULL : g_strdup(history_at(history, at)->subject);
	fact.state = fact_state_of(presence.state);

	g_autofree char *clause = state_clause(&presence, fact.state);
	g_autofree char *name = fact_commit_name(&id, fact.subject);

	fact.says = g_strdup_printf(dependency ? "it is there for the sake of %s, which %s"
					       : "it says it needs %s, which %s",
				    name, clause);
	facts_add(out, fact);
	if (dependency && presence.patch)
		facts_add(out, (struct fact){
				       .kind = FACT_ROLE_NEEDED,
				       .entry = presence.patch->position,
				       .state = fact_state_of(presence.state),
				       .has_id = true,
				       .id = id,
				       .subject = g_strdup(presence.patch->message.subject),
				       .proof = slice_dup(reference->line),
				       .says = g_strdup_printf("%s needs it and %s", name, clause),
			       });
}

static bool names_us(const struct view *view, const char *hex)
{
	if (view->upstream->has_id && commit_id_has_prefix(&view->upstream->id, hex))
		return true;
	return view->patch->has_commit && commit_id_has_prefix(&view->patch->commit, hex);
}

void collect_prerequisites(const struct view *view, struct facts *out)
{
	const GArray *references = view->patch->references;

	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind == REFERENCE_STABLE_DEP ||
		    (reference->kind == REFERENCE_PREREQUISITE && !names_us(view, reference->hex)))
			add_declared(view, reference, out);
	}
}
