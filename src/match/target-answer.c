/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a commit is, tree and queue taken together. */
#include "match/target-parts.h"

/* Base and branch, whatever the queue brings. */
static struct presence_answer find_in_tree(const struct target *target, guint32 at,
					   const struct patch *asking)
{
	struct presence_answer answer = { .state = PRESENCE_MISSING };
	const struct own_commit *own = g_hash_table_lookup(target->brought, target_key(target, at));
	guint32 from;

	if (g_hash_table_contains(target->absent, target_key(target, at)) ||
	    target_queue_takes_out(target, at, asking))
		return answer;
	from = target_inherited(target, target->in_base, at);
	if (from != HISTORY_NONE) {
		answer.state = PRESENCE_BASE;
	} else if (own) {
		answer.state = own->state;
		answer.has_commit = true;
		answer.commit = own->id;
	} else {
		from = target_inherited(target, target->in_branch, at);
		if (from != HISTORY_NONE)
			answer.state = PRESENCE_BRANCH;
	}
	answer.inherited = from == at;
	if (from != HISTORY_NONE && from != at) { /* known there by its twin's id */
		answer.has_commit = true;
		answer.commit = history_at(target->history, from)->id;
	}
	return answer;
}

/* The tree as it is when asking's turn comes decides before what comes later. */
struct presence_answer target_find(const struct target *target, const struct commit_id *id,
				   const struct patch *asking)
{
	struct presence_answer answer = { .state = PRESENCE_UNKNOWN };
	guint32 at = target->history ? history_find(target->history, id) : HISTORY_NONE;

	if (target_find_queued(target, id, asking, PRESENCE_QUEUED_BEFORE, &answer))
		return answer;
	if (target->repo && at != HISTORY_NONE)
		answer = find_in_tree(target, at, asking);
	if (answer.state == PRESENCE_UNKNOWN || answer.state == PRESENCE_MISSING)
		target_find_queued(target, id, asking, PRESENCE_QUEUED_AFTER, &answer);
	return answer;
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
struct presence_answer target_find_reference(const struct target *target,
					     const struct reference *reference,
					     const struct patch *asking, struct commit_id *id,
					     bool *resolved)
{
	struct presence_answer answer = { .state = PRESENCE_UNKNOWN };
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
	if (queued && target_answer_queued(target, (guint)queued->position - 1, asking, &answer)) {
		*id = queued->commit;
		return answer;
	}
	if (at != HISTORY_NONE) {
		*id = history_at(target->history, at)->id;
		return target_find(target, id, asking);
	}
	/* A commit of the stable tree itself, or one that only the queue knows. */
	queued = target_queued(target, reference, asking);
	if (queued && (queued->has_commit || target->upstreams[queued->position - 1].has_id) &&
	    target_answer_queued(target, (guint)queued->position - 1, asking, &answer)) {
		const struct upstream *upstream = &target->upstreams[queued->position - 1];

		*id = upstream->has_id ? upstream->id : queued->commit;
		return answer;
	}
	own = target_own(target, reference);
	if (own) {
		*id = own->id;
		answer.state = own->state; /* *id says which it is there */
		return answer;
	}
	*resolved = false;
	return answer;
}
