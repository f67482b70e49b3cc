/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Missing fixes that do not even apply at the end of the queue: put there on what they need first.
 */
#include "take/assembly-parts.h"

/* Place a set and the companion on top of it: all of them, or it is to be done without anew. */
static bool place_on(struct assembling *run, const GPtrArray *ground, const struct piece *companion,
		     bool *again, GError **error)
{
	for (guint i = 0; i <= ground->len && !*again; i++) {
		const struct piece *piece = i < ground->len ? ground->pdata[i] : companion;
		enum placing placing;
		g_autofree char *why = NULL;

		if (!assembling_place(run, piece, &placing, &why, error))
			return false;
		*again = placing != PLACING_DONE;
	}
	return true;
}

bool assembling_place_grounded(struct assembling *run, bool *again, GError **error)
{
	*again = false;
	for (guint i = 0; run->groundwork && i < run->wanted.pieces->len; i++) {
		const struct piece *piece = run->wanted.pieces->pdata[i];
		g_autofree char *key = plan_key_add(&piece->id);
		g_autofree char *objection = NULL;
		GPtrArray *ground;

		if (piece->kind != PIECE_COMPANION || !g_hash_table_contains(run->undone, key) ||
		    g_hash_table_contains(run->sunk, key))
			continue;
		ground = groundwork_find(run->groundwork, run->scratch, run->out->parts, piece,
					 &objection);
		if (objection)
			g_hash_table_replace(run->undone, g_strdup(key),
					     g_steal_pointer(&objection));
		if (!ground)
			continue;
		g_ptr_array_add(run->grounds, ground);
		g_ptr_array_add(run->late, (gpointer)piece);
		if (!place_on(run, ground, piece, again, error))
			return false;
		if (*again) {
			g_hash_table_add(run->sunk, g_steal_pointer(&key));
			return true;
		}
		g_hash_table_remove(run->undone, key);
	}
	return true;
}
