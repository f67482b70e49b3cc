/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the target has the bug that a patch repairs: the commit that its Fixes: or a record
 * names. */
#include "evidence/parts.h"

#include <string.h>

#include "evidence/clause.h"
#include "evidence/trial.h"
#include "match/code-there.h"
#include "match/took.h"
#include "message/reference.h"

/* Replace what fact says. */
static void say(struct fact *fact, enum fact_state state, char *says)
{
	fact->state = state;
	g_free(fact->says);
	fact->says = says;
}

/*
 * That the named commit is missing proves little where it was taken back, or only moved the code.
 */
static void qualify_missing(const struct view *view, const struct reference *reference,
			    struct fact *fact)
{
	const char *by = fact_named_by(fact);
	struct history *history = view->evidence->history;
	const struct target *target = view->evidence->target;
	const struct patch *queued = target_queued(target, reference, view->patch);
	const struct patch *reverter = queued ? target_taken_back_by(target, queued) : NULL;
	g_autofree char *name = fact_commit_name(&fact->id, fact->subject);
	guint32 at = history ? history_find(history, &fact->id) : HISTORY_NONE;
	guint32 revert = HISTORY_NONE;
	const GPtrArray *paths;

	if (at == HISTORY_NONE)
		return;
	if (reverter) {
		say(fact, FACT_STATE_REVERTED,
		    g_strdup_printf("%s, which %s names, is queued at %zu and taken back at %zu",
				    name, by, queued->position, reverter->position));
	} else if (history_is_reverted(history, at, &revert)) {
		say(fact, FACT_STATE_REVERTED,
		    g_strdup_printf("%s, which %s names, was reverted upstream by %s", name, by,
				    commit_id_short(&history_at(history, revert)->id).text));
	} else {
		paths = history_paths(history, at);
		if (paths && paths->len > CODE_WIDE_FILES && has_moved_file(view, at))
			say(fact, FACT_STATE_UNKNOWN,
			    g_strdup_printf("%s, which %s names, is missing, but changes "
					    "%u files and may only have moved the bug",
					    name, by, paths->len));
	}
}

/* A patch made from a commit and its fix carries the tag of the fix, which is about itself. */
static bool is_own(const struct view *view, const struct reference *reference)
{
	const struct history *history = view->evidence->history;
	guint32 at = view->upstream->took->len > 1
			     ? history_find_reference(history, reference->hex, reference->title,
						      (guint32)history_length(history), NULL)
			     : HISTORY_NONE;

	return at != HISTORY_NONE && took_has(history, view->upstream->took, at);
}

void add_culprit(const struct view *view, const struct reference *reference, const char *by,
		 struct facts *out)
{
	const struct history *history = view->evidence->history;
	struct fact fact = { .kind = FACT_PRESENCE_REPAIRED };

	if (is_own(view, reference))
		return;
	if (describe_named(view, reference, "brought the bug", &fact)) {
		fact.by = g_strdup(by);
		if (fact.state == FACT_STATE_MISSING) {
			g_autofree char *plain = fact.says;
			g_autofree char *release = release_clause(
				view->evidence->releases,
				history ? history_find(history, &fact.id) : HISTORY_NONE);

			fact.says = g_strconcat(plain, release, NULL);
			qualify_missing(view, reference, &fact);
		}
		if (fact.state == FACT_STATE_MISSING)
			add_culprit_repairs(view, &fact, out);
		facts_add(out, fact);
		return;
	}
	/* Only a whole upstream can say that a commit does not exist. */
	if (history && history_kind(history) == HISTORY_REPOSITORY) {
		fact.kind = FACT_PRESENCE_REPAIRED_UNKNOWN;
		fact.says = g_strdup_printf("its Fixes: tag names %.12s, which leads to no single "
					    "commit of upstream or the target",
					    *reference->hex ? reference->hex : "a title");
		facts_add(out, fact);
	} else {
		g_free(fact.proof);
	}
}
