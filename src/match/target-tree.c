/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What base and branch brought of upstream, and what they took back again. */
#include "match/target-parts.h"

#include <string.h>

#include "base/progress.h"
#include "git/walk.h"
#include "index/order.h"
#include "match/took.h"
#include "message/marker.h"
#include "message/message.h"

/* A commit that only the stable tree has, as read. */
struct raw {
	struct commit commit;
	char *subject;
	GArray *markers;    /* struct marker */
	GArray *references; /* struct reference; NULL: it takes nothing back */
};

struct tree_reading {
	struct target *target;
	guint8 *marks; /* of what it shares with upstream */
	GArray *raw;   /* struct raw, in the order of order's nodes */
	struct order *order;
};

static void raw_clear(void *data)
{
	struct raw *raw = data;

	commit_clear(&raw->commit);
	g_free(raw->subject);
	g_array_unref(raw->markers);
	if (raw->references)
		g_array_unref(raw->references);
}

/* Where the tree meets upstream, all that lies behind is shared. */
static bool is_shared(const struct commit_id *id, void *data)
{
	struct tree_reading *reading = data;
	const struct history *history = reading->target->history;
	guint32 at = history_find(history, id);

	if (at != HISTORY_NONE)
		history_mark_ancestors(history, at, reading->marks);
	return at != HISTORY_NONE || g_hash_table_contains(reading->target->own_ids, id);
}

/* The references of a message that takes back or brings back; NULL if it does neither. */
static GArray *scan_reverts(const char *subject, const char *body)
{
	GArray *references;

	if (!references_may_revert(subject, body))
		return NULL; /* a scan costs a hundred times as much */
	references = g_array_new(FALSE, FALSE, sizeof(struct reference));
	references_scan(subject, body, references);
	for (guint i = 0; i < references->len; i++) {
		enum reference_kind kind = g_array_index(references, struct reference, i).kind;

		if (kind == REFERENCE_REVERTS || kind == REFERENCE_REAPPLIES)
			return references;
	}
	g_array_unref(references);
	return NULL;
}

static void collect(struct commit *commit, void *data)
{
	struct tree_reading *reading = data;
	struct raw raw = { .commit = *commit };
	const char *body;

	*commit = (struct commit){ 0 };
	raw.subject = message_split(raw.commit.message, &body);
	raw.markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	markers_scan(body, raw.markers);
	raw.references = scan_reverts(raw.subject, body);
	order_add(reading->order, &raw.commit.id, raw.commit.parents, raw.commit.n_parents);
	g_array_append_val(reading->raw, raw);
}

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

static void bring(struct target *target, guint32 position, struct own_commit *by)
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

/* What came with a merge, as far as the tree has it. */
static void take_back_merged(struct target *target, guint32 merge, struct own_commit *by)
{
	g_autoptr(GArray) brought =
		history_brought_by(target->history, merge, HISTORY_REVERT_LIMIT);

	for (guint i = 0; i < brought->len; i++)
		if (target_took(target, g_array_index(brought, guint32, i)))
			take_back(target, g_array_index(brought, guint32, i), by);
}

/*
 * What a commit of the tree takes back is gone, whichever id it is called by; what that one had
 * taken back is there again. A re-apply undoes a revert of the same title.
 */
static void apply_reverts(struct target *target, struct own_commit *by, const GArray *references)
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
			for (guint k = 0; own && k < own->positions->len; k++)
				bring(target, g_array_index(own->positions, guint32, k), by);
			if (at != HISTORY_NONE)
				g_hash_table_remove(target->absent, target_key(target, at));
			continue;
		}
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

static bool is_taken(guint32 position, void *data)
{
	return target_took(data, position);
}

static void add_own(struct target *target, struct raw *raw, enum presence_state state)
{
	struct own_commit *own;
	struct person author = { raw->commit.author_name, raw->commit.author_email };
	struct took_message message = {
		.asker = {
			.subject = raw->subject,
			.author = &author,
			.commit = &raw->commit.id,
			.ids = target->patch_ids,
			.is_there = is_taken,
			.data = target,
		},
		.markers = raw->markers,
		.references = raw->references,
		.changes = raw->commit.n_parents == 1 ? target->changes : NULL,
		.repo = target->repo,
		.author_date = raw->commit.author_date,
		.in_base = target->in_base,
	};

	if (g_hash_table_contains(target->queue_commits, &raw->commit.id))
		return;
	own = g_new0(struct own_commit, 1);
	own->id = raw->commit.id;
	own->state = state;
	own->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	own->taken_back = g_array_new(FALSE, FALSE, sizeof(guint32));
	took_find(target->history, &message, own->positions);
	own->subject = g_steal_pointer(&raw->subject);
	for (guint i = 0; i < own->positions->len; i++)
		bring(target, g_array_index(own->positions, guint32, i), own);
	if (raw->references)
		apply_reverts(target, own, raw->references);

	target_note_index(target->own_by_prefix, target_prefix_key(&own->id), target->own->len);
	g_ptr_array_add(target->own, own);
	g_hash_table_replace(target->own_by_subject, own->subject, own);
	g_hash_table_add(target->own_ids, &own->id);
}

static bool read_tree(struct target *target, struct repo *repo, const struct commit_id *tip,
		      guint8 *marks, enum presence_state state, bool progress, GError **error)
{
	struct tree_reading reading = { .target = target, .marks = marks };
	struct progress line;
	struct walk walk = { is_shared, collect, &reading, &line };
	g_autofree guint32 *sequence = NULL;
	g_autofree guint32 *bringers = NULL;
	guint32 node, n = 0;
	bool ok;

	if (!target->changes)
		target->changes = same_change_new(target->history, target->patch_ids, progress);
	reading.raw = g_array_new(FALSE, FALSE, sizeof(struct raw));
	g_array_set_clear_func(reading.raw, raw_clear);
	reading.order = order_new();
	progress_begin(&line, progress, "reading the target", 0);
	ok = walk_commits(repo, tip, &walk, error);
	progress_end(&line);
	node = order_find(reading.order, tip);
	if (ok && node != ORDER_OUTSIDE) {
		sequence = g_new(guint32, reading.raw->len);
		bringers = g_new(guint32, reading.raw->len);
		n = order_arrivals(reading.order, node, sequence, bringers);
	}
	for (guint32 i = 0; i < n; i++)
		add_own(target, &g_array_index(reading.raw, struct raw, sequence[i]), state);
	g_array_unref(reading.raw);
	order_free(reading.order);
	return ok;
}

bool target_read_base(struct target *target, struct repo *repo, const struct commit_id *base,
		      bool progress, GError **error)
{
	guint32 at = history_find(target->history, base);

	target->repo = repo;
	target->base = *base;
	target->in_base = g_new0(guint8, history_length(target->history));
	if (at != HISTORY_NONE) { /* straight off the mainline: nothing of its own */
		history_mark_ancestors(target->history, at, target->in_base);
		return true;
	}
	return read_tree(target, repo, base, target->in_base, PRESENCE_BASE, progress, error);
}

bool target_read_branch(struct target *target, struct repo *repo, const struct commit_id *tip,
			bool progress, GError **error)
{
	guint32 at = history_find(target->history, tip);

	target->in_branch = g_new0(guint8, history_length(target->history));
	if (at != HISTORY_NONE) {
		history_mark_ancestors(target->history, at, target->in_branch);
		return true;
	}
	return read_tree(target, repo, tip, target->in_branch, PRESENCE_BRANCH, progress, error);
}
