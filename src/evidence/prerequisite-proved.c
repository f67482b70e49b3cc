/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Needs that nobody declared, found and proved by applying: see trial.h. */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "evidence/trial.h"
#include "match/followup.h"
#include "match/took.h"

enum {
	FOLLOWUPS_LIMIT = 8, /* of one needed commit */
	CULPRITS_TOLD = 3,   /* of a patch that no set makes apply */
};

static char *name_at(const struct history *history, guint32 position)
{
	const struct history_commit *commit = history_at(history, position);

	return fact_commit_name(&commit->id, commit->subject);
}

static bool is_among(const GArray *members, guint32 position)
{
	for (guint i = 0; i < members->len; i++)
		if (g_array_index(members, struct prerequisite, i).position == position)
			return true;
	return false;
}

/* Fixes of what is needed, which would be needed next. */
static void add_followups(const struct view *view, const GArray *members, guint32 position,
			  struct facts *out)
{
	const struct history *history = view->evidence->history;
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) followups = NULL;

	g_array_append_val(positions, position);
	followups = followups_find(history, view->evidence->target, view->patch, positions,
				   FOLLOWUPS_LIMIT);
	for (guint i = 0; i < followups->len; i++) {
		const struct followup *followup = &g_array_index(followups, struct followup, i);
		const struct history_commit *commit = history_at(history, followup->position);
		enum fact_state state = fact_state_of(followup->presence.state);

		if (!followup_is_fix(followup->kind) || followup->reverted || followup->before ||
		    took_has(history, view->upstream->took, followup->position) ||
		    is_among(members, followup->position))
			continue;
		g_autofree char *name = name_at(history, followup->position);
		g_autofree char *clause = state_clause(&followup->presence, state);

		facts_add(out,
			  (struct fact){
				  .kind = FACT_PREREQUISITE_FOLLOWUP,
				  .state = state,
				  .has_id = true,
				  .id = commit->id,
				  .position = followup->position,
				  .chained = true,
				  .object = history_at(history, position)->id,
				  .subject = g_strdup(commit->subject),
				  .proof = g_strdup(followup->line),
				  .says = g_strdup_printf(
					  "it needs %s, whose later fix%s, %s, %s",
					  commit_id_short(&history_at(history, position)->id).text,
					  followup->kind == FOLLOWUP_FIX ? "" : " by its words",
					  name, clause),
			  });
	}
}

/* "it applies only on top of X, which is missing (a fix itself, 12 lines)" */
static char *say_prerequisite(const struct view *view, const struct prerequisite *one,
			      enum fact_state state)
{
	const struct history *history = view->evidence->history;
	g_autofree char *name = name_at(history, one->position);
	g_autofree char *user =
		one->user == HISTORY_NONE ? g_strdup("it") : name_at(history, one->user);
	g_autofree char *clause = state_clause(&one->presence, state);
	g_autofree char *turn =
		state == FACT_STATE_QUEUED_AFTER
			? g_strdup_printf(" and should stand at %zu", view->patch->position)
			: g_strdup("");

	g_autofree char *how = one->why == PREREQUISITE_NAME
				       ? g_strdup_printf("uses %s, which comes with", one->name)
				       : g_strdup("applies only on top of");

	return g_strdup_printf("%s %s %s, which %s%s (%s, %zu lines)", user, how, name, clause,
			       turn, one->is_fix ? "a fix itself" : "no fix by its tags",
			       one->lines_changed);
}

static void add_member(const struct view *view, const GArray *members,
		       const struct prerequisite *one, struct facts *out)
{
	const struct history *history = view->evidence->history;
	const struct history_commit *commit = history_at(history, one->position);
	enum fact_state state = fact_state_of(one->presence.state);

	if (one->reverted)
		facts_add(out,
			  (struct fact){
				  .kind = FACT_PREREQUISITE_REVERTED,
				  .has_id = true,
				  .id = commit->id,
				  .subject = g_strdup(commit->subject),
				  .says = g_strdup_printf("upstream took back %s, which it needs",
							  commit_id_short(&commit->id).text),
			  });
	add_followups(view, members, one->position, out);
	/* What the patch itself declares or uses has been told already. */
	if (one->why == PREREQUISITE_DECLARED ||
	    (one->why == PREREQUISITE_NAME && one->user == HISTORY_NONE))
		return;
	facts_add(out, (struct fact){
			       .kind = one->why == PREREQUISITE_NAME ? FACT_PREREQUISITE_SEMANTIC
								     : FACT_PREREQUISITE_TEXTUAL,
			       .state = state,
			       .has_id = true,
			       .id = commit->id,
			       .position = one->position,
			       .entry = one->presence.patch ? one->presence.patch->position : 0,
			       .subject = g_strdup(commit->subject),
			       .proof = g_strdup(one->proof),
			       .says = say_prerequisite(view, one, state),
		       });
}

/* Those that the patch itself needs, or those that they need in turn, in the order to apply them.
 */
static void add_members(const struct view *view, const GArray *members, bool own, struct facts *out)
{
	for (guint i = 0; i < members->len; i++) {
		const struct prerequisite *one = &g_array_index(members, struct prerequisite, i);

		if ((one->user == HISTORY_NONE) == own)
			add_member(view, members, one, out);
	}
}

/* Where no set was proved: who made the lines that the patch itself looks for. */
static void add_culprits(const struct view *view, const GArray *members, struct facts *out)
{
	guint n = 0;

	for (guint i = 0; i < members->len && n < CULPRITS_TOLD; i++) {
		const struct prerequisite *one = &g_array_index(members, struct prerequisite, i);
		const struct history_commit *commit =
			history_at(view->evidence->history, one->position);
		enum fact_state state = fact_state_of(one->presence.state);

		if (one->user != HISTORY_NONE || one->why != PREREQUISITE_TEXT)
			continue;
		g_autofree char *name = name_at(view->evidence->history, one->position);
		g_autofree char *clause = state_clause(&one->presence, state);

		n++;
		facts_add(out,
			  (struct fact){
				  .kind = FACT_PREREQUISITE_TEXTUAL,
				  .state = state,
				  .has_id = true,
				  .id = commit->id,
				  .position = one->position,
				  .subject = g_strdup(commit->subject),
				  .proof = g_strdup(one->proof),
				  .says = g_strdup_printf("it was made for lines of %s, which %s",
							  name, clause),
			  });
	}
}

static void add_outcome(enum fact_kind kind, const char *proof, char *says, struct facts *out)
{
	facts_add(out, (struct fact){ .kind = kind, .proof = g_strdup(proof), .says = says });
}

/* NULL: what it uses itself and nothing brings has been told. */
static char *say_unproved(const struct trial *trial, guint n)
{
	if (trial->prerequisites.by_name)
		return n ? g_strdup("what it needs uses in turn what nothing brings") : NULL;
	if (application_succeeded(&trial->application))
		return g_strdup("what would bring the names that it uses does not apply itself");
	if (!n)
		return g_strdup("it does not apply, and nothing that upstream did to those lines "
				"since is missing");
	return g_strdup_printf("it does not apply even on top of the %u upstream commits that "
			       "changed those lines",
			       n);
}

static char *say_many(const struct trial *trial)
{
	return g_strdup_printf("it %s, and more than %d commits would have to come first",
			       application_succeeded(&trial->application) ? "would not build"
									  : "does not apply",
			       PREREQUISITES_LIMIT);
}

/* "on top of 0123456789ab and 123456789abc it applies: tried in memory, ..." */
static char *say_proved(const struct view *view, const GArray *members)
{
	g_autoptr(GString) ids = g_string_new(NULL);

	for (guint i = 0; i < members->len; i++) {
		guint32 at = g_array_index(members, struct prerequisite, i).position;

		g_string_append_printf(ids, "%s%s",
				       i == 0		       ? ""
				       : i + 1 == members->len ? " and "
							       : ", ",
				       commit_id_short(&history_at(view->evidence->history, at)->id)
					       .text);
	}
	return g_strdup_printf("on top of %s it applies: tried in memory%s", ids->str,
			       members->len > 1 ? ", and none can be left out" : "");
}

static void collect_needs(const struct view *view, const struct trial *trial, struct facts *out)
{
	const struct prerequisites *found = &trial->prerequisites;
	guint n = found->members ? found->members->len : 0;
	char *says;

	switch (found->outcome) {
	case PREREQUISITES_PROVED:
		add_members(view, found->members, true, out);
		add_members(view, found->members, false, out);
		facts_set_number(out, FACT_NUMBER_PREREQUISITES, n);
		facts_set_number(out, FACT_NUMBER_PREREQUISITE_LINES,
				 (gint64)prerequisites_lines(found));
		add_outcome(FACT_PREREQUISITE_PROVED, NULL, say_proved(view, found->members), out);
		break;
	case PREREQUISITES_UNPROVED:
		add_culprits(view, found->members, out);
		says = say_unproved(trial, n);
		if (says)
			add_outcome(FACT_PREREQUISITE_UNPROVED, found->stuck, says, out);
		break;
	case PREREQUISITES_MANY:
		add_culprits(view, found->members, out);
		add_outcome(FACT_PREREQUISITE_MANY, found->stuck, say_many(trial), out);
		break;
	case PREREQUISITES_NOTHING:
	case PREREQUISITES_UNKNOWN:
	case PREREQUISITES_NOT_ASKED:
		break;
	}
}

static void add_needed(const struct view *view, const struct patch *by, bool for_name,
		       struct facts *out)
{
	bool before = by->position < view->patch->position;

	add_needed_by(view, by, NULL,
		      g_strdup_printf("the patch at %zu (\"%s\") %s without it%s", by->position,
				      by->message.subject,
				      for_name ? "would not build" : "does not apply",
				      before ? " and stands before it" : ""),
		      out);
}

/* What the entry of a trial lacks when its turn comes and patch brings; NULL: nothing. */
static const struct prerequisite *lacks(const struct trial *trial, const struct patch *patch)
{
	const GArray *members = trial->prerequisites.members;

	for (guint i = 0; trial->prerequisites.outcome == PREREQUISITES_PROVED && i < members->len;
	     i++) {
		const struct prerequisite *one = &g_array_index(members, struct prerequisite, i);

		if (one->presence.patch == patch && one->why != PREREQUISITE_DECLARED)
			return one;
	}
	return NULL;
}

static bool leans(const struct trial *trial, size_t position)
{
	for (guint i = 0; i < trial->leans_on->len; i++)
		if (g_array_index(trial->leans_on, size_t, i) == position)
			return true;
	return false;
}

bool rests_on(const struct evidence *evidence, size_t entry, const struct patch *patch)
{
	const struct trial *trial = evidence->trials ? trial_at(evidence, entry) : NULL;

	return trial && (lacks(trial, patch) || leans(trial, patch->position));
}

void collect_proved(const struct view *view, struct facts *out)
{
	const struct evidence *evidence = view->evidence;
	const struct patch *revert = target_taken_back_by(evidence->target, view->patch);
	const struct trial *own;

	if (!evidence->trials)
		return;
	own = trial_at(evidence, view->patch->position);
	collect_needs(view, own, out);
	for (guint i = 0; own->needed_by && i < own->needed_by->len; i++) {
		size_t position = g_array_index(own->needed_by, size_t, i);
		const struct trial *trial = trial_at(evidence, position);
		const struct prerequisite *one = lacks(trial, view->patch);
		const struct patch *by = queue_at(evidence->queue, position - 1);

		/* Its revert needs it, and is no reason to take it. */
		if (by != revert && (one || leans(trial, view->patch->position)))
			add_needed(view, by, one && one->why == PREREQUISITE_NAME, out);
	}
}
