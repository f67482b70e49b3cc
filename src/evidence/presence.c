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

/* A commit that the patch names, with where it is. False when the reference leads nowhere. */
static bool describe_named(const struct view *view, const struct reference *reference,
			   const char *what, struct fact *fact)
{
	const struct history *history = view->evidence->history;
	bool resolved = false;
	struct presence_answer answer = target_find_reference(view->evidence->target, reference,
							      view->patch, &fact->id, &resolved);
	guint32 at;

	fact->proof = slice_dup(reference->line);
	if (!resolved)
		return false;
	at = history ? history_find(history, &fact->id) : HISTORY_NONE;
	fact->has_id = true;
	fact->state = fact_state_of(answer.state);
	if (at != HISTORY_NONE)
		fact->subject = g_strdup(history_at(history, at)->subject);
	else if (answer.patch)
		fact->subject = g_strdup(answer.patch->message.subject);

	g_autofree char *clause = state_clause(&answer, fact->state);
	g_autofree char *name = fact_commit_name(&fact->id, fact->subject);

	fact->says = g_strdup_printf("%s %s and %s", name, what, clause);
	return true;
}

static void add_repaired(const struct view *view, const struct reference *reference,
			 struct facts *out)
{
	const struct history *history = view->evidence->history;
	struct fact fact = { .kind = FACT_PRESENCE_REPAIRED };

	if (describe_named(view, reference, "brought the bug", &fact)) {
		facts_add(out, fact);
		return;
	}
	/* Only a whole upstream can say that a commit does not exist. */
	if (history && history_kind(history) == HISTORY_REPOSITORY) {
		fact.kind = FACT_PRESENCE_REPAIRED_UNKNOWN;
		fact.says = g_strdup_printf("its Fixes: tag names %.12s, which is no commit of upstream or the target",
					    *reference->hex ? reference->hex : "a title");
		facts_add(out, fact);
	} else {
		g_free(fact.proof);
	}
}

static void add_taken_back(const struct view *view, const struct reference *reference,
			   struct facts *out)
{
	struct fact fact = { .kind = FACT_PRESENCE_TAKEN_BACK };

	if (describe_named(view, reference, "is what it takes back", &fact))
		facts_add(out, fact);
	else
		g_free(fact.proof);
}

/* A revert says the same twice: its subject quotes the title, its body has the id. */
static bool has_id_of(const GArray *references, enum reference_kind kind)
{
	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind == kind && *reference->hex)
			return true;
	}
	return false;
}

static void collect_named(const struct view *view, struct facts *out)
{
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	bool revert_by_id;

	references_scan(view->patch->message.subject, view->patch->message.body, references);
	revert_by_id = has_id_of(references, REFERENCE_REVERTS);
	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind == REFERENCE_FIXES)
			add_repaired(view, reference, out);
		else if (reference->kind == REFERENCE_REVERTS && (*reference->hex || !revert_by_id))
			add_taken_back(view, reference, out);
	}
}

void collect_presence(const struct view *view, struct facts *out)
{
	collect_already(view, out);
	collect_named(view, out);
}
