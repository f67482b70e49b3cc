/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/twins.h"

#include "base/compare.h"

/* One side's view of a pair. */
struct neighbour {
	guint32 from, to;
};

struct twins {
	GHashTable *pairs;    /* position + 1, of either side -> GArray of struct neighbour */
	GHashTable *families; /* position + 1 -> GArray of guint32, or NULL when it is alone */
	GPtrArray *owned;     /* the arrays of families */
};

struct twins *twins_new(void)
{
	struct twins *twins = g_new0(struct twins, 1);

	twins->pairs = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	twins->families = g_hash_table_new(NULL, NULL);
	twins->owned = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	return twins;
}

void twins_free(struct twins *twins)
{
	g_hash_table_unref(twins->pairs);
	g_hash_table_unref(twins->families);
	g_ptr_array_unref(twins->owned);
	g_free(twins);
}

static void add_neighbour(struct twins *twins, guint32 whose, struct neighbour neighbour)
{
	gpointer key = GUINT_TO_POINTER(whose + 1);
	GArray *neighbours = g_hash_table_lookup(twins->pairs, key);

	if (!neighbours) {
		neighbours = g_array_new(FALSE, FALSE, sizeof(struct neighbour));
		g_hash_table_insert(twins->pairs, key, neighbours);
	}
	g_array_append_val(neighbours, neighbour);
}

void twins_add(struct twins *twins, guint32 from, guint32 to)
{
	struct neighbour neighbour = { from, to };

	add_neighbour(twins, from, neighbour);
	add_neighbour(twins, to, neighbour);
}

static bool has(const GArray *members, guint32 position)
{
	for (guint i = 0; i < members->len; i++)
		if (g_array_index(members, guint32, i) == position)
			return true;
	return false;
}

/* From one to the next, until nobody new is met. */
static GArray *gather(struct twins *twins, guint32 position, twins_judge *judge, void *data)
{
	GArray *members = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_val(members, position);
	for (guint i = 0; i < members->len; i++) {
		guint32 at = g_array_index(members, guint32, i);
		const GArray *neighbours =
			g_hash_table_lookup(twins->pairs, GUINT_TO_POINTER(at + 1));

		for (guint k = 0; neighbours && k < neighbours->len; k++) {
			const struct neighbour *pair =
				&g_array_index(neighbours, struct neighbour, k);
			guint32 other = pair->from == at ? pair->to : pair->from;

			if (members->len < TWINS_LIMIT && !has(members, other) &&
			    !g_hash_table_contains(twins->families, GUINT_TO_POINTER(other + 1)) &&
			    judge(pair->from, pair->to, data))
				g_array_append_val(members, other);
		}
	}
	g_array_sort(members, compare_guint32);
	return members;
}

const GArray *twins_of(struct twins *twins, guint32 position, twins_judge *judge, void *data)
{
	gpointer key = GUINT_TO_POINTER(position + 1), known = NULL;
	GArray *members;

	if (!g_hash_table_contains(twins->pairs, key))
		return NULL;
	if (g_hash_table_lookup_extended(twins->families, key, NULL, &known))
		return known;
	members = gather(twins, position, judge, data);
	g_ptr_array_add(twins->owned, members);
	for (guint i = 0; i < members->len; i++)
		g_hash_table_insert(twins->families,
				    GUINT_TO_POINTER(g_array_index(members, guint32, i) + 1),
				    members->len > 1 ? members : NULL);
	return members->len > 1 ? members : NULL;
}
