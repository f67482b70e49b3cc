/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the code that a patch changes is in its target. */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "evidence/trial.h"
#include "match/renames.h"
#include "message/nomination.h"

bool has_moved_file(const struct view *view, guint32 position)
{
	return renames_moved_file(view->evidence->history, position, &view->patch->diff);
}

static bool names_culprit(const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (facts_at(facts, i)->kind == FACT_PRESENCE_REPAIRED ||
		    facts_at(facts, i)->kind == FACT_PRESENCE_REPAIRED_UNKNOWN ||
		    facts_at(facts, i)->kind == FACT_PRESENCE_TAKEN_BACK)
			return true;
	return false;
}

/* The first of the commits that made the lines which the patch looks for in vain; NULL: unknown. */
static const struct prerequisite *maker_of(const struct trial *trial)
{
	const GArray *members = trial->prerequisites.members;

	for (guint i = 0; members && i < members->len; i++) {
		const struct prerequisite *one = &g_array_index(members, struct prerequisite, i);

		if (one->why == PREREQUISITE_TEXT && one->user == HISTORY_NONE &&
		    one->presence.state == PRESENCE_MISSING)
			return one;
	}
	return NULL;
}

/*
 * Whether one of these commits gave the file its name: another one of that name may be there, where
 * the lines were looked for in vain.
 */
static bool is_of_moved_file(const struct view *view, const struct trial *trial)
{
	const GArray *members = trial->prerequisites.members;

	for (guint i = 0; members && i < members->len; i++) {
		const struct prerequisite *one = &g_array_index(members, struct prerequisite, i);

		if (one->why == PREREQUISITE_TEXT && has_moved_file(view, one->position))
			return true;
	}
	return false;
}

/* No tag says what it repairs: the lines themselves do, where not one of them is there. */
static void add_foreign(const struct view *view, const struct trial *trial, struct facts *out)
{
	const struct code_there *code = &trial->code;
	const struct prerequisite *maker = maker_of(trial);
	const struct history_commit *commit;

	if (!maker || !code_there_none(code))
		return;
	if (is_of_moved_file(view, trial))
		return;
	commit = history_at(view->evidence->history, maker->position);

	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *release = release_clause(view->evidence->releases, maker->position);
	g_autofree char *function =
		code->function ? g_strdup_printf(", nor is %s()", code->function) : g_strdup("");

	facts_add(out,
		  (struct fact){
			  .kind = FACT_PRESENCE_CODE_FOREIGN,
			  .state = FACT_STATE_MISSING,
			  .has_id = true,
			  .id = commit->id,
			  .subject = g_strdup(commit->subject),
			  .proof = g_strdup(maker->proof),
			  .says = g_strdup_printf(
				  "none of the %zu lines that it changes or stands between is in "
				  "the target%s: %s made them and is missing%s",
				  code->total[CODE_REMOVED] + code->total[CODE_AROUND], function,
				  name, release),
		  });
}

/* "but no line that X added is": why the culprit is not there. The caller frees. */
static char *say_not_made(const struct code_there *theirs, const char *culprit)
{
	if (!theirs->total[CODE_ADDED])
		return g_strdup_printf("and so is all that %s removed", culprit);
	if (!theirs->found[CODE_ADDED])
		return g_strdup_printf("but no line that %s added is", culprit);
	return g_strdup_printf("but of the %zu lines that %s added only %zu",
			       theirs->total[CODE_ADDED], culprit, theirs->found[CODE_ADDED]);
}

/*
 * Whether the bug may be older than what its Fixes: names. Of the files that the commit touches it
 * changes none, what it needs is all there, and who asks for stable trees, or has made a patch for
 * one of it, may have looked. Fixes: alone is what scripts go by.
 */
static bool may_be_older(const struct view *view, const struct trial *trial)
{
	return trial->culprit_elsewhere && trial->application.kind <= APPLICATION_MOVED &&
	       !trial_lacks_names(trial) &&
	       (view->upstream->how != UPSTREAM_ID || nomination_is_there(&view->patch->message));
}

/*
 * What its Fixes: names is missing. Where the lines that it changes are there all the same, either
 * that commit is there unseen, or the bug is what the rest of it made of these lines.
 */
static void add_code(const struct view *view, const struct trial *trial, const struct fact *missing,
		     struct facts *out)
{
	const struct code_there *code = &trial->code;
	enum code_side side = code->total[CODE_REMOVED] ? CODE_REMOVED : CODE_AROUND;
	size_t total = code->total[side];
	/* Whole: what it changes is there, by whatever name the file goes. */
	size_t found = trial->application.kind <= APPLICATION_MOVED ? total : code->found[side];
	/* So much of files that it does not touch is hardly its making. */
	bool elsewhere = side == CODE_REMOVED && may_be_older(view, trial);
	bool made = trial->culprit == HISTORY_NONE || elsewhere ||
		    code_there_made(&trial->culprit_code);
	g_autofree char *lines =
		lines_clause(found, total, side == CODE_REMOVED ? "removes" : "stands between");
	struct fact fact = {
		.kind = FACT_PRESENCE_CODE,
		.state = found == total && made ? FACT_STATE_BASE : FACT_STATE_MISSING,
		.proof = g_strdup(code->path),
	};

	if (found == total && made) {
		g_autofree char *name = fact_commit_name(&missing->id, missing->subject);

		fact.has_id = true;
		fact.id = missing->id;
		fact.by = g_strdup(missing->by);
		fact.subject = g_strdup(missing->subject);
		fact.says = g_strdup_printf("%s, which %s names, is not in the target%s, yet of "
					    "this patch %s there",
					    name, fact_named_by(missing),
					    elsewhere ? " and changes none of this patch's files"
						      : "",
					    lines);
	} else if (found == total) {
		const struct history_commit *culprit =
			history_at(view->evidence->history, trial->culprit);
		g_autofree char *why =
			say_not_made(&trial->culprit_code, commit_id_short(&culprit->id).text);

		fact.says = g_strdup_printf("%s in the target, %s", lines, why);
	} else {
		fact.says = g_strdup_printf("%s in the target", lines);
	}
	facts_add(out, fact);
}

void collect_code_there(const struct view *view, struct facts *out)
{
	const struct fact *missing = facts_missing_culprit(out);
	const struct trial *trial =
		view->evidence->trials ? trial_at(view->evidence, view->patch->position) : NULL;

	if (!trial)
		return;
	if (!missing) {
		if (!names_culprit(out) && !application_succeeded(&trial->application))
			add_foreign(view, trial, out);
	} else if (trial->code.total[CODE_REMOVED] || trial->code.total[CODE_AROUND]) {
		add_code(view, trial, missing, out);
	}
}
