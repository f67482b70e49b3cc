/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A commit that a patch names, and where the target has it. */
#include "evidence/parts.h"

#include "evidence/clause.h"

bool describe_named(const struct view *view, const struct reference *reference, const char *what,
		    struct fact *fact)
{
	const struct history *history = view->evidence->history;
	bool resolved = false;
	struct presence presence = target_find_reference(view->evidence->target, reference,
							 view->patch, &fact->id, &resolved);
	guint32 at;

	fact->proof = slice_dup(reference->line);
	if (!resolved)
		return false;
	at = history ? history_find(history, &fact->id) : HISTORY_NONE;
	fact->has_id = true;
	fact->entry = presence.patch ? presence.patch->position : 0;
	fact->state = fact_state_of(presence.state);
	if (at != HISTORY_NONE)
		fact->subject = g_strdup(history_at(history, at)->subject);
	else if (presence.patch)
		fact->subject = g_strdup(presence.patch->message.subject);

	g_autofree char *clause = state_clause(&presence, fact->state);
	g_autofree char *name = fact_commit_name(&fact->id, fact->subject);

	fact->says = g_strdup_printf("%s %s and %s", name, what, clause);
	return true;
}
