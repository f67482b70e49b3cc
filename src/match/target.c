/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/target.h"

#include <string.h>

#include "base/progress.h"
#include "base/text.h"
#include "git/walk.h"
#include "index/order.h"
#include "match/took.h"
#include "message/marker.h"
#include "message/message.h"
#include "message/reference.h"

/* A commit that only the stable tree has. */
struct own_commit {
	struct commit_id id;
	char *subject;
	enum presence state;
	GArray *positions;  /* guint32: the upstream commits it brings */
	GArray *taken_back; /* guint32: those that it took out of the tree */
};

struct target {
	struct history *history;
	const struct queue *queue;
	const struct upstream *upstreams;
	GHashTable *queue_by_id;      /* upstream id -> GArray of queue indices */
	GHashTable *queue_by_prefix;  /* prefix_key() -> GArray of queue indices */
	GHashTable *queue_by_subject; /* by title -> GArray of queue indices */
	GHashTable *queue_reverts;    /* key_of() -> entries that take it out of the tree */
	size_t *taken_back; /* by queue index: position of the entry that reverts it, 0: none */
	GHashTable *queue_commits; /* the entries' own commit ids: not part of the branch */
	guint8 *in_base;
	struct commit_id base;
	struct repo *repo;   /* that has the base; NULL: no base was read */
	guint8 *in_branch;   /* like in_base, for what the branch has beyond it; NULL: not read */
	GHashTable *brought; /* key_of() -> the struct own_commit that brings it */
	GHashTable *absent;  /* key_of(): taken back, though inherited or brought */
	GHashTable *own_by_prefix;  /* prefix_key() -> GArray of indices into own */
	GHashTable *own_by_subject; /* by title -> struct own_commit *, the newest */
	GPtrArray *own;		    /* struct own_commit *, oldest first */
	GHashTable *own_ids;	    /* their ids */
	struct patch_ids *patch_ids;
	struct same_change *changes; /* NULL: no tree was read */
};

static void own_commit_free(void *data)
{
	struct own_commit *own = data;

	g_free(own->subject);
	g_array_unref(own->positions);
	g_array_unref(own->taken_back);
	g_free(own);
}

struct target *target_new(struct history *history, const struct queue *queue)
{
	struct target *target = g_new0(struct target, 1);

	target->history = history;
	target->queue = queue;
	target->queue_by_id = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, NULL,
						    (GDestroyNotify)g_array_unref);
	target->queue_by_prefix =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	target->queue_by_subject = g_hash_table_new_full(title_key_hash, title_key_equal, NULL,
							 (GDestroyNotify)g_array_unref);
	target->queue_reverts =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	target->taken_back = g_new0(size_t, queue_length(queue));
	target->queue_commits = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	target->brought = g_hash_table_new(NULL, NULL);
	target->absent = g_hash_table_new(NULL, NULL);
	target->own_by_prefix =
		g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
	target->own_by_subject = g_hash_table_new(title_key_hash, title_key_equal);
	target->own = g_ptr_array_new_with_free_func(own_commit_free);
	target->own_ids = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	target->patch_ids = patch_ids_new(history ? history_repo(history) : NULL);
	for (size_t i = 0; i < queue_length(queue); i++)
		if (queue_at(queue, i)->has_commit)
			g_hash_table_add(target->queue_commits,
					 (void *)&queue_at(queue, i)->commit);
	return target;
}

void target_free(struct target *target)
{
	g_hash_table_unref(target->queue_by_id);
	g_hash_table_unref(target->queue_by_prefix);
	g_hash_table_unref(target->queue_by_subject);
	g_hash_table_unref(target->queue_reverts);
	g_free(target->taken_back);
	g_hash_table_unref(target->queue_commits);
	g_free(target->in_base);
	g_free(target->in_branch);
	g_hash_table_unref(target->brought);
	g_hash_table_unref(target->absent);
	g_hash_table_unref(target->own_by_prefix);
	g_hash_table_unref(target->own_by_subject);
	g_hash_table_unref(target->own_ids);
	g_ptr_array_unref(target->own);
	if (target->changes)
		same_change_free(target->changes);
	patch_ids_free(target->patch_ids);
	g_free(target);
}

/* A commit that only the stable tree has, as read. */
struct raw {
	struct commit commit;
	char *subject;
	GArray *markers;    /* struct marker */
	GArray *references; /* struct reference; NULL: it takes nothing back */
};

struct reading {
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
	struct reading *reading = data;
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

	if (!strcasestr(subject, "revert") && !strcasestr(subject, "reapply") &&
	    !strcasestr(body, "revert"))
		return NULL; /* the words that every form has: a scan costs twenty times as much */
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
	struct reading *reading = data;
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

/* What upstream has twice is one change, whichever of the two a tree took. */
static gpointer key_of(const struct target *target, guint32 position)
{
	return GUINT_TO_POINTER(history_first_twin(target->history, position) + 1);
}

static bool has_revert(const struct history *history, const guint8 *marks, guint32 position)
{
	size_t n = 0;
	const struct history_reference *references = history_references_to(history, position, &n);

	for (size_t i = 0; i < n; i++)
		if (references[i].kind == REFERENCE_REVERTS && marks[references[i].from])
			return true;
	return false;
}

/* Among what is marked the commit at position was taken back. */
static bool is_undone(const struct history *history, const guint8 *marks, guint32 position)
{
	size_t n = 0;
	const struct history_reference *references = history_references_to(history, position, &n);
	bool undone = false;

	for (size_t i = 0; i < n; i++) { /* in the order of history: the last word counts */
		if (!marks[references[i].from])
			continue;
		if (references[i].kind == REFERENCE_REAPPLIES)
			undone = false;
		else if (references[i].kind == REFERENCE_REVERTS &&
			 !has_revert(history, marks, references[i].from))
			undone = true;
	}
	return undone;
}

bool target_base_undid(const struct target *target, guint32 position)
{
	return target->in_base && is_undone(target->history, target->in_base, position);
}

bool target_took_back(const struct target *target, guint32 position)
{
	return g_hash_table_contains(target->absent, key_of(target, position)) ||
	       target_base_undid(target, position);
}

/* The commit itself or a twin of it, as marks' tree has it from upstream; HISTORY_NONE. */
static guint32 inherited(const struct target *target, const guint8 *marks, guint32 position)
{
	const GArray *twins;

	if (!marks)
		return HISTORY_NONE;
	if (marks[position])
		return position;
	twins = history_twins(target->history, position);
	for (guint i = 0; twins && i < twins->len; i++) {
		guint32 twin = g_array_index(twins, guint32, i);

		if (marks[twin] && !is_undone(target->history, marks, twin))
			return twin;
	}
	return HISTORY_NONE;
}

/* The branch lies beyond the queue: it neither brings nor takes what the base decided. */
static bool is_settled_in_base(const struct target *target, guint32 position,
			       const struct own_commit *by)
{
	const struct own_commit *own =
		g_hash_table_lookup(target->brought, key_of(target, position));
	bool there = inherited(target, target->in_base, position) != HISTORY_NONE ||
		     (own && own->state == PRESENCE_BASE);

	return by->state == PRESENCE_BRANCH && there &&
	       !g_hash_table_contains(target->absent, key_of(target, position));
}

static void bring(struct target *target, guint32 position, struct own_commit *by)
{
	if (is_settled_in_base(target, position, by))
		return;
	g_hash_table_remove(target->absent, key_of(target, position));
	g_hash_table_replace(target->brought, key_of(target, position), by);
}

static void take_back(struct target *target, guint32 position, struct own_commit *by)
{
	if (is_settled_in_base(target, position, by))
		return;
	g_hash_table_add(target->absent, key_of(target, position));
	g_array_append_val(by->taken_back, position);
}

/* The first six digits, the fewest that people write. */
static gpointer prefix_key(const struct commit_id *id)
{
	return GUINT_TO_POINTER((guint)id->raw[0] << 16 | (guint)id->raw[1] << 8 | id->raw[2]);
}

/* The same for digits as written; false when they are too few or none. */
static bool prefix_key_of(const char *hex, gpointer *out)
{
	char padded[COMMIT_ID_HEX + 1];
	struct commit_id least;

	memset(padded, '0', COMMIT_ID_HEX);
	memcpy(padded, hex, strlen(hex));
	padded[COMMIT_ID_HEX] = '\0';
	if (strlen(hex) < 6 || !commit_id_parse(padded, &least))
		return false;
	*out = prefix_key(&least);
	return true;
}

static void add_index(GHashTable *table, gpointer key, guint index)
{
	GArray *indices = g_hash_table_lookup(table, key);

	if (!indices) {
		indices = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(table, key, indices);
	}
	g_array_append_val(indices, index);
}

/* The tree's own commit that a reference names, by its id or by its subject; NULL if none. */
static struct own_commit *own_of(const struct target *target, const struct reference *reference)
{
	gpointer key;
	GArray *indices;

	if (!*reference->hex) {
		g_autofree char *title = slice_dup(reference->title);
		g_autofree char *folded = text_fold(title);

		return g_hash_table_lookup(target->own_by_subject, folded);
	}
	if (!prefix_key_of(reference->hex, &key))
		return NULL;
	indices = g_hash_table_lookup(target->own_by_prefix, key);
	for (guint i = 0; indices && i < indices->len; i++) {
		struct own_commit *own = target->own->pdata[g_array_index(indices, guint, i)];

		if (commit_id_has_prefix(&own->id, reference->hex))
			return own;
	}
	return NULL;
}

bool target_is_second_name(const struct target *target, const GArray *references,
			   const struct reference *reference)
{
	if (*reference->hex || reference->kind != REFERENCE_REVERTS)
		return false;
	for (guint i = 0; i < references->len; i++) {
		const struct reference *other = &g_array_index(references, struct reference, i);
		gpointer key;

		if (other->kind != REFERENCE_REVERTS || !prefix_key_of(other->hex, &key))
			continue;
		if (own_of(target, other) || g_hash_table_contains(target->queue_by_prefix, key) ||
		    (target->history && history_find_prefix(target->history, other->hex,
							    other->title, NULL) != HISTORY_NONE))
			return true;
	}
	return false;
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
		own = own_of(target, reference);
		at = history_find_reference(history, reference->hex, reference->title,
					    (guint32)history_length(history), NULL);
		if (!own && at != HISTORY_NONE) /* upstream's id of what the tree has as its own */
			own = g_hash_table_lookup(target->brought, key_of(target, at));
		if (own == by)
			own = NULL;
		if (reference->kind == REFERENCE_REAPPLIES) {
			for (guint k = 0; own && k < own->positions->len; k++)
				bring(target, g_array_index(own->positions, guint32, k), by);
			if (at != HISTORY_NONE)
				g_hash_table_remove(target->absent, key_of(target, at));
			continue;
		}
		for (guint k = 0; own && k < own->taken_back->len; k++)
			g_hash_table_remove(
				target->absent,
				key_of(target, g_array_index(own->taken_back, guint32, k)));
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

bool target_took(const struct target *target, guint32 position)
{
	return inherited(target, target->in_base, position) != HISTORY_NONE ||
	       inherited(target, target->in_branch, position) != HISTORY_NONE ||
	       g_hash_table_contains(target->brought, key_of(target, position));
}

static bool is_taken(guint32 position, void *data)
{
	return target_took(data, position);
}

static void add_own(struct target *target, struct raw *raw, enum presence state)
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

	add_index(target->own_by_prefix, prefix_key(&own->id), target->own->len);
	g_ptr_array_add(target->own, own);
	g_hash_table_replace(target->own_by_subject, own->subject, own);
	g_hash_table_add(target->own_ids, &own->id);
}

static bool read_tree(struct target *target, struct repo *repo, const struct commit_id *tip,
		      guint8 *marks, enum presence state, bool progress, GError **error)
{
	struct reading reading = { .target = target, .marks = marks };
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

const guint8 *target_in_base(const struct target *target)
{
	return target->in_base;
}

struct repo *target_repo(const struct target *target, struct commit_id *base)
{
	if (target->repo)
		*base = target->base;
	return target->repo;
}

void target_each_own(const struct target *target,
		     void (*visit)(const struct commit_id *commit, guint32 position, bool gone,
				   void *data),
		     void *data)
{
	for (guint i = 0; i < target->own->len; i++) {
		const struct own_commit *own = target->own->pdata[i];

		if (own->state != PRESENCE_BASE)
			continue;
		if (!own->positions->len)
			visit(&own->id, HISTORY_NONE, false, data);
		for (guint k = 0; k < own->positions->len; k++) {
			guint32 position = g_array_index(own->positions, guint32, k);
			gpointer key = key_of(target, position);

			/* Of what was brought twice, the last time counts. */
			if (g_hash_table_lookup(target->brought, key) != own)
				position = HISTORY_NONE;
			visit(&own->id, position, g_hash_table_contains(target->absent, key), data);
		}
	}
}

const struct patch *target_taken_back_by(const struct target *target, const struct patch *patch)
{
	size_t by = target->taken_back[patch->position - 1];

	return by ? queue_at(target->queue, by - 1) : NULL;
}

static void add_queue_id(struct target *target, const struct commit_id *id, guint index)
{
	add_index(target->queue_by_id, (gpointer)id, index);
	add_index(target->queue_by_prefix, prefix_key(id), index);
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
	const struct own_commit *own = own_of(target, reference);
	guint32 at = !history || reference->kind != REFERENCE_REVERTS
			     ? HISTORY_NONE
			     : history_find_reference(history, reference->hex, reference->title,
						      (guint32)history_length(history), NULL);

	if (reference->kind != REFERENCE_REVERTS)
		return;
	for (guint k = 0; own && k < own->positions->len; k++)
		add_index(target->queue_reverts,
			  key_of(target, g_array_index(own->positions, guint32, k)), index);
	if (at != HISTORY_NONE)
		add_index(target->queue_reverts, key_of(target, at), index);
}

/*
 * Note which earlier entry each revert takes back for good: one that is itself taken back later
 * gives back what it took.
 */
static void find_taken_back(struct target *target)
{
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
			for (size_t k = 0; k < other->position; k++)
				if (target->taken_back[k] == other->position)
					target->taken_back[k] = 0;
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
			add_index(target->queue_by_prefix, prefix_key(&patch->commit), i);
		add_index(target->queue_by_subject, patch->message.subject, i);
	}
	find_taken_back(target);
}

/*
 * The answer when the entry at index brings what asking wants; false if they never meet in a tree.
 */
static bool queued_answer(const struct target *target, guint index, const struct patch *asking,
			  struct presence_answer *answer)
{
	const struct patch *patch = queue_at(target->queue, index);
	size_t taken_back = target->taken_back[index];

	if (patch == asking || !patch_shares_queue(patch, asking) ||
	    (taken_back && taken_back < asking->position))
		return false;
	answer->state =
		patch->position < asking->position ? PRESENCE_QUEUED_BEFORE : PRESENCE_QUEUED_AFTER;
	answer->patch = patch;
	answer->has_commit = patch->has_commit;
	answer->commit = patch->commit;
	return true;
}

static bool find_queued(const struct target *target, const struct commit_id *id,
			const struct patch *asking, enum presence wanted,
			struct presence_answer *answer)
{
	GArray *indices = g_hash_table_lookup(target->queue_by_id, id);

	for (guint i = 0; indices && i < indices->len; i++) {
		struct presence_answer found = { .state = PRESENCE_UNKNOWN };

		if (queued_answer(target, g_array_index(indices, guint, i), asking, &found) &&
		    found.state == wanted) {
			*answer = found;
			return true;
		}
	}
	return false;
}

/* Whether an entry before asking takes out of the tree what the base or the branch has. */
static bool is_taken_out(const struct target *target, guint32 position, const struct patch *asking)
{
	GArray *indices = g_hash_table_lookup(target->queue_reverts, key_of(target, position));

	for (guint i = 0; indices && i < indices->len; i++) {
		guint index = g_array_index(indices, guint, i);
		size_t undone = target->taken_back[index];

		if (index + 1 < asking->position && !(undone && undone < asking->position) &&
		    patch_shares_queue(queue_at(target->queue, index), asking))
			return true;
	}
	return false;
}

/* Base and branch, whatever the queue brings. */
static struct presence_answer find_in_tree(const struct target *target, guint32 at,
					   const struct patch *asking)
{
	struct presence_answer answer = { .state = PRESENCE_MISSING };
	const struct own_commit *own = g_hash_table_lookup(target->brought, key_of(target, at));
	guint32 from;

	if (g_hash_table_contains(target->absent, key_of(target, at)) ||
	    is_taken_out(target, at, asking))
		return answer;
	from = inherited(target, target->in_base, at);
	if (from != HISTORY_NONE) {
		answer.state = PRESENCE_BASE;
	} else if (own) {
		answer.state = own->state;
		answer.has_commit = true;
		answer.commit = own->id;
	} else {
		from = inherited(target, target->in_branch, at);
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

	if (find_queued(target, id, asking, PRESENCE_QUEUED_BEFORE, &answer))
		return answer;
	if (target->repo && at != HISTORY_NONE)
		answer = find_in_tree(target, at, asking);
	if (answer.state == PRESENCE_UNKNOWN || answer.state == PRESENCE_MISSING)
		find_queued(target, id, asking, PRESENCE_QUEUED_AFTER, &answer);
	return answer;
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
	gpointer key;
	GArray *indices;

	if (*reference->hex) {
		if (!prefix_key_of(reference->hex, &key))
			return NULL;
		indices = g_hash_table_lookup(target->queue_by_prefix, key);
	} else {
		g_autofree char *title = slice_dup(reference->title);
		g_autofree char *folded = text_fold(title);

		indices = g_hash_table_lookup(target->queue_by_subject, folded);
	}
	for (guint i = 0; indices && i < indices->len; i++) {
		guint index = g_array_index(indices, guint, i);
		const struct patch *patch = queue_at(target->queue, index);

		if (patch == asking || !patch_shares_queue(patch, asking) ||
		    (*reference->hex && !id_fits(target, index, reference->hex)))
			continue;
		if (!found || patch->position < asking->position)
			found = patch;
	}
	return found;
}

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
	const struct patch *queued;
	struct own_commit *own;

	*resolved = true;
	if (at != HISTORY_NONE) {
		*id = history_at(target->history, at)->id;
		return target_find(target, id, asking);
	}
	/* A commit of the stable tree itself, or one that only the queue knows. */
	queued = target_queued(target, reference, asking);
	if (queued && (queued->has_commit || target->upstreams[queued->position - 1].has_id) &&
	    queued_answer(target, (guint)queued->position - 1, asking, &answer)) {
		const struct upstream *upstream = &target->upstreams[queued->position - 1];

		*id = upstream->has_id ? upstream->id : queued->commit;
		return answer;
	}
	own = own_of(target, reference);
	if (own) {
		*id = own->id;
		answer.state = own->state; /* *id says which it is there */
		return answer;
	}
	*resolved = false;
	return answer;
}
