/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/missing-others.h"

#include "match/missing.h"

static GPtrArray *names_of(const struct siblings *siblings, guint32 position)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	struct sibling one;

	for (guint i = 0; i < siblings_count(siblings); i++)
		if (siblings_at(siblings, i, position, &one) && one.took)
			g_ptr_array_add(out, g_strdup(one.tree->name));
	return out;
}

/* "of 5 other trees 2 took it: 21.11 as ...": of one commit. */
static void note(const struct siblings *siblings, struct missing *missing)
{
	guint all = siblings_count(siblings);
	g_autofree char *clause = siblings_took(siblings, missing->position, &missing->n_took);

	missing->took =
		clause ? g_strdup_printf("of %u other %s %u took it: %s", all,
					 all == 1 ? "tree" : "trees", missing->n_took, clause)
		       : NULL;
	missing->took_by = clause ? names_of(siblings, missing->position) : NULL;
}

bool missing_others_find(const struct others_asked *asked, GArray *missing, GError **error)
{
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(guint32));
	_cleanup_(others_clear) struct others others = { 0 };
	struct others_asked whole = *asked;

	for (guint i = 0; i < missing->len; i++)
		g_array_append_val(positions, g_array_index(missing, struct missing, i).position);
	whole.positions = positions;
	whole.needed = none;
	if (!missing->len)
		return true;
	if (!others_ask(&whole, &others, error))
		return false;
	for (guint i = 0; others.siblings && i < missing->len; i++)
		note(others.siblings, &g_array_index(missing, struct missing, i));
	if (others.siblings)
		missing_sort(missing);
	return true;
}
