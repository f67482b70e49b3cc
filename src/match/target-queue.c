/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the queue's own entries bring, and take out of the tree. */
#include "match/target-parts.h"

#include "base/text.h"
#include "match/took.h"

/* Entries of one title, id or first digits that are asked, of those before and behind an entry. */
enum { NEAR_LIMIT = 64 };

/* Where in indices, which rise, those near the entry asking are: from *first up to the result. */
static guint near(const GArray *indices, const struct patch *asking, guint *first)
{
	guint low = 0, high = indices ? indices->len : 0;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(indices, guint, middle) + 1 < asking->position)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low - MIN(low, NEAR_LIMIT);
	return indices ? MIN(indices->len, low + NEAR_LIMIT) : 0;
}

const struct patch *target_taken_back_by(const struct target *target, const struct patch *patch)
{
	size_t by = target->taken_back[patch->position - 1];

	return by ? queue_at(target->queue, by - 1) : NULL;
}

static void add_queue_id(struct target *target, const struct commit_id *id, guint index)
{
	target_note_index(target->queue_by_id, (gpointer)id, index);
	target_note_index(target->queue_by_prefix, target_prefix_key(id), index);
}

/* An entry's upstream commit, by whichever of its ids upstream has it. */
static void add_queue_commit(struct target *target, guint32 position, guint index)
{
	const GArray *twins = history_twins(target->history, position);

	for (guint i = 0; twins && i < twins->len; i++)
		add_queue_id(target,
			     &history_at(target->history, g_array_index(twins, guint32, i))->id,
			     index);
	if (!twins)
		add_queue_id(target, &history_at(target->history, position)->id, index);
}

/* An entry that takes back what the base or the branch has. */
static void note_revert_of_tree(struct target *target, const struct reference *reference,
				guint index)
{
	const struct history *history = target->history;
	struct own_commit *own = target_own(target, reference);
	guint32 at = !history || reference->kind != REFERENCE_REVERTS
			     ? HISTORY_NONE
			     : history_find_reference(history, reference->hex, reference->title,
						      (guint32)history_length(history), NULL);

	if (reference->kind != REFERENCE_REVERTS)
		return;
	if (own)
		target_note_index(target->queue_own_reverts, own, index);
	for (guint k = 0; own && k < own->positions->len; k++)
		target_note_index(target->queue_reverts,
				  target_key(target, g_array_index(own->positions, guint32, k)),
				  index);
	if (at != HISTORY_NONE)
		target_note_index(target->queue_reverts, target_key(target, at), index);
}

/* What the entry, which counts no more, took back is there again. */
static void give_back(struct target *target, GHashTable *took_back, const struct patch *entry)
{
	GArray *indices = g_hash_table_lookup(took_back, GSIZE_TO_POINTER(entry->position));

	for (guint i = 0; indices && i < indices->len; i++) {
		guint index = g_array_index(indices, guint, i);

		if (target->taken_back[index] == entry->position)
			target->taken_back[index] = 0;
	}
}

/*
 * Note which earlier entry each revert takes back for good: one that is itself taken back later
 * gives back what it took.
 */
static void find_taken_back(struct target *target)
{
	/* By the position of an entry, the indices of those that it takes or took back. */
	g_autoptr(GHashTable) took_back =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);

	for (guint i = 0; i < queue_length(target->queue); i++) {
		const struct patch *patch = queue_at(target->queue, i);
		const GArray *references = patch->references;

		for (guint r = 0; r < references->len; r++) {
			const struct reference *reference =
				&g_array_index(references, struct reference, r);
			const struct patch *other;

			if ((reference->kind != REFERENCE_REVERTS &&
			     reference->kind != REFERENCE_REAPPLIES) ||
			    target_is_second_name(target, references, reference))
				continue;
			other = target_queued(target, reference, patch);
			if (!other || other->position > patch->position) {
				note_revert_of_tree(target, reference, i);
				continue;
			}
			target->taken_back[other->position - 1] =
				reference->kind == REFERENCE_REVERTS ? patch->position : 0;
			target_note_index(took_back, GSIZE_TO_POINTER(patch->position),
					  (guint)other->position - 1);
			give_back(target, took_back, other);
		}
	}
}

void target_set_queue_upstreams(struct target *target, const struct upstream *upstreams)
{
	target->upstreams = upstreams;
	for (guint i = 0; i < queue_length(target->queue); i++) {
		const struct upstream *upstream = &upstreams[i];
		const struct patch *patch = queue_at(target->queue, i);

		for (guint k = 0; k < upstream->took->len; k++)
			add_queue_commit(target, g_array_index(upstream->took, guint32, k), i);
		if (upstream->has_id && !upstream->positions->len)
			add_queue_id(target, &upstream->id, i);
		if (patch->has_commit)
			target_note_index(target->queue_by_prefix,
					  target_prefix_key(&patch->commit), i);
		target_note_index(target->queue_by_subject, patch->message.subject, i);
	}
	find_taken_back(target);
}

bool target_find_entry(const struct target *target, guint index, const struct patch *asking,
		       struct presence *presence)
{
	const struct patch *patch = queue_at(target->queue, index);
	size_t taken_back = target->taken_back[index];

	if (patch == asking || !patch_shares_queue(patch, asking) ||
	    (taken_back && taken_back < asking->position))
		return false;
	presence->state =
		patch->position < asking->position ? PRESENCE_QUEUED_BEFORE : PRESENCE_QUEUED_AFTER;
	presence->patch = patch;
	presence->has_commit = patch->has_commit;
	presence->commit = patch->commit;
	return true;
}

bool target_find_queued(const struct target *target, const struct commit_id *id,
			const struct patch *asking, enum presence_state wanted,
			struct presence *presence)
{
	GArray *indices = g_hash_table_lookup(target->queue_by_id, id);
	guint first, end = near(indices, asking, &first);

	for (guint i = first; i < end; i++) {
		struct presence found = { .state = PRESENCE_UNKNOWN };

		if (target_find_entry(target, g_array_index(indices, guint, i), asking, &found) &&
		    found.state == wanted) {
			*presence = found;
			return true;
		}
	}
	return false;
}

static bool takes_out(const struct target *target, const GArray *indices,
		      const struct patch *asking)
{
	guint first, end = near(indices, asking, &first);

	for (guint i = first; i < end; i++) {
		guint index = g_array_index(indices, guint, i);
		size_t undone = target->taken_back[index];

		if (index + 1 < asking->position && !(undone && undone < asking->position) &&
		    patch_shares_queue(queue_at(target->queue, index), asking))
			return true;
	}
	return false;
}

bool target_queue_takes_out(const struct target *target, guint32 position,
			    const struct patch *asking)
{
	return takes_out(target,
			 g_hash_table_lookup(target->queue_reverts, target_key(target, position)),
			 asking);
}

bool target_queue_takes_out_own(const struct target *target, const struct own_commit *own,
				const struct patch *asking)
{
	return takes_out(target, g_hash_table_lookup(target->queue_own_reverts, own), asking);
}

static bool id_fits(const struct target *target, guint index, const char *hex)
{
	const struct patch *patch = queue_at(target->queue, index);
	const struct upstream *upstream = &target->upstreams[index];
	guint32 at;

	if ((upstream->has_id && commit_id_has_prefix(&upstream->id, hex)) ||
	    (patch->has_commit && commit_id_has_prefix(&patch->commit, hex)))
		return true;
	at = upstream->took->len ? history_find_prefix(target->history, hex, slice_of(""), NULL)
				 : HISTORY_NONE;
	return at != HISTORY_NONE && took_has(target->history, upstream->took, at);
}

const struct patch *target_queued(const struct target *target, const struct reference *reference,
				  const struct patch *asking)
{
	const struct patch *found = NULL;
	guint first, end;
	GArray *indices;
	gpointer key;

	if (*reference->hex) {
		if (!target_prefix_key_of(reference->hex, &key))
			return NULL;
		indices = g_hash_table_lookup(target->queue_by_prefix, key);
	} else {
		g_autofree char *title = slice_dup(reference->title);
		g_autofree char *folded = text_fold(title);

		indices = g_hash_table_lookup(target->queue_by_subject, folded);
	}
	end = near(indices, asking, &first);
	for (guint i = first; i < end; i++) {
		guint index = g_array_index(indices, guint, i);
		const struct patch *patch = queue_at(target->queue, index);

		if (patch == asking ||
		    (*reference->hex && !id_fits(target, index, reference->hex)) ||
		    !patch_shares_queue(patch, asking))
			continue;
		if (!found || patch->position < asking->position)
			found = patch;
	}
	return found;
}
