/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "evidence/companion.h"
#include "evidence/spent.h"
#include "evidence/tie.h"
#include "evidence/trial.h"
#include "match/followup.h"
#include "match/took.h"

/* Of one patch: a commit that hundreds name is named in general. */
enum { FOLLOWUPS_LIMIT = 100 };

static enum fact_kind fact_of(enum followup_kind kind)
{
	static const enum fact_kind kinds[] = {
		[FOLLOWUP_FIX] = FACT_FOLLOWUP_FIX,
		[FOLLOWUP_FIX_WORDS] = FACT_FOLLOWUP_FIX_WORDS,
		[FOLLOWUP_REVERT] = FACT_FOLLOWUP_REVERT,
		[FOLLOWUP_REAPPLY] = FACT_FOLLOWUP_REAPPLY,
		[FOLLOWUP_MENTION] = FACT_FOLLOWUP_MENTION,
	};

	return kinds[kind];
}

/*
 * What a follow-up is said to act on: "it", "0123456789ab ("subject"), which came with it,",
 * "0123456789ab ("Merge ..."), with which it came,", or "111965395b37, which fixes it,". A longer
 * chain is not told whole: each of it is told of by itself. The caller frees.
 */
static char *object_of(const struct view *view, const GArray *followups, const struct followup *of)
{
	const struct history *history = view->evidence->history;
	const struct followup *followup;
	g_autofree char *object = NULL;

	if (of->merge) {
		const struct history_commit *merge = history_at(history, of->merge);
		struct followup itself = *of;
		g_autofree char *name = fact_commit_name(&merge->id, merge->subject);

		itself.merge = 0;
		object = object_of(view, followups, &itself);
		return g_strdup_printf("%s, with which %s came,", name, object);
	}
	if (!of->before) {
		const struct history_commit *commit = history_at(history, of->object);
		g_autofree char *name = NULL;

		if (took_has(history, view->upstream->positions, of->object))
			return g_strdup("it");
		name = fact_commit_name(&commit->id, commit->subject);
		return g_strdup_printf("%s, which came with it,", name);
	}
	followup = &g_array_index(followups, struct followup, of->before - 1);

	const struct commit_hex id =
		commit_id_short(&history_at(history, followup->position)->id);

	if (followup->before)
		return g_strdup_printf("%s, itself a later follow-up of it,", id.text);
	object = object_of(view, followups, followup);
	return g_strdup_printf("%s, which %s %s%s", id.text, followup_verb(followup->tie), object,
			       g_str_has_suffix(object, ",") ? "" : ",");
}

const struct companion *followup_tried(const struct view *view, guint32 position)
{
	return !view->evidence->trials
		       ? NULL
		       : companion_at(trial_at(view->evidence, view->patch->position)->companions,
				      position);
}

/* Whether it is of no use, or what it acts on is not. */
static bool is_moot(const struct view *view, const GArray *followups,
		    const struct followup *followup)
{
	const struct companion *companion = followup_tried(view, followup->position);

	if (companion && companion_is_moot(companion))
		return true;
	return followup->before &&
	       is_moot(view, followups,
		       &g_array_index(followups, struct followup, followup->before - 1));
}

/* Whether the revert takes back what had done its work: the target may need it still. */
static void add_spent(const struct view *view, const struct history_commit *revert,
		      struct facts *out)
{
	struct repo *repo = history_repo(view->evidence->history);
	g_autofree char *name = fact_commit_name(&revert->id, revert->subject);
	g_autofree char *sentence = NULL;
	struct commit commit;

	if (!repo || !repo_read_commit(repo, &revert->id, &commit, NULL))
		return;
	sentence = spent_sentence(commit.message);
	commit_clear(&commit);
	if (!sentence)
		return;

	char *says = g_strdup_printf("%s says: \"%s\"", name, sentence);

	facts_add(out, (struct fact){ .kind = FACT_FOLLOWUP_SPENT,
				      .has_id = true,
				      .id = revert->id,
				      .subject = g_strdup(revert->subject),
				      .proof = g_steal_pointer(&sentence),
				      .says = says });
}

char *unwanted_clause(const struct view *view, const struct commit_id *id)
{
	const struct evidence *evidence = view->evidence;
	const char *listed = left_out_at(view, id);
	g_autofree char *decided =
		evidence->unwanted ? evidence->unwanted(view->patch, id, evidence->decided_data)
				   : NULL;

	if (listed)
		return g_strdup_printf(", as a list of commits to leave out has it (%s)", listed);
	return decided ? g_strdup_printf(", as people want it (%s)", decided) : NULL;
}

static void add_followup(const struct view *view, const GArray *followups,
			 const struct followup *followup, struct facts *out)
{
	const struct history *history = view->evidence->history;
	const struct history_commit *commit = history_at(history, followup->position);
	const struct companion *companion = followup_tried(view, followup->position);
	guint32 before =
		followup->before
			? g_array_index(followups, struct followup, followup->before - 1).position
			: HISTORY_NONE;
	bool chained = before != HISTORY_NONE;
	enum fact_state state =
		followup->reverted ? FACT_STATE_REVERTED : fact_state_of(followup->presence.state);
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *object = object_of(view, followups, followup);
	g_autofree char *clause = state_clause(&followup->presence, state);
	g_autofree char *how = companion ? companion_clause(companion) : g_strdup("");
	const char *conflict = NULL;
	bool tried = companion && companion_is_tried(companion, &conflict);

	if (state == FACT_STATE_MISSING && is_moot(view, followups, followup))
		state = FACT_STATE_MOOT;
	if (state == FACT_STATE_MISSING) {
		char *wish = unwanted_clause(view, &commit->id);

		if (wish) {
			state = FACT_STATE_LEFT_OUT;
			g_free(how);
			how = wish;
		}
	}
	facts_add(
		out,
		(struct fact){
			.kind = fact_of(followup->kind),
			.state = state,
			.has_id = true,
			.id = commit->id,
			.position = followup->position,
			.entry = followup->presence.patch ? followup->presence.patch->position : 0,
			.chained = chained,
			.object = chained ? history_at(history, before)->id
					  : (struct commit_id){ { 0 } },
			.tried = tried,
			.conflict = g_strdup(conflict),
			.subject = g_strdup(commit->subject),
			.proof = g_strdup(followup->line),
			.says = g_strdup_printf(
				"%s %s %s%s and %s%s", name, followup_verb(followup->tie), object,
				followup->by_title ? " (by its title)" : "", clause, how),
		});
	if (followup->kind == FOLLOWUP_REVERT && !followup->before && !followup->reverted)
		add_spent(view, commit, out);
}

/*
 * Whether another tie of the same patch says as much: a revert names it twice, by title and by id;
 * what a tag or a revert says, words need not.
 */
static bool is_told_better(const struct tie *ties, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (k != i && ties[k].from == ties[i].from) {
			enum fact_kind kind = fact_of(followup_kind_of(ties[i].reference.kind));
			enum fact_kind other = fact_of(followup_kind_of(ties[k].reference.kind));

			if ((other == kind && k < i) ||
			    (kind == FACT_FOLLOWUP_FIX_WORDS &&
			     (other == FACT_FOLLOWUP_FIX || other == FACT_FOLLOWUP_REVERT)))
				return true;
		}
	return false;
}

/* Fixes and reverts that only the queue holds: the branch's own, or no upstream was given. */
static void collect_queued(const struct view *view, struct facts *out)
{
	const struct target *target = view->evidence->target;
	size_t n = 0;
	const struct tie *ties = ties_to(view->evidence->ties, view->patch, &n);

	for (size_t i = 0; i < n; i++) {
		const struct tie *tie = &ties[i];
		enum followup_kind followup = followup_kind_of(tie->reference.kind);
		enum fact_kind kind = fact_of(followup);
		const struct upstream *theirs;
		const struct commit_id *id;

		if (tie->from->position < view->patch->position ||
		    (kind != FACT_FOLLOWUP_FIX && kind != FACT_FOLLOWUP_FIX_WORDS &&
		     kind != FACT_FOLLOWUP_REVERT))
			continue;
		theirs = &view->evidence->upstreams[tie->from->position - 1];
		id = theirs->has_id ? &theirs->id : &tie->from->commit;
		if (facts_have(out, kind, id))
			continue;
		if (is_told_better(ties, n, i))
			continue;
		/* A revert that the queue takes back again does nothing. */
		if (kind == FACT_FOLLOWUP_REVERT && target_taken_back_by(target, tie->from))
			continue;
		facts_add(out, (struct fact){
				       .kind = kind,
				       .state = FACT_STATE_QUEUED_AFTER,
				       .has_id = theirs->has_id || tie->from->has_commit,
				       .id = *id,
				       .position = theirs->position,
				       .entry = tie->from->position,
				       .subject = g_strdup(tie->from->message.subject),
				       .proof = slice_dup(tie->reference.line),
				       .says = g_strdup_printf("the patch at %zu (\"%s\") %s it",
							       tie->from->position,
							       tie->from->message.subject,
							       followup_verb(followup)),
			       });
	}
}

static void collect_upstream(const struct view *view, struct facts *out)
{
	const struct history *history = view->evidence->history;
	g_autoptr(GArray) followups = followups_find(history, view->evidence->target, view->patch,
						     view->upstream->took, FOLLOWUPS_LIMIT);

	for (guint i = 0; i < followups->len; i++)
		add_followup(view, followups, &g_array_index(followups, struct followup, i), out);
}

void collect_followups(const struct view *view, struct facts *out)
{
	if (view->upstream->took->len)
		collect_upstream(view, out);
	collect_queued(view, out);
}
