/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include <string.h>

#include "evidence/clause.h"
#include "evidence/trial.h"
#include "match/took.h"
#include "message/reference.h"

/* A commit that the patch names, with where it is. False when the reference leads nowhere. */
static bool describe_named(const struct view *view, const struct reference *reference,
			   const char *what, struct fact *fact)
{
	const struct history *history = view->evidence->history;
	bool resolved = false;
	struct presence_answer answer = target_find_reference(view->evidence->target, reference,
							      view->patch, &fact->id, &resolved);
	guint32 at;

	fact->proof = slice_dup(reference->line);
	if (!resolved)
		return false;
	at = history ? history_find(history, &fact->id) : HISTORY_NONE;
	fact->has_id = true;
	fact->entry = answer.patch ? answer.patch->position : 0;
	fact->state = fact_state_of(answer.state);
	if (at != HISTORY_NONE)
		fact->subject = g_strdup(history_at(history, at)->subject);
	else if (answer.patch)
		fact->subject = g_strdup(answer.patch->message.subject);

	g_autofree char *clause = state_clause(&answer, fact->state);
	g_autofree char *name = fact_commit_name(&fact->id, fact->subject);

	fact->says = g_strdup_printf("%s %s and %s", name, what, clause);
	return true;
}

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
	struct history *history = view->evidence->history;
	const struct target *target = view->evidence->target;
	const struct patch *queued = target_queued(target, reference, view->patch);
	const struct patch *reverter = queued ? target_taken_back_by(target, queued) : NULL;
	g_autofree char *name = fact_commit_name(&fact->id, fact->subject);
	guint32 at = history ? history_find(history, &fact->id) : HISTORY_NONE;
	guint32 by = HISTORY_NONE;
	const GPtrArray *paths;

	if (at == HISTORY_NONE)
		return;
	if (reverter) {
		say(fact, FACT_STATE_REVERTED,
		    g_strdup_printf(
			    "%s, which its Fixes: names, is queued at %zu and taken back at %zu",
			    name, queued->position, reverter->position));
	} else if (history_is_reverted(history, at, &by)) {
		say(fact, FACT_STATE_REVERTED,
		    g_strdup_printf("%s, which its Fixes: names, was reverted upstream by %s", name,
				    commit_id_short(&history_at(history, by)->id).text));
	} else {
		paths = history_paths(history, at);
		if (paths && paths->len > TRIAL_WIDE_FILES && has_moved_file(view, at))
			say(fact, FACT_STATE_UNKNOWN,
			    g_strdup_printf("%s, which its Fixes: names, is missing, but changes "
					    "%u files and may only have moved the bug",
					    name, paths->len));
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

static void add_repaired(const struct view *view, const struct reference *reference,
			 struct facts *out)
{
	const struct history *history = view->evidence->history;
	struct fact fact = { .kind = FACT_PRESENCE_REPAIRED };

	if (is_own(view, reference))
		return;
	if (describe_named(view, reference, "brought the bug", &fact)) {
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

static void add_taken_back(const struct view *view, const struct reference *reference,
			   struct facts *out)
{
	struct fact fact = { .kind = FACT_PRESENCE_TAKEN_BACK };

	if (describe_named(view, reference, "is what it takes back", &fact))
		facts_add(out, fact);
	else
		g_free(fact.proof);
}

static void collect_named(const struct view *view, struct facts *out)
{
	const GArray *references = view->patch->references;

	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind == REFERENCE_FIXES)
			add_repaired(view, reference, out);
		else if (reference->kind == REFERENCE_REVERTS &&
			 !target_is_second_name(view->evidence->target, references, reference))
			add_taken_back(view, reference, out);
	}
}

/* How often each changed line occurs: + counts up, - down. */
static void count_changes(GHashTable *counts, const struct diff *diff)
{
	for (guint i = 0; diff->lines && i < diff->lines->len; i++) {
		const struct diff_line *line = &g_array_index(diff->lines, struct diff_line, i);
		int step = line->origin == '+' ? 1 : line->origin == '-' ? -1 : 0;
		char *text;

		if (!step)
			continue;
		text = slice_dup(slice_trim(line->text));
		step += GPOINTER_TO_INT(g_hash_table_lookup(counts, text));
		g_hash_table_replace(counts, text, GINT_TO_POINTER(step));
	}
}

/* Whether applying both leaves nothing: each line the one adds the other removes. */
static bool are_inverse(const struct diff *a, const struct diff *b)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	void *value;

	count_changes(counts, a);
	count_changes(counts, b);
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		if (GPOINTER_TO_INT(value))
			return false;
	return true;
}

/* The first entry between two that does not do without the earlier one; NULL: there is none. */
static const struct patch *built_between(const struct view *view, const struct patch *first,
					 const struct patch *last)
{
	for (size_t i = first->position + 1; i < last->position; i++)
		if (rests_on(view->evidence, i, first))
			return queue_at(view->evidence->queue, i - 1);
	return NULL;
}

/*
 * A patch and the queued one that takes it back, or that it takes back, need not cancel out: they
 * are no inverse of each other, or something was built on the one before the other came.
 */
static void compare_pair(const struct view *view, const struct patch *other, struct facts *out)
{
	const struct patch *patch = view->patch, *between;
	bool is_first = other && patch->position < other->position;
	g_autofree char *why = NULL;

	if (!other)
		return;
	between = built_between(view, is_first ? patch : other, is_first ? other : patch);
	if (!between && are_inverse(&patch->diff, &other->diff))
		return;
	if (between)
		why = g_strdup_printf(": the patch at %zu (\"%s\") does not apply without %s",
				      between->position, between->message.subject,
				      is_first ? "it" : "that");
	facts_add(out,
		  (struct fact){
			  .kind = FACT_PRESENCE_PAIR_DIFFERS,
			  .proof = g_strdup(other->source),
			  .says = g_strdup_printf("it and the patch at %zu do not cancel out%s",
						  other->position, why ? why : ""),
		  });
}

static const struct patch *queued_of_state(const struct view *view, const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *fact = facts_at(facts, i);

		if (fact->kind == FACT_PRESENCE_TAKEN_BACK &&
		    fact->state == FACT_STATE_QUEUED_BEFORE && fact->entry)
			return queue_at(view->evidence->queue, fact->entry - 1);
	}
	return NULL;
}

void collect_presence(const struct view *view, struct facts *out)
{
	collect_already(view, out);
	collect_named(view, out);
	compare_pair(view, target_taken_back_by(view->evidence->target, view->patch), out);
	compare_pair(view, queued_of_state(view, out), out);
	collect_code(view, out);
}
