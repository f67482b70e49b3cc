/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include <string.h>

#include "evidence/tie.h"

enum {
	DEPTH_LIMIT = 5,   /* a fix of a fix of a fix ...: beyond this nobody follows */
	FACTS_LIMIT = 100, /* of one patch: a commit named by hundreds is named in general */
};

struct search {
	const struct view *view;
	struct facts *out;
	GHashTable *seen; /* positions + 1 */
	size_t n_facts;
};

static enum fact_kind kind_of(enum reference_kind kind)
{
	switch (kind) {
	case REFERENCE_FIXES:
		return FACT_FOLLOWUP_FIX;
	case REFERENCE_REVERTS:
		return FACT_FOLLOWUP_REVERT;
	case REFERENCE_REAPPLIES:
		return FACT_FOLLOWUP_REAPPLY;
	default:
		return FACT_FOLLOWUP_MENTION;
	}
}

/*
 * A follow-up came after the patch's commit. When the target's base is not known, it is still a
 * tree that lacks that commit and so, as a rule, all that came after: what the queue does not bring
 * is missing unless it was backported alone.
 */
struct presence_answer followup_presence(const struct view *view, guint32 position)
{
	struct presence_answer answer =
		target_find(view->evidence->target,
			    &history_at(view->evidence->history, position)->id, view->patch);

	if (answer.state == PRESENCE_UNKNOWN) {
		answer.state = PRESENCE_MISSING;
		answer.inferred = true;
	}
	return answer;
}

static enum fact_state state_of(const struct search *search, guint32 position,
				struct presence_answer *answer, bool last_word)
{
	const struct history *history = search->view->evidence->history;
	*answer = followup_presence(search->view, position);
	if (!last_word)
		return FACT_STATE_REVERTED; /* wherever it is: upstream has gone back on it */
	if (answer->state == PRESENCE_MISSING && history_is_reverted(history, position, NULL))
		return FACT_STATE_REVERTED;
	return fact_state_of(answer->state);
}

static const char *verb(enum fact_kind kind)
{
	switch (kind) {
	case FACT_FOLLOWUP_FIX:
		return "fixes";
	case FACT_FOLLOWUP_REVERT:
		return "reverts";
	case FACT_FOLLOWUP_REAPPLY:
		return "re-applies";
	default:
		return "names";
	}
}

/* Where a chain of follow-ups has come to. */
struct link {
	const char *object; /* "it", or "111965395b37, which fixes it" */
	bool mentioned;	    /* the chain began with a mere mention: it stays no more than that */
	int depth;
};

static void follow(struct search *search, guint32 position, const struct link *link);

/*
 * A commit that says "This reverts commit ..." under a subject of its own, like "fix the race
 * properly", puts something else in its place: it is needed, not the end of the matter.
 */
static bool replaces(const struct history_reference *reference, const struct history_commit *commit)
{
	g_autofree char *subject = g_ascii_strdown(commit->subject, -1);

	return reference->kind == REFERENCE_REVERTS && !strstr(subject, "revert") && !commit->merge;
}

static void add(struct search *search, const struct history_reference *reference,
		const struct link *link, bool last_word)
{
	const struct history *history = search->view->evidence->history;
	const struct history_commit *commit = history_at(history, reference->from);
	enum fact_kind kind =
		replaces(reference, commit) ? FACT_FOLLOWUP_FIX : kind_of(reference->kind);
	struct presence_answer answer;
	enum fact_state state = state_of(search, reference->from, &answer, last_word);
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *clause = state_clause(&answer, state);

	facts_add(search->out,
		  (struct fact){
			  .kind = link->mentioned ? FACT_FOLLOWUP_MENTION : kind,
			  .state = state,
			  .has_id = true,
			  .id = commit->id,
			  .position = reference->from,
			  .subject = g_strdup(commit->subject),
			  .proof = g_strdup(reference->line),
			  .says = g_strdup_printf(
				  "%s %s %s%s and %s", name, verb(kind), link->object,
				  reference->by_title ? " (by its title)" : "", clause),
		  });
	search->n_facts++;
	if ((kind == FACT_FOLLOWUP_FIX || kind == FACT_FOLLOWUP_MENTION) &&
	    state == FACT_STATE_MISSING && link->depth < DEPTH_LIMIT) {
		g_autofree char *chain =
			g_strdup_printf("%s, which %s %s", commit_id_short(&commit->id).text,
					verb(kind), link->object);
		struct link next = {
			.object = chain,
			.mentioned = link->mentioned || kind == FACT_FOLLOWUP_MENTION,
			.depth = link->depth + 1,
		};

		follow(search, reference->from, &next);
	}
}

/*
 * Whether nothing makes this revert history: a later re-apply, a revert of it here or in the queue.
 */
static bool is_last_word(const struct view *view, const struct history_reference *references,
			 size_t n, size_t i)
{
	const struct history *history = view->evidence->history;
	const struct target *target = view->evidence->target;
	struct presence_answer answer;

	for (size_t k = i + 1; k < n; k++)
		if (references[k].kind == REFERENCE_REAPPLIES)
			return false;
	if (history_is_reverted(history, references[i].from, NULL))
		return false;
	answer = target_find(target, &history_at(history, references[i].from)->id, view->patch);
	return !answer.patch || !target_taken_back_by(target, answer.patch);
}

static void follow(struct search *search, guint32 position, const struct link *link)
{
	const struct history *history = search->view->evidence->history;
	size_t n = 0;
	const struct history_reference *references = history_references_to(history, position, &n);

	for (size_t i = 0; i < n && search->n_facts < FACTS_LIMIT; i++) {
		enum reference_kind kind = references[i].kind;
		bool merge = history_at(history, references[i].from)->merge;

		/* A merge that lists what it brings says nothing new; a revert by merge does. */
		if (merge && kind != REFERENCE_REVERTS)
			continue;
		/* Of what is further away only what repairs or undoes it matters. */
		if (link->depth && kind != REFERENCE_FIXES && kind != REFERENCE_REVERTS)
			continue;
		if (!g_hash_table_add(search->seen, GUINT_TO_POINTER(references[i].from + 1)))
			continue;
		add(search, &references[i], link,
		    kind != REFERENCE_REVERTS || is_last_word(search->view, references, n, i));
	}
}

/* Fixes and reverts that only the queue holds: the branch's own, or no upstream was given. */
static void collect_queued(const struct view *view, struct facts *out)
{
	const struct target *target = view->evidence->target;
	size_t n = 0;
	const struct tie *ties = ties_to(view->evidence->ties, view->patch, &n);

	for (size_t i = 0; i < n; i++) {
		const struct tie *tie = &ties[i];
		enum fact_kind kind = kind_of(tie->reference.kind);
		const struct upstream *theirs;
		const struct commit_id *id;

		if (tie->from->position < view->patch->position ||
		    (kind != FACT_FOLLOWUP_FIX && kind != FACT_FOLLOWUP_REVERT))
			continue;
		theirs = &view->evidence->upstreams[tie->from->position - 1];
		id = theirs->has_id ? &theirs->id : &tie->from->commit;
		if (facts_name(out, kind, kind, id))
			continue;
		/* A revert names it twice, by title and by id. */
		if (i && ties[i - 1].from == tie->from &&
		    kind_of(ties[i - 1].reference.kind) == kind)
			continue;
		/* A revert that the queue takes back again does nothing. */
		if (kind == FACT_FOLLOWUP_REVERT && target_taken_back_by(target, tie->from))
			continue;
		facts_add(out,
			  (struct fact){
				  .kind = kind,
				  .state = FACT_STATE_QUEUED_AFTER,
				  .has_id = theirs->has_id || tie->from->has_commit,
				  .id = *id,
				  .subject = g_strdup(tie->from->message.subject),
				  .proof = slice_dup(tie->reference.line),
				  .says = g_strdup_printf("the patch at %zu (\"%s\") %s it",
							  tie->from->position,
							  tie->from->message.subject, verb(kind)),
			  });
	}
}

static void collect_upstream(const struct view *view, struct facts *out)
{
	const struct upstream *upstream = view->upstream;
	struct search search = { .view = view, .out = out };
	struct link start = { .object = "it" };

	search.seen = g_hash_table_new(NULL, NULL);
	/* The patch's own commits may name each other. */
	for (guint i = 0; i < upstream->positions->len; i++)
		g_hash_table_add(
			search.seen,
			GUINT_TO_POINTER(g_array_index(upstream->positions, guint32, i) + 1));
	for (guint i = 0; i < upstream->positions->len; i++)
		follow(&search, g_array_index(upstream->positions, guint32, i), &start);
	g_hash_table_unref(search.seen);
}

void collect_followups(const struct view *view, struct facts *out)
{
	if (view->upstream->positions->len)
		collect_upstream(view, out);
	collect_queued(view, out);
}
