/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a commit is, tree and queue taken together. */
#include "match/target-parts.h"

/* Base and branch, whatever the queue brings. */
static struct presence find_in_tree(const struct target *target, guint32 at,
				    const struct patch *asking)
{
	struct presence presence = { .state = PRESENCE_MISSING };
	const struct own_commit *own = g_hash_table_lookup(target->brought, target_key(target, at));
	guint32 from;

	if (g_hash_table_contains(target->absent, target_key(target, at)) ||
	    target_queue_takes_out(target, at, asking))
		return presence;
	from = target_inherited(target, target->in_base, at);
	if (from != HISTORY_NONE) {
		presence.state = PRESENCE_BASE;
	} else if (own) {
		presence.state = own->state;
		presence.has_commit = true;
		presence.commit = own->id;
	} else {
		from = target_inherited(target, target->in_branch, at);
		if (from != HISTORY_NONE)
			presence.state = PRESENCE_BRANCH;
	}
	presence.inherited = from == at;
	if (from != HISTORY_NONE && from != at) { /* known there by its twin's id */
		presence.has_commit = true;
		presence.commit = history_at(target->history, from)->id;
	}
	return presence;
}

/* The tree as it is when asking's turn comes decides before what comes later. */
struct presence target_find(const struct target *target, const struct commit_id *id,
			    const struct patch *asking)
{
	struct presence presence = { .state = PRESENCE_UNKNOWN };
	guint32 at = target->history ? history_find(target->history, id) : HISTORY_NONE;

	if (target_find_queued(target, id, asking, PRESENCE_QUEUED_BEFORE, &presence))
		return presence;
	if (target->repo && at != HISTORY_NONE)
		presence = find_in_tree(target, at, asking);
	if (presence.state == PRESENCE_UNKNOWN || presence.state == PRESENCE_MISSING)
		target_find_queued(target, id, asking, PRESENCE_QUEUED_AFTER, &presence);
	return presence;
}

/* The entry of the queue that has the reference's id; NULL: none, or the id is upstream's at. */
static const struct patch *find_named_entry(const struct target *target,
					    const struct reference *reference, guint32 at,
					    const struct patch *asking)
{
	const struct patch *queued = target_queued(target, reference, asking);

	if (!queued || !*reference->hex || !queued->has_commit ||
	    !commit_id_has_prefix(&queued->commit, reference->hex) ||
	    (at != HISTORY_NONE &&
	     commit_id_has_prefix(&history_at(target->history, at)->id, reference->hex)))
		return NULL;
	return queued;
}

/* Titles recur: the id of an entry goes before what upstream has of its title. */
struct presence target_find_reference(const struct target *target,
				      const struct reference *reference, const struct patch *asking,
				      struct commit_id *id, bool *resolved)
{
	struct presence presence = { .state = PRESENCE_UNKNOWN };
	const struct history *history = target->history;
	guint32 at = history ? history_find_reference(history, reference->hex, reference->title,
						      (guint32)history_length(history), NULL)
			     : HISTORY_NONE;
	const struct patch *queued = find_named_entry(target, reference, at, asking);
	struct own_commit *own;

	*resolved = true;
	if (queued && target->upstreams[queued->position - 1].certain) {
		*id = target->upstreams[queued->position - 1].id;
		return target_find(target, id, asking);
	}
	if (queued && target_find_entry(target, (guint)queued->position - 1, asking, &presence)) {
		*id = queued->commit;
		return presence;
	}
	if (at != HISTORY_NONE) {
		*id = history_at(target->history, at)->id;
		return target_find(target, id, asking);
	}
	/* A commit of the stable tree itself, or one that only the queue knows. */
	queued = target_queued(target, reference, asking);
	if (queued && (queued->has_commit || target->upstreams[queued->position - 1].has_id) &&
	    target_find_entry(target, (guint)queued->position - 1, asking, &presence)) {
		const struct upstream *upstream = &target->upstreams[queued->position - 1];

		*id = upstream->has_id ? upstream->id : queued->commit;
		return presence;
	}
	own = target_own(target, reference);
	if (own) {
		*id = own->id;
		/* *id says which it is there */
		presence.state = own->undone_by ? PRESENCE_MISSING : own->state;
		return presence;
	}
	*resolved = false;
	return presence;
}

GArray *target_find_named(const struct target *target, const struct patch *asking,
			  enum reference_kind kind, bool missing)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; target->history && i < asking->references->len; i++) {
		const struct reference *reference =
			&g_array_index(asking->references, struct reference, i);
		struct presence presence;
		bool resolved = false;
		struct commit_id id;
		guint32 at;

		if (reference->kind != kind)
			continue;
		presence = target_find_reference(target, reference, asking, &id, &resolved);
		at = resolved ? history_find(target->history, &id) : HISTORY_NONE;
		if (at != HISTORY_NONE && (!missing || presence.state == PRESENCE_MISSING))
			g_array_append_val(out, at);
	}
	return out;
}
