/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the target has a patch already, and what speaks against it. */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "evidence/trial.h"
#include "match/difference.h"

/* Where the tree has the commit that the patch was made from; false when it lacks it. */
static bool is_there(const struct view *view, guint32 at, struct presence *presence)
{
	const struct commit_id *id = &history_at(view->evidence->history, at)->id;

	*presence = target_find(view->evidence->target, id, view->patch);
	switch (presence->state) {
	case PRESENCE_BASE:
		return !target_base_undid(view->evidence->target, at);
	case PRESENCE_BRANCH:
	case PRESENCE_QUEUED_BEFORE:
		return true;
	default:
		return false;
	}
}

/* What trying it shows. */
enum agreement {
	AGREES,	   /* it does not apply, or changes nothing */
	DISAGREES, /* it applies, so that what it makes is not there */
	UNTRIED,
};

static enum agreement ask_trial(const struct view *view, const struct presence *presence)
{
	const struct trial *trial =
		view->evidence->trials ? trial_at(view->evidence, view->patch->position) : NULL;

	/* It is tried on base and queue, which lack what the branch took later. */
	if (presence->state == PRESENCE_BRANCH || !trial ||
	    trial->application.kind == APPLICATION_NOT_TRIED ||
	    trial->application.kind == APPLICATION_UNKNOWN)
		return UNTRIED;
	return trial->application.kind <= APPLICATION_FUZZY ? DISAGREES : AGREES;
}

/* Whether what brought the commit at position made another change than the patch does. */
static bool is_another_change(const struct view *view, guint32 position,
			      const struct presence *presence)
{
	const struct history *history = view->evidence->history;
	const struct diff *ours = &view->patch->diff;
	struct commit_id base;
	struct repo *repo = presence->has_commit ? target_repo(view->evidence->target, &base)
						 : history_repo(history);
	g_autoptr(GPtrArray) paths = NULL;
	struct diff theirs = { 0 };
	char *text = NULL;
	bool cut = false, differs;

	if (presence->patch) {
		paths = difference_paths(ours, &presence->patch->diff);
		return paths->len > 0;
	}
	if (!repo || !repo_diff(repo,
				presence->has_commit ? &presence->commit
						     : &history_at(history, position)->id,
				PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return false;
	diff_parse(&theirs, text, 1);
	paths = difference_paths(ours, &theirs);
	differs = !cut && paths->len > 0;
	diff_clear(&theirs);
	return differs;
}

/*
 * A commit may be there in part, and this be the rest; or a tree that took it back, or has one of
 * the same name, is taken to have it. name and clause say what is there and where.
 */
static void add_objection(const struct view *view, guint32 position,
			  const struct presence *presence, const char *name, const char *clause,
			  struct facts *out)
{
	enum agreement agreement = ask_trial(view, presence);
	bool queued = presence->state == PRESENCE_QUEUED_BEFORE;
	bool applies = agreement == DISAGREES;
	const struct history_commit *commit = history_at(view->evidence->history, position);
	struct fact fact = { .has_id = true,
			     .id = commit->id,
			     .subject = g_strdup(commit->subject),
			     .proof = g_strdup(view->upstream->proof) };

	if (agreement != AGREES && (queued || applies) && view->upstream->certain &&
	    view->upstream->positions->len == 1 && is_another_change(view, position, presence)) {
		fact.kind = FACT_PRESENCE_ALREADY_DIFFERS;
		fact.says = g_strdup_printf("%s %s, with another change than this%s", name, clause,
					    applies ? ", which applies on top of it" : "");
		facts_add(out, fact);
	} else if (applies) {
		fact.kind = FACT_PRESENCE_ALREADY_APPLIES;
		fact.says = g_strdup_printf(
			"%s%s %s, and yet the patch applies", name,
			view->upstream->how == UPSTREAM_SUBJECT ? ", which has its subject," : "",
			clause);
		facts_add(out, fact);
	} else {
		g_free(fact.subject);
		g_free(fact.proof);
	}
}

/* Whether the patch is a commit of the base's own, named by its id; of the branch none is known. */
static bool is_own(const struct view *view)
{
	bool on_line;

	return view->patch->has_commit && target_place(view->evidence->target, &view->patch->commit,
						       &on_line) != TARGET_NOWHERE;
}

/* One of which upstream has none. */
static void add_own(const struct view *view, struct facts *out)
{
	const struct patch *patch = view->patch;
	g_autofree char *name = fact_commit_name(&patch->commit, patch->message.subject);

	facts_add(out, (struct fact){
			       .kind = FACT_PRESENCE_ALREADY,
			       .state = FACT_STATE_BASE,
			       .has_id = true,
			       .id = patch->commit,
			       .subject = g_strdup(patch->message.subject),
			       .says = g_strdup_printf("%s is in the base", name),
		       });
}

/* Of a patch made from several commits some may be there: then it is not. */
void collect_presence(const struct view *view, struct facts *out)
{
	const struct upstream *upstream = view->upstream;
	struct presence presence;

	if (!upstream->positions->len && is_own(view))
		add_own(view, out);
	for (guint i = 0; i < upstream->positions->len; i++)
		if (!is_there(view, g_array_index(upstream->positions, guint32, i), &presence))
			return;
	for (guint i = 0; i < upstream->positions->len; i++) {
		guint32 at = g_array_index(upstream->positions, guint32, i);
		const struct history_commit *commit = history_at(view->evidence->history, at);
		enum fact_state state;

		is_there(view, at, &presence);
		state = fact_state_of(presence.state);

		g_autofree char *clause = state_clause(&presence, state);
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
		/* Of the very commit it is plain what it changes and that it is there. */
		if (!is_own(view))
			add_objection(view, at, &presence, name, clause, out);
	}
}
