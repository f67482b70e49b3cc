/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/elsewhere.h"

#include <string.h>

/* The commit of upstream that ends it once the tree has that; HISTORY_NONE: none does. */
static guint32 ended_by(const struct decision *decision, const struct history *history)
{
	if (decision->until != DECISION_UNTIL_IN || !history)
		return HISTORY_NONE;
	return history_find_prefix(history, decision->until_what, slice_of(""), NULL);
}

void elsewhere_add_positions(const struct decisions *decisions, const struct history *history,
			     GArray *positions)
{
	for (size_t i = 0; i < decisions_count(decisions); i++) {
		const struct decision *decision = decisions_at(decisions, i);
		guint32 position = decision->word == DECISION_DROP ? ended_by(decision, history)
								   : HISTORY_NONE;

		if (position != HISTORY_NONE)
			g_array_append_val(positions, position);
	}
}

/* What is to be in is to be in that tree, all else is asked of no tree. */
static bool is_over(const struct decided *decided, const struct others *others,
		    const struct review *review, guint number, const struct decision *decision)
{
	g_autofree char *came = NULL;
	struct sibling one;

	if (decision->until == DECISION_UNTIL_IN)
		return siblings_at(others->siblings, number, ended_by(decision, decided->history),
				   &one) &&
		       one.has;
	came = decided_until_came(decided, decision, review->patch);
	return came != NULL;
}

static const struct decision *find_in(const struct decided *decided, const struct review *review,
				      const char *tree)
{
	for (guint i = 0; i < review->keys->len; i++) {
		const struct decision *decision =
			decisions_find(decided->decisions, review->keys->pdata[i], tree);

		if (decision && strcmp(decision->tree, tree) == 0)
			return decision;
	}
	return NULL;
}

/* By whatever the tree is called in the set. */
static const struct decision *find_decision(const struct decided *decided,
					    const struct trees *trees, const struct review *review,
					    const struct tree *tree)
{
	for (guint i = 0; i < trees->all->len; i++) {
		const struct tree *same = trees_at(trees, i);
		g_autofree char *version = tree_version(same);
		const struct decision *decision = NULL;

		if (same->alike != tree->alike)
			continue;
		decision = find_in(decided, review, same->name);
		if (!decision && version)
			decision = find_in(decided, review, version);
		if (decision)
			return decision;
	}
	return NULL;
}

char *elsewhere_dropped(const struct decided *decided, const struct others *others,
			const struct review *review, guint number)
{
	const struct decision *decision = find_decision(decided, others->trees, review,
							siblings_tree(others->siblings, number));

	if (!decision || decision->word != DECISION_DROP ||
	    is_over(decided, others, review, number, decision))
		return NULL;
	return decision_says(decision, false);
}
