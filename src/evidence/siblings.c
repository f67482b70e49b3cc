/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the other maintained trees of the project did with a patch, and which newer ones need it. */
#include "evidence/parts.h"

#include <string.h>

#include "base/compare.h"
#include "trees/siblings.h"

/* Whether "5.10", or a range of trees "7.0-6.6", holds the tree. */
static bool covers(const char *versions, const char *tree)
{
	const char *dash = strchr(versions, '-');
	g_autofree char *first = dash ? g_strndup(versions, (gsize)(dash - versions)) : NULL;
	int a, b;

	if (!dash)
		return strcmp(versions, tree) == 0;
	a = compare_versions(first, tree);
	b = compare_versions(dash + 1, tree);
	return a == 0 || b == 0 || (a < 0) != (b < 0);
}

static bool is_proposed_for(const struct patch *patch, const char *tree)
{
	for (guint i = 0; i < patch->versions->len; i++)
		if (covers(patch->versions->pdata[i], tree))
			return true;
	return false;
}

/* Whether somebody mailed the same change for that tree: it is on its way there. */
static bool is_on_its_way(const struct view *view, const struct tree *tree)
{
	const struct evidence *evidence = view->evidence;
	g_autofree char *version = tree_version(tree);
	guint change = evidence->changes[view->patch->position - 1];

	for (size_t i = 0; version && i < queue_length(evidence->queue); i++)
		if (evidence->changes[i] == change &&
		    is_proposed_for(queue_at(evidence->queue, i), version))
			return true;
	return false;
}

/* A fact about the patch's own commit. */
static struct fact fact_of(const struct view *view, enum fact_kind kind, guint32 position)
{
	const struct history_commit *commit = history_at(view->evidence->history, position);

	return (struct fact){
		.kind = kind, .has_id = true, .id = commit->id, .subject = g_strdup(commit->subject)
	};
}

static void add_took(const struct view *view, guint32 position, struct facts *out)
{
	guint n = 0, all = siblings_count(view->evidence->siblings);
	g_autofree char *clause = siblings_took(view->evidence->siblings, position, &n);
	struct fact fact;

	if (!clause)
		return;
	fact = fact_of(view, FACT_SIBLING_TOOK, position);
	fact.says = g_strdup_printf("of %u other %s %u took it: %s", all,
				    all == 1 ? "tree" : "trees", n, clause);
	facts_add(out, fact);
}

static void add_took_back(const struct view *view, guint32 position, const struct sibling *one,
			  struct facts *out)
{
	g_autofree char *by =
		one->has_commit ? g_strdup_printf(" with %s", commit_id_short(&one->commit).text)
				: NULL;
	struct fact fact = fact_of(view, FACT_SIBLING_TOOK_BACK, position);

	fact.says =
		g_strdup_printf("%s took it, and took it back%s", one->tree->name, by ? by : "");
	facts_add(out, fact);
}

/* Whether it has one of the patch's commits, or had it, which is told by itself. */
static bool had(const struct view *view, guint number)
{
	const GArray *positions = view->upstream->positions;
	struct sibling one;

	for (guint i = 0; i < positions->len; i++)
		if (siblings_at(view->evidence->siblings, number,
				g_array_index(positions, guint32, i), &one) &&
		    (one.has || one.took_back))
			return true;
	return false;
}

/* By what people decided; where the tree took it since they changed their minds. */
static void add_dropped(const struct view *view, guint number, struct facts *out)
{
	const struct evidence *evidence = view->evidence;
	const GArray *positions = view->upstream->positions;
	g_autofree char *clause = NULL;
	struct fact fact = { .kind = FACT_SIBLING_DROPPED };

	if (evidence->dropped && !had(view, number))
		clause = evidence->dropped(view->patch, number, evidence->decided_data);
	if (!clause)
		return;
	if (positions->len)
		fact = fact_of(view, FACT_SIBLING_DROPPED, g_array_index(positions, guint32, 0));
	fact.says = g_strdup_printf("in %s it was dropped: %s",
				    siblings_tree(evidence->siblings, number)->name, clause);
	facts_add(out, fact);
}

/* The stable rules: nobody who moves on to a newer tree shall meet the bug again. */
static void add_newer_lacks(const struct view *view, guint32 position, const struct sibling *one,
			    struct facts *out)
{
	struct fact fact;

	if (!one->needs || is_on_its_way(view, one->tree))
		return;
	fact = fact_of(view, FACT_SIBLING_NEWER_LACKS, position);
	fact.proof = g_strdup(one->proof);
	fact.says = g_strdup_printf("newer %s has the bug and lacks it: %s", one->tree->name,
				    one->says);
	facts_add(out, fact);
}

/* Of the fixes of it that are missing those that others took. */
static void add_took_fixes(const struct view *view, struct facts *out)
{
	const struct history *history = view->evidence->history;
	guint all = siblings_count(view->evidence->siblings);
	size_t n = facts_count(out);

	for (size_t i = 0; i < n; i++) {
		const struct fact *fix = facts_at(out, i);
		struct fact fact = { .kind = FACT_SIBLING_TOOK_FIX };
		g_autofree char *clause = NULL;
		g_autofree char *name = NULL;
		guint32 position;
		guint took = 0;

		if (!fact_is(fix, FACT_ACTS) || !fact_is(fix, FACT_AFTER) || !fix->has_id ||
		    fix->state != FACT_STATE_MISSING)
			continue;
		position = history_find(history, &fix->id);
		if (position != HISTORY_NONE)
			clause = siblings_took(view->evidence->siblings, position, &took);
		if (!clause)
			continue;
		name = fact_commit_name(&fix->id, fix->subject);
		fact.has_id = true;
		fact.id = fix->id;
		fact.subject = g_strdup(fix->subject);
		fact.says = g_strdup_printf("of %u other %s %u took %s: %s", all,
					    all == 1 ? "tree" : "trees", took, name, clause);
		facts_add(out, fact);
	}
}

void collect_siblings(const struct view *view, struct facts *out)
{
	const struct evidence *evidence = view->evidence;
	const GArray *positions = view->upstream->positions;

	/* A mail for other trees than the one that is at hand says nothing of what is newer. */
	if (!evidence->siblings || (evidence->tree && view->patch->versions->len &&
				    !is_proposed_for(view->patch, evidence->tree)))
		return;
	for (guint i = 0; i < positions->len; i++) {
		guint32 position = g_array_index(positions, guint32, i);
		struct sibling one;

		add_took(view, position, out);
		for (guint k = 0; k < siblings_count(evidence->siblings); k++) {
			if (!siblings_at(evidence->siblings, k, position, &one))
				continue;
			if (one.took_back)
				add_took_back(view, position, &one, out);
			add_newer_lacks(view, position, &one, out);
		}
	}
	for (guint k = 0; k < siblings_count(evidence->siblings); k++)
		add_dropped(view, k, out);
	add_took_fixes(view, out);
}
