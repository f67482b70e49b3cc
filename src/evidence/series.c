/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include <string.h>

#include "base/text.h"

enum {
	RUN_LIMIT = 3, /* commits looked at behind the patch's: further on is another matter */
	SAME_SITTING_DAYS = 3, /* between the author's dates of one series */
};

/* "s390/pci: " of "s390/pci: rename x": words without blanks, each with its colon. Its length. */
static size_t prefix_length(const char *subject)
{
	size_t length = 0, n = 0;

	for (; subject[n] && subject[n] != ' '; n++)
		if (subject[n] == ':' && subject[n + 1] == ' ')
			length = n += 1;
	return length;
}

static bool same_prefix(const char *a, const char *b)
{
	size_t n = prefix_length(a);

	return n > 0 && n == prefix_length(b) && strncmp(a, b, n) == 0;
}

static const char *shared_path(const GPtrArray *a, const GPtrArray *b)
{
	for (guint i = 0; i < a->len; i++)
		for (guint k = 0; k < b->len; k++)
			if (strcmp(a->pdata[i], b->pdata[k]) == 0)
				return a->pdata[i];
	return NULL;
}

/* What two commits have in common as a place, for the proof; NULL if nothing. The caller frees. */
static char *same_place(struct history *history, guint32 a, guint32 b)
{
	const char *subject = history_at(history, a)->subject;
	bool prefix = same_prefix(subject, history_at(history, b)->subject);
	const GPtrArray *x = history_paths(history, a);
	const GPtrArray *y = history_paths(history, b);

	if (x && y) {
		const char *path = shared_path(x, y);

		return path ? g_strdup_printf("both change %s", path) : NULL;
	}
	if (!prefix)
		return NULL;
	return g_strdup_printf("both in \"%.*s\"", (int)prefix_length(subject), subject);
}

static bool same_hand(const struct history_commit *a, const struct history_commit *b)
{
	struct person person = { (char *)a->author_name, (char *)a->author_email };
	gint64 days;

	if (!person_equal(&person, b->author_name, b->author_email))
		return false;
	if (!a->author_date || !b->author_date)
		return true;
	days = text_days_between(a->author_date, b->author_date);
	return ABS(days) <= SAME_SITTING_DAYS;
}

/* The commit on top of position by the same hand; HISTORY_NONE if there is none. */
static guint32 next_by_same_hand(const struct history *history, guint32 position)
{
	guint32 child = HISTORY_NONE;

	while ((child = history_next_child(history, position, child)) != HISTORY_NONE)
		if (!history_at(history, child)->merge &&
		    same_hand(history_at(history, position), history_at(history, child)))
			return child;
	return HISTORY_NONE;
}

void collect_series(const struct view *view, struct facts *out)
{
	struct history *history = view->evidence->history;
	guint32 start = view->upstream->position;
	guint32 at = start;

	if (start == HISTORY_NONE)
		return;
	for (int i = 1; i <= RUN_LIMIT; i++) {
		const struct history_commit *commit;
		struct presence_answer answer;
		g_autofree char *place = NULL;

		at = next_by_same_hand(history, at);
		if (at == HISTORY_NONE)
			return;
		commit = history_at(history, at);
		place = same_place(history, start, at);
		if (!place ||
		    facts_name(out, FACT_FOLLOWUP_FIX, FACT_FOLLOWUP_MENTION, &commit->id))
			continue;
		answer = followup_presence(view, at);

		enum fact_state state = fact_state_of(answer.state);
		g_autofree char *clause = state_clause(&answer, state);
		g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
		g_autofree char *order = i == 1 ? g_strdup("the next commit")
						: g_strdup_printf("the %s commit after it",
								  i == 2 ? "second" : "third");

		facts_add(out,
			  (struct fact){
				  .kind = FACT_FOLLOWUP_SERIES,
				  .state = state,
				  .has_id = true,
				  .id = commit->id,
				  .position = at,
				  .subject = g_strdup(commit->subject),
				  .proof = g_strdup_printf("%s, by %s too, %s", order,
							   commit->author_name, place),
				  .says = g_strdup_printf(
					  "%s is %s by the same author in the same place and %s",
					  name, order, clause),
			  });
	}
}
