/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a commit of the tree's own brings into it, and takes back out of it. */
#include "match/target-parts.h"

#include "match/took.h"

/* The branch lies beyond the queue: it neither brings nor takes what the base decided. */
static bool is_settled_in_base(const struct target *target, guint32 position,
			       const struct own_commit *by)
{
	const struct own_commit *own =
		g_hash_table_lookup(target->brought, target_key(target, position));
	bool there = target_inherited(target, target->in_base, position) != HISTORY_NONE ||
		     (own && own->state == PRESENCE_BASE);

	return by->state == PRESENCE_BRANCH && there &&
	       !g_hash_table_contains(target->absent, target_key(target, position));
}

void target_bring(struct target *target, guint32 position, struct own_commit *by)
{
	if (is_settled_in_base(target, position, by))
		return;
	g_hash_table_remove(target->absent, target_key(target, position));
	g_hash_table_replace(target->brought, target_key(target, position), by);
}

static void take_back(struct target *target, guint32 position, struct own_commit *by)
{
	if (is_settled_in_base(target, position, by))
		return;
	g_hash_table_add(target->absent, target_key(target, position));
	g_array_append_val(by->taken_back, position);
}

/* The same of the tree's own commit itself, which may bring nothing of upstream. */
static void undo(struct own_commit *own, struct own_commit *by)
{
	if (by->state == PRESENCE_BRANCH && own->state == PRESENCE_BASE)
		return;
	for (guint i = 0; i < own->undid->len; i++)
		((struct own_commit *)own->undid->pdata[i])->undone_by = NULL;
	own->undone_by = by;
	g_ptr_array_add(by->undid, own);
}

/* What came with a merge, as far as the tree has it. */
static void take_back_merged(struct target *target, guint32 merge, struct own_commit *by)
{
	g_autoptr(GArray) brought =
		history_brought_by(target->history, merge, HISTORY_REVERT_LIMIT);

	for (guint i = 0; i < brought->len; i++)
		if (target_took(target, g_array_index(brought, guint32, i)))
			take_back(target, g_array_index(brought, guint32, i), by);
}

void target_apply_reverts(struct target *target, struct own_commit *by, const GArray *references)
{
	const struct history *history = target->history;

	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);
		struct own_commit *own;
		guint32 at;

		if ((reference->kind != REFERENCE_REVERTS &&
		     reference->kind != REFERENCE_REAPPLIES) ||
		    target_is_second_name(target, references, reference))
			continue;
		own = target_own(target, reference);
		at = history_find_reference(history, reference->hex, reference->title,
					    (guint32)history_length(history), NULL);
		if (!own && at != HISTORY_NONE) /* upstream's id of what the tree has as its own */
			own = g_hash_table_lookup(target->brought, target_key(target, at));
		if (own == by)
			own = NULL;
		if (reference->kind == REFERENCE_REAPPLIES) {
			if (own)
				own->undone_by = NULL;
			for (guint k = 0; own && k < own->positions->len; k++)
				target_bring(target, g_array_index(own->positions, guint32, k), by);
			if (at != HISTORY_NONE)
				g_hash_table_remove(target->absent, target_key(target, at));
			continue;
		}
		if (own)
			undo(own, by);
		for (guint k = 0; own && k < own->taken_back->len; k++)
			g_hash_table_remove(
				target->absent,
				target_key(target, g_array_index(own->taken_back, guint32, k)));
		for (guint k = 0; own && k < own->positions->len; k++)
			take_back(target, g_array_index(own->positions, guint32, k), by);
		/* Where the tree's own commit is known, a title that others share says no more. */
		if (at != HISTORY_NONE &&
		    (!own || !own->positions->len || took_has(history, own->positions, at))) {
			take_back(target, at, by);
			take_back_merged(target, at, by);
		}
	}
}
