/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include "evidence/clause.h"
#include "evidence/trial.h"
#include "message/nomination.h"

/* Takes over says. */
static void add_outcome(struct facts *out, enum fact_kind kind,
			const struct application *application, char *says)
{
	if (application->older && application_succeeded(application)) {
		g_autofree char *plain = says;

		says = g_strdup_printf("%s, by an older name: %s", plain, application->older);
	}
	facts_add(out, (struct fact){
			       .kind = kind,
			       .proof = g_strdup(application->where),
			       .says = says,
		       });
}

static char *stale_clause(const struct application *application)
{
	return application->stale ? g_strdup_printf(", after the patch at %zu did not either",
						    application->stale)
				  : g_strdup("");
}

static char *failure(const struct application *application)
{
	g_autofree char *stale = stale_clause(application);

	switch (application->kind) {
	case APPLICATION_ABSENT:
		return g_strdup_printf("it changes %s, which the target does not have%s",
				       application->where, stale);
	case APPLICATION_EXISTS:
		return g_strdup_printf("it makes %s, which the target has, and otherwise%s",
				       application->where, stale);
	default:
		return g_strdup_printf("it does not apply to the target: %s%s", application->where,
				       stale);
	}
}

/*
 * Whether all that its Fixes: names is there; of one that names nothing, and takes nothing back,
 * whether its author asked for stable trees.
 */
static bool is_wanted_there(const struct view *view, const struct facts *facts)
{
	bool there = false, named = false;

	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *fact = facts_at(facts, i);

		if (fact->kind == FACT_PRESENCE_REPAIRED_UNKNOWN)
			return false;
		named |= fact->kind == FACT_PRESENCE_TAKEN_BACK;
		if (fact->kind != FACT_PRESENCE_REPAIRED)
			continue;
		if (fact->state != FACT_STATE_BASE && fact->state != FACT_STATE_QUEUED_BEFORE)
			return false;
		there = true;
	}
	return there || (!named && nomination_is_there(&view->patch->message));
}

/* "all 27 lines that it removes are in the target, and 14 of the 19 around them" */
static char *say_there(const struct code_there *code)
{
	size_t removed = code->total[CODE_REMOVED], around = code->total[CODE_AROUND];
	g_autofree char *lines =
		removed ? lines_clause(code->found[CODE_REMOVED], removed, "removes")
			: lines_clause(code->found[CODE_AROUND], around, "stands between");

	if (!removed || !around)
		return g_strdup_printf("%s in the target", lines);
	return g_strdup_printf("%s in the target, and %zu of the %zu around", lines,
			       code->found[CODE_AROUND], around);
}

/* What the tree has, or had, needs no backport. */
static bool is_known_there(const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++)
		if (fact_is(facts_at(facts, i), FACT_THERE) ||
		    facts_at(facts, i)->kind == FACT_PRESENCE_UNDONE)
			return true;
	return false;
}

/*
 * The bug is there, or so its author says, and so is its code: somebody can adapt it, whatever it
 * was made on top of, and whatever comes of those before it that do not apply either.
 */
static void add_by_hand(const struct view *view, const struct trial *trial, struct facts *out)
{
	const struct application *application = &trial->application;

	/* What uses names that are not there takes more than to adapt its lines. */
	if (is_known_there(out) || !code_there_mostly(&trial->code) ||
	    !is_wanted_there(view, out) || trial_lacks_names(trial))
		return;
	g_autofree char *there = say_there(&trial->code);
	g_autofree char *stale = stale_clause(application);
	g_autofree char *why =
		application->kind == APPLICATION_CONFLICT
			? g_strdup_printf("it does not apply at %s%s", application->where, stale)
			: failure(application);

	add_outcome(out, FACT_APPLIES_BY_HAND, application,
		    g_strdup_printf("it needs its own backport: %s, but %s", why, there));
}

/* Where the queue is for several trees and the base is none of this one's. */
static void add_not_tried(const struct view *view, const struct application *application,
			  struct facts *out)
{
	const struct patch *patch = view->patch;

	if (patch->versions->len && !patch->problems->len && diff_n_files(&patch->diff))
		add_outcome(out, FACT_APPLIES_UNKNOWN, application,
			    g_strdup_printf(
				    "whether it applies is not known: it is for %s, and the name "
				    "of the base does not say that it is that tree",
				    (const char *)patch->versions->pdata[0]));
}

void collect_application(const struct view *view, struct facts *out)
{
	const struct application *application;
	const struct trial *trial;

	if (!view->evidence->trials)
		return;
	trial = trial_at(view->evidence, view->patch->position);
	application = &trial->application;
	switch (application->kind) {
	case APPLICATION_NOT_TRIED:
		add_not_tried(view, application, out);
		break;
	case APPLICATION_CLEAN:
		add_outcome(out, FACT_APPLIES_CLEANLY, application,
			    g_strdup("it applies to the target"));
		break;
	case APPLICATION_MOVED:
		add_outcome(out, FACT_APPLIES_MOVED, application,
			    g_strdup_printf("it applies to the target, up to %" G_GINT64_FORMAT
					    " lines from where it says",
					    ABS(application->moved)));
		break;
	case APPLICATION_FUZZY:
		add_outcome(out, FACT_APPLIES_FUZZY, application,
			    g_strdup_printf(
				    "it applies to the target only without %zu %s of context",
				    application->fuzz, application->fuzz == 1 ? "line" : "lines"));
		break;
	case APPLICATION_ALREADY:
		add_outcome(out, FACT_APPLIES_ALREADY, application,
			    g_strdup("the target has all that it makes, and nothing of what it "
				     "changes"));
		break;
	case APPLICATION_UNKNOWN:
		add_outcome(out, FACT_APPLIES_UNKNOWN, application,
			    g_strdup_printf("whether it applies is not known: %s %s",
					    application->where,
					    application->failed->len ? "takes too long to find"
								     : "cannot be read"));
		break;
	default:
		add_outcome(out, FACT_APPLIES_NOT, application, failure(application));
		add_by_hand(view, trial, out);
	}
}
