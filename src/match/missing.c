/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/missing.h"

#include <string.h>

struct search {
	const struct history *history;
	const struct target *target;
	GHashTable *taken; /* position + 1 -> const struct taken * */
	GHashTable *found; /* position + 1 -> struct missing * */
};

static void missing_clear(void *data)
{
	g_array_unref(((struct missing *)data)->ties);
}

/* A commit that several taken ones lead to is told once, with all ties. */
static bool has_tie(const struct missing *missing, guint32 object)
{
	for (guint i = 0; i < missing->ties->len; i++)
		if (g_array_index(missing->ties, struct missing_tie, i).object == object)
			return true;
	return false;
}

static void add(struct search *search, const struct taken *start, const struct followup *followup)
{
	gpointer key = GUINT_TO_POINTER(followup->position + 1);
	struct missing *missing = g_hash_table_lookup(search->found, key);
	struct missing_tie tie = {
		.kind = followup->tie,
		.object = followup->object,
		.taken = g_hash_table_lookup(search->taken, GUINT_TO_POINTER(followup->object + 1)),
		.by_title = followup->by_title,
		.line = followup->line,
	};

	if (!missing) {
		missing = g_new0(struct missing, 1);
		missing->position = followup->position;
		missing->kind = followup->kind;
		missing->reverted = followup->reverted;
		missing->of_gone = true;
		missing->owner = start->owner;
		missing->ties = g_array_new(FALSE, FALSE, sizeof(struct missing_tie));
		g_hash_table_insert(search->found, key, missing);
	}
	missing->kind = MIN(missing->kind, followup->kind);
	missing->reverted = missing->reverted && followup->reverted;
	missing->of_gone = missing->of_gone && start->gone;
	if (!has_tie(missing, followup->object))
		g_array_append_val(missing->ties, tie);
}

static void follow(struct search *search, const struct taken *taken)
{
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) followups = NULL;

	g_array_append_val(positions, taken->position);
	followups = followups_find(search->history, search->target, NULL, positions, G_MAXUINT);
	for (guint i = 0; i < followups->len; i++) {
		const struct followup *followup = &g_array_index(followups, struct followup, i);

		/* A re-apply is of what the branch has: there is nothing to take. */
		if (followup->presence.state == PRESENCE_MISSING &&
		    followup->kind != FOLLOWUP_REAPPLY &&
		    (!taken->gone || followup->kind == FOLLOWUP_FIX) &&
		    !g_hash_table_contains(search->taken, GUINT_TO_POINTER(followup->position + 1)))
			add(search, taken, followup);
	}
}

static int in_order(const void *a, const void *b)
{
	const struct missing *x = a, *y = b;
	int owners = g_strcmp0(x->owner, y->owner);

	if (owners)
		return owners;
	if (x->of_gone != y->of_gone)
		return x->of_gone - y->of_gone;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->position < y->position ? -1 : x->position > y->position;
}

GArray *missing_find(const struct history *history, const struct target *target,
		     const GArray *taken)
{
	struct search search = { .history = history, .target = target };
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct missing));
	GHashTableIter iter;
	void *value;

	g_array_set_clear_func(out, missing_clear);
	search.taken = g_hash_table_new(NULL, NULL);
	search.found = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	for (guint i = 0; i < taken->len; i++) {
		const struct taken *one = &g_array_index(taken, struct taken, i);

		g_hash_table_insert(search.taken, GUINT_TO_POINTER(one->position + 1), (void *)one);
	}
	for (guint i = 0; i < taken->len; i++)
		follow(&search, &g_array_index(taken, struct taken, i));
	g_hash_table_iter_init(&iter, search.found);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		g_array_append_vals(out, value, 1);
	g_array_sort(out, in_order);
	g_hash_table_unref(search.taken);
	g_hash_table_unref(search.found);
	return out;
}
