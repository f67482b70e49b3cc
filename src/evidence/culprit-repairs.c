/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the commit that brought the bug was itself made for. */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "git/repo.h"
#include "message/reference.h"

/* One that the culprit repairs. */
struct repaired {
	bool there;
	char *says; /* "X is in the base"; the caller frees */
};

static struct repaired look_up(const struct view *view, const struct reference *reference)
{
	const struct history *history = view->evidence->history;
	struct commit_id id;
	bool resolved = false;
	struct presence presence = target_find_reference(view->evidence->target, reference,
							 view->patch, &id, &resolved);
	enum fact_state state = fact_state_of(presence.state);
	guint32 at = resolved ? history_find(history, &id) : HISTORY_NONE;

	if (at == HISTORY_NONE || (state != FACT_STATE_BASE && state != FACT_STATE_BRANCH &&
				   state != FACT_STATE_QUEUED_BEFORE))
		return (struct repaired){ false, NULL };

	g_autofree char *name = fact_commit_name(&id, history_at(history, at)->subject);
	g_autofree char *clause = state_clause(&presence, state);

	return (struct repaired){ true, g_strdup_printf("%s, which %s", name, clause) };
}

/* The first that is named, where all are there; NULL: not all are, or none is named. */
static char *repaired_by(const struct view *view, const struct commit *culprit)
{
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	g_autofree char *subject = NULL;
	const char *body;
	char *first = NULL;

	subject = message_split(culprit->message, &body);
	references_scan(subject, body, references);
	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);
		struct repaired one;

		if (reference->kind != REFERENCE_FIXES)
			continue;
		one = look_up(view, reference);
		if (!one.there) {
			g_free(first);
			return NULL;
		}
		if (first)
			g_free(one.says);
		else
			first = one.says;
	}
	return first;
}

void add_culprit_repairs(const struct view *view, const struct fact *missing, struct facts *out)
{
	const struct history *history = view->evidence->history;
	g_autofree char *repaired = NULL;
	struct commit culprit;

	if (!history || !history_repo(history) ||
	    history_find(history, &missing->id) == HISTORY_NONE ||
	    !repo_read_commit(history_repo(history), &missing->id, &culprit, NULL))
		return;
	repaired = repaired_by(view, &culprit);
	commit_clear(&culprit);
	if (!repaired)
		return;

	g_autofree char *name = fact_commit_name(&missing->id, missing->subject);

	facts_add(out, (struct fact){
			       .kind = FACT_PRESENCE_CULPRIT_REPAIRS,
			       .has_id = true,
			       .id = missing->id,
			       .subject = g_strdup(missing->subject),
			       .proof = g_strdup(missing->proof),
			       .says = g_strdup_printf("%s, which %s names, is missing, and itself "
						       "repairs %s",
						       name, fact_named_by(missing), repaired),
		       });
}
