/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/target.h"

#include <string.h>

#include "base/progress.h"
#include "base/text.h"
#include "read/message.h"
#include "read/reference.h"

/* A commit that only the stable tree has. */
struct own_commit {
	struct commit_id id;
	char *subject;
	enum presence state;
	GArray *positions; /* guint32: the upstream commits it brings */
};

/* What brings an upstream commit. */
struct bringer {
	enum presence state;
	struct commit_id commit;
};

struct target {
	const struct history *history;
	const struct queue *queue;
	const struct upstream *upstreams;
	GHashTable *queue_by_id; /* upstream id -> GArray of queue indices */
	GHashTable *queue_by_prefix; /* prefix_key() -> GArray of queue indices */
	GHashTable *queue_by_subject; /* subject -> GArray of queue indices */
	size_t *taken_back;	      /* by queue index: position of the entry that reverts it, 0: none */
	GHashTable *queue_commits; /* the entries' own commit ids: not part of the branch */
	guint8 *in_base;
	bool has_base;
	struct commit_id base;
	GHashTable *brought; /* position + 1 -> struct bringer * */
	GHashTable *own_by_subject; /* subject -> struct own_commit *, the newest */
	GPtrArray *own;	     /* struct own_commit *, oldest first */
};

static void own_commit_free(void *data)
{
	struct own_commit *own = data;

	g_free(own->subject);
	g_array_unref(own->positions);
	g_free(own);
}

struct target *target_new(const struct history *history, const struct queue *queue)
{
	struct target *target = g_new0(struct target, 1);

	target->history = history;
	target->queue = queue;
	target->queue_by_id = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, NULL,
						    (GDestroyNotify)g_array_unref);
	target->queue_by_prefix = g_hash_table_new_full(NULL, NULL, NULL,
							(GDestroyNotify)g_array_unref);
	target->queue_by_subject = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
							 (GDestroyNotify)g_array_unref);
	target->taken_back = g_new0(size_t, queue_length(queue));
	target->queue_commits = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	target->brought = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	target->own_by_subject = g_hash_table_new(g_str_hash, g_str_equal);
	target->own = g_ptr_array_new_with_free_func(own_commit_free);
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
	g_free(target->taken_back);
	g_hash_table_unref(target->queue_commits);
	g_free(target->in_base);
	g_hash_table_unref(target->brought);
	g_hash_table_unref(target->own_by_subject);
	g_ptr_array_unref(target->own);
	g_free(target);
}

const char *presence_name(enum presence presence)
{
	static const char *const names[] = {
		[PRESENCE_UNKNOWN] = "unknown",
		[PRESENCE_BASE] = "base",
		[PRESENCE_BRANCH] = "branch",
		[PRESENCE_QUEUED_BEFORE] = "queued-before",
		[PRESENCE_QUEUED_AFTER] = "queued-after",
		[PRESENCE_MISSING] = "missing",
	};

	return names[presence];
}

struct reading {
	struct target *target;
	enum presence state;
	GPtrArray *commits; /* struct commit *, newest first */
	struct progress progress;
};

static void commit_free(void *data)
{
	commit_clear(data);
	g_free(data);
}

/* Collect what only the stable tree has; mark what it shares with upstream. */
static bool visit(const struct commit *commit, void *data)
{
	struct reading *reading = data;
	const struct history *history = reading->target->history;
	struct commit *copy;

	progress_step(&reading->progress);
	if (history_find(history, &commit->id) != HISTORY_NONE ||
	    g_hash_table_contains(reading->target->queue_commits, &commit->id))
		return true;
	copy = g_new0(struct commit, 1);
	copy->id = commit->id;
	copy->author_name = g_strdup(commit->author_name);
	copy->author_email = g_strdup(commit->author_email);
	copy->message = g_strdup(commit->message);
	for (size_t i = 0; i < commit->n_parents; i++) {
		guint32 at = history_find(history, &commit->parents[i]);

		if (at != HISTORY_NONE && reading->state == PRESENCE_BASE)
			history_mark_ancestors(history, at, reading->target->in_base);
	}
	g_ptr_array_add(reading->commits, copy);
	return true;
}

static void unbring(struct target *target, guint32 position)
{
	g_hash_table_remove(target->brought, GUINT_TO_POINTER(position + 1));
}

/* The tree's own commit that a reference names, by its id or by its subject; NULL if none. */
static struct own_commit *own_of(const struct target *target,
				       const struct reference *reference)
{
	g_autofree char *title = slice_dup(reference->title);
	g_autofree char *folded = text_fold(title);

	if (!*reference->hex)
		return g_hash_table_lookup(target->own_by_subject, folded);
	for (guint i = 0; i < target->own->len; i++) {
		struct own_commit *own = target->own->pdata[i];

		if (commit_id_has_prefix(&own->id, reference->hex))
			return own;
	}
	return NULL;
}

/* What the commit reverts is gone from the tree again, whichever id it is called by. */
static void apply_reverts(struct target *target, const char *subject, const char *body)
{
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));

	references_scan(subject, body, references);
	for (guint i = 0; i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);
		struct own_commit *own;
		guint32 at;

		if (reference->kind != REFERENCE_REVERTS)
			continue;
		own = own_of(target, reference);
		for (guint k = 0; own && k < own->positions->len; k++)
			unbring(target, g_array_index(own->positions, guint32, k));
		if (!*reference->hex)
			continue;
		at = history_find_prefix(target->history, reference->hex, reference->title, NULL);
		if (at != HISTORY_NONE)
			unbring(target, at);
	}
}

static void add_own(struct target *target, const struct commit *commit, enum presence state)
{
	struct own_commit *own = g_new0(struct own_commit, 1);
	const char *end = strchrnul(commit->message, '\n');
	g_autofree char *first = g_strndup(commit->message, (gsize)(end - commit->message));
	struct person author = { commit->author_name, commit->author_email };

	own->id = commit->id;
	own->subject = text_fold(first);
	own->state = state;
	own->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_ptr_array_add(target->own, own);
	g_hash_table_replace(target->own_by_subject, own->subject, own);
	upstream_positions(target->history, own->subject, end, &author, own->positions);
	for (guint i = 0; i < own->positions->len; i++) {
		guint32 at = g_array_index(own->positions, guint32, i);
		struct bringer *bringer = g_new(struct bringer, 1);

		bringer->state = state;
		bringer->commit = commit->id;
		g_hash_table_replace(target->brought, GUINT_TO_POINTER(at + 1), bringer);
	}
	apply_reverts(target, own->subject, end);
}

/* Upstream's own commits need no walk where upstream can be told apart in the same repository. */
static bool read_tree(struct target *target, struct repo *repo, const struct commit_id *tip,
		      const struct commit_id *known, enum presence state, bool progress,
		      GError **error)
{
	g_autoptr(GPtrArray) commits = g_ptr_array_new_with_free_func(commit_free);
	struct reading reading = { .target = target, .state = state, .commits = commits };
	guint32 length = (guint32)history_length(target->history);
	struct commit_id hides[2], found;
	size_t n_hides = 0;
	bool ok;

	if (known)
		hides[n_hides++] = *known;
	if (length) {
		const struct commit_id *newest = &history_at(target->history, length - 1)->id;

		if (repo_find_commit(repo, commit_id_hex(newest).text, &found) == REPO_ONE)
			hides[n_hides++] = found;
	}
	progress_begin(&reading.progress, progress, "reading the target", 0);
	ok = repo_walk(repo, tip, hides, n_hides, visit, &reading, error);
	progress_end(&reading.progress);
	for (guint i = commits->len; ok && i > 0; i--)
		add_own(target, commits->pdata[i - 1], state);
	return ok;
}

bool target_read_base(struct target *target, struct repo *repo, const struct commit_id *base,
		      bool progress, GError **error)
{
	guint32 at = history_find(target->history, base);

	target->has_base = true;
	target->base = *base;
	target->in_base = g_new0(guint8, history_length(target->history));
	if (at != HISTORY_NONE) { /* straight off the mainline: nothing of its own */
		history_mark_ancestors(target->history, at, target->in_base);
		return true;
	}
	return read_tree(target, repo, base, NULL, PRESENCE_BASE, progress, error);
}

bool target_read_branch(struct target *target, struct repo *repo, const struct commit_id *tip,
			bool progress, GError **error)
{
	return read_tree(target, repo, tip, &target->base, PRESENCE_BRANCH, progress, error);
}

const guint8 *target_in_base(const struct target *target)
{
	return target->in_base;
}

bool target_has_base(const struct target *target)
{
	return target->has_base;
}

/* The first six digits, the fewest that people write. */
static gpointer prefix_key(const struct commit_id *id)
{
	return GUINT_TO_POINTER((guint)id->raw[0] << 16 | (guint)id->raw[1] << 8 | id->raw[2]);
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

static void add_queue_id(struct target *target, const struct commit_id *id, guint index)
{
	add_index(target->queue_by_id, (gpointer)id, index);
	add_index(target->queue_by_prefix, prefix_key(id), index);
}

/* Note which earlier entry each revert takes back. */
static void find_taken_back(struct target *target)
{
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));

	for (guint i = 0; i < queue_length(target->queue); i++) {
		const struct patch *patch = queue_at(target->queue, i);

		g_array_set_size(references, 0);
		references_scan(patch->message.subject, patch->message.body, references);
		for (guint r = 0; r < references->len; r++) {
			const struct reference *reference = &g_array_index(references,
									   struct reference, r);
			const struct patch *other;

			if (reference->kind != REFERENCE_REVERTS)
				continue;
			other = target_queued(target, reference, patch);
			if (other && other->position < patch->position)
				target->taken_back[other->position - 1] = patch->position;
		}
	}
}

void target_set_queue_upstreams(struct target *target, const struct upstream *upstreams)
{
	target->upstreams = upstreams;
	for (guint i = 0; i < queue_length(target->queue); i++) {
		const struct upstream *upstream = &upstreams[i];
		const struct patch *patch = queue_at(target->queue, i);

		for (guint k = 0; k < upstream->positions->len; k++) {
			guint32 at = g_array_index(upstream->positions, guint32, k);

			add_queue_id(target, &history_at(target->history, at)->id, i);
		}
		if (upstream->has_id && !upstream->positions->len)
			add_queue_id(target, &upstream->id, i);
		if (patch->has_commit)
			add_index(target->queue_by_prefix, prefix_key(&patch->commit), i);
		add_index(target->queue_by_subject, patch->message.subject, i);
	}
	find_taken_back(target);
}

/* The answer when the entry at index brings what asking wants; false if they never meet in a tree. */
static bool queued_answer(const struct target *target, guint index, const struct patch *asking,
			  struct presence_answer *answer)
{
	const struct patch *patch = queue_at(target->queue, index);
	size_t taken_back = target->taken_back[index];

	if (patch == asking || !patch_shares_queue(patch, asking) ||
	    (taken_back && taken_back < asking->position))
		return false;
	answer->state = patch->position < asking->position ? PRESENCE_QUEUED_BEFORE :
							     PRESENCE_QUEUED_AFTER;
	answer->patch = patch;
	answer->has_commit = patch->has_commit;
	answer->commit = patch->commit;
	return true;
}

static bool find_queued(const struct target *target, const struct commit_id *id,
			const struct patch *asking, struct presence_answer *answer)
{
	GArray *indices = g_hash_table_lookup(target->queue_by_id, id);

	for (guint i = 0; indices && i < indices->len; i++)
		if (queued_answer(target, g_array_index(indices, guint, i), asking, answer))
			return true;
	return false;
}

struct presence_answer target_find(const struct target *target, const struct commit_id *id,
				   const struct patch *asking)
{
	struct presence_answer answer = { .state = PRESENCE_UNKNOWN };
	guint32 at = target->history ? history_find(target->history, id) : HISTORY_NONE;
	const struct bringer *bringer;

	if (find_queued(target, id, asking, &answer))
		return answer;
	if (!target->has_base || at == HISTORY_NONE)
		return answer;
	if (target->in_base[at]) {
		answer.state = PRESENCE_BASE;
		answer.inherited = true;
		return answer;
	}
	bringer = g_hash_table_lookup(target->brought, GUINT_TO_POINTER(at + 1));
	answer.state = bringer ? bringer->state : PRESENCE_MISSING;
	if (bringer) {
		answer.has_commit = true;
		answer.commit = bringer->commit;
	}
	return answer;
}

static bool id_fits(const struct target *target, guint index, const char *hex)
{
	const struct patch *patch = queue_at(target->queue, index);
	const struct upstream *upstream = &target->upstreams[index];

	return (upstream->has_id && commit_id_has_prefix(&upstream->id, hex)) ||
	       (patch->has_commit && commit_id_has_prefix(&patch->commit, hex));
}

const struct patch *target_queued(const struct target *target, const struct reference *reference,
				  const struct patch *asking)
{
	char padded[COMMIT_ID_HEX + 1];
	const struct patch *found = NULL;
	struct commit_id least;
	GArray *indices;

	if (*reference->hex) {
		memset(padded, '0', COMMIT_ID_HEX);
		memcpy(padded, reference->hex, strlen(reference->hex));
		padded[COMMIT_ID_HEX] = '\0';
		if (strlen(reference->hex) < 6 || !commit_id_parse(padded, &least))
			return NULL;
		indices = g_hash_table_lookup(target->queue_by_prefix, prefix_key(&least));
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
						      (guint32)history_length(history), NULL) :
			       HISTORY_NONE;
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
		answer.state = own->state;
		answer.has_commit = true;
		answer.commit = own->id;
		return answer;
	}
	*resolved = false;
	return answer;
}
