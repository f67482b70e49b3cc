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
static void add_objection(const struct view *view, const struct commit_id *id, const char *subject,
			  bool differs, bool applies, const char *name, const char *clause,
			  struct facts *out)
{
	struct fact fact = { .kind = differs ? FACT_PRESENCE_ALREADY_DIFFERS
					     : FACT_PRESENCE_ALREADY_APPLIES,
			     .has_id = true,
			     .id = *id,
			     .subject = g_strdup(subject),
			     .proof = g_strdup(view->upstream->proof) };

	if (differs)
		fact.says = g_strdup_printf("%s %s, with another change than this%s", name, clause,
					    applies ? ", which applies on top of it" : "");
	else
		fact.says = g_strdup_printf(
			"%s%s %s, and yet the patch applies", name,
			view->upstream->how == UPSTREAM_SUBJECT ? ", which has its subject," : "",
			clause);
	facts_add(out, fact);
}

/* Add that the target has the commit at position of upstream, and what speaks against it. */
static void add_there(const struct view *view, guint32 position, const struct presence *presence,
		      struct facts *out)
{
	const struct history_commit *commit = history_at(view->evidence->history, position);
	enum fact_state state = fact_state_of(presence->state);
	enum agreement agreement = ask_trial(view, presence);
	bool queued = presence->state == PRESENCE_QUEUED_BEFORE;
	bool applies = agreement == DISAGREES;
	bool differs = agreement != AGREES && (queued || applies) && view->upstream->certain &&
		       view->upstream->positions->len == 1 &&
		       is_another_change(view, position, presence);
	g_autofree char *clause = state_clause(presence, state);
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *again = NULL;

	if (applies && !differs && state == FACT_STATE_BASE)
		again = applies_again_clause(view, out);
	facts_add(out, (struct fact){
			       .kind = FACT_PRESENCE_ALREADY,
			       .state = state,
			       .has_id = true,
			       .id = commit->id,
			       .subject = g_strdup(commit->subject),
			       .proof = g_strdup(view->upstream->proof),
			       .says = g_strdup_printf("%s %s%s", name, clause, again ? again : ""),
		       });
	if (differs || (applies && !again))
		add_objection(view, &commit->id, commit->subject, differs, applies, name, clause,
			      out);
}

/* The caller frees. */
static char *again_clause(const struct commit_id *id, const char *subject)
{
	g_autofree char *name = fact_commit_name(id, subject);

	return g_strdup_printf(", and %s has brought back since what it takes back", name);
}

/*
 * The patch is a commit of the tree's own: whatever upstream has of it, it is there. Its id alone
 * leaves no doubt; a change may have been lost again without a word of it.
 */
static void add_own(const struct view *view, const struct target_own *own, struct facts *out)
{
	const char *subject = view->patch->message.subject;
	struct presence presence = { .state = own->state };
	enum fact_state state = fact_state_of(own->state);
	g_autofree char *name = fact_commit_name(&own->commit, subject);
	g_autofree char *clause = state_clause(&presence, state);
	bool applies = !own->by_id && ask_trial(view, &presence) == DISAGREES;
	g_autofree char *again = !applies ? NULL
				 : own->again_subject
					 ? again_clause(&own->again, own->again_subject)
					 : applies_again_clause(view, out);

	facts_add(out, (struct fact){
			       .kind = FACT_PRESENCE_OWN,
			       .state = state,
			       .has_id = true,
			       .id = own->commit,
			       .subject = g_strdup(subject),
			       .says = g_strdup_printf(
				       "%s%s %s%s", name,
				       own->by_id ? "" : ", the same change by the same author,",
				       clause, again ? again : ""),
		       });
	if (applies && !again)
		add_objection(view, &own->commit, subject, false, true, name, clause, out);
}

/* The tree had it, and took it back by a commit that upstream knows nothing of. */
static void add_undone(const struct target_own *own, const char *subject, struct facts *out)
{
	g_autofree char *name = fact_commit_name(&own->commit, subject);
	g_autofree char *by = fact_commit_name(&own->undone_by, own->undone_subject);

	facts_add(out, (struct fact){
			       .kind = FACT_PRESENCE_UNDONE,
			       .has_id = true,
			       .id = own->undone_by,
			       .subject = g_strdup(own->undone_subject),
			       .says = g_strdup_printf("the target had it as %s, and took it back "
						       "by %s",
						       name, by),
		       });
}

/* Of a patch made from several commits some may be there: then it is not. */
static bool are_all_there(const struct view *view)
{
	const GArray *positions = view->upstream->positions;
	struct presence presence;

	for (guint i = 0; i < positions->len; i++)
		if (!is_there(view, g_array_index(positions, guint32, i), &presence))
			return false;
	return true;
}

void collect_presence(const struct view *view, struct facts *out)
{
	const struct target *target = view->evidence->target;
	const GArray *positions = view->upstream->positions;
	struct target_own own;

	if (target_find_own(target, view->patch, &own)) {
		if (own.undone)
			add_undone(&own, view->patch->message.subject, out);
		else
			add_own(view, &own, out);
		return;
	}
	if (!are_all_there(view)) {
		guint32 at = g_array_index(positions, guint32, 0);

		if (positions->len == 1 && target_find_undone(target, at, &own))
			add_undone(&own, history_at(view->evidence->history, at)->subject, out);
		return;
	}
	for (guint i = 0; i < positions->len; i++) {
		struct presence presence;
		guint32 at = g_array_index(positions, guint32, i);

		is_there(view, at, &presence);
		add_there(view, at, &presence, out);
	}
}
