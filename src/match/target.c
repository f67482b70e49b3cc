/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/target-parts.h"

#include <string.h>

#include "base/text.h"

static void own_commit_free(void *data)
{
	struct own_commit *own = data;

	g_array_unref(own->positions);
	g_array_unref(own->taken_back);
	g_ptr_array_unref(own->undid);
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
	target->queue_own_reverts =
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
	target->meets = g_array_new(FALSE, FALSE, sizeof(struct meeting));
	target->strings = g_string_chunk_new(1 << 12);
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
	g_hash_table_unref(target->queue_own_reverts);
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
	g_string_chunk_free(target->strings);
	g_array_unref(target->meets);
	if (target->changes)
		same_change_free(target->changes);
	patch_ids_free(target->patch_ids);
	if (target->own_patch_ids)
		patch_ids_free(target->own_patch_ids);
	g_free(target);
}

gpointer target_key(const struct target *target, guint32 position)
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
			 !has_revert(history, marks, references[i].from) &&
			 history_reverts_all(history, &references[i], marks))
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
	return g_hash_table_contains(target->absent, target_key(target, position)) ||
	       target_base_undid(target, position);
}

guint32 target_inherited(const struct target *target, const guint8 *marks, guint32 position)
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

gpointer target_prefix_key(const struct commit_id *id)
{
	return GUINT_TO_POINTER((guint)id->raw[0] << 16 | (guint)id->raw[1] << 8 | id->raw[2]);
}

bool target_prefix_key_of(const char *hex, gpointer *out)
{
	char padded[COMMIT_ID_HEX + 1];
	struct commit_id least;

	memset(padded, '0', COMMIT_ID_HEX);
	memcpy(padded, hex, strlen(hex));
	padded[COMMIT_ID_HEX] = '\0';
	if (strlen(hex) < 6 || !commit_id_parse(padded, &least))
		return false;
	*out = target_prefix_key(&least);
	return true;
}

void target_note_index(GHashTable *table, gpointer key, guint index)
{
	GArray *indices = g_hash_table_lookup(table, key);

	if (!indices) {
		indices = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(table, key, indices);
	}
	g_array_append_val(indices, index);
}

struct own_commit *target_own(const struct target *target, const struct reference *reference)
{
	gpointer key;
	GArray *indices;

	if (!*reference->hex) {
		g_autofree char *title = slice_dup(reference->title);
		g_autofree char *folded = text_fold(title);

		return g_hash_table_lookup(target->own_by_subject, folded);
	}
	if (!target_prefix_key_of(reference->hex, &key))
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

		if (other->kind != REFERENCE_REVERTS || !target_prefix_key_of(other->hex, &key))
			continue;
		if (target_own(target, other) ||
		    g_hash_table_contains(target->queue_by_prefix, key) ||
		    (target->history && history_find_prefix(target->history, other->hex,
							    other->title, NULL) != HISTORY_NONE))
			return true;
	}
	return false;
}

bool target_took(const struct target *target, guint32 position)
{
	return target_inherited(target, target->in_base, position) != HISTORY_NONE ||
	       target_inherited(target, target->in_branch, position) != HISTORY_NONE ||
	       g_hash_table_contains(target->brought, target_key(target, position));
}

size_t target_place(const struct target *target, const struct commit_id *commit, bool *on_line)
{
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(target->own_ids, commit));

	if (!at)
		return TARGET_NOWHERE;
	*on_line = ((const struct own_commit *)target->own->pdata[at - 1])->on_line;
	return at - 1;
}

static bool reaches(const struct history *history, guint32 from, guint32 position)
{
	g_autofree guint8 *marks = NULL;

	if (position > from || history_at(history, from)->on_line)
		return position <= from;
	marks = g_new0(guint8, history_length(history));
	history_mark_ancestors(history, from, marks);
	return marks[position];
}

size_t target_arrival(const struct target *target, guint32 position)
{
	for (guint i = 0; i < target->meets->len; i++) {
		const struct meeting *meeting = &g_array_index(target->meets, struct meeting, i);

		if (reaches(target->history, meeting->position, position))
			return meeting->place;
	}
	return 0;
}

bool target_took_back_by(const struct target *target, guint32 position, struct commit_id *out)
{
	gpointer key = target_key(target, position);
	guint32 by = HISTORY_NONE;

	for (guint i = target->own->len; i > 0; i--) {
		const struct own_commit *own = target->own->pdata[i - 1];

		for (guint k = 0; k < own->taken_back->len; k++)
			if (target_key(target, g_array_index(own->taken_back, guint32, k)) == key) {
				*out = own->id;
				return true;
			}
	}
	if (!target_base_undid(target, position))
		return false;
	if (history_is_reverted(target->history, position, &by))
		*out = history_at(target->history, by)->id;
	return by != HISTORY_NONE;
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
			gpointer key = target_key(target, position);

			/* Of what was brought twice, the last time counts. */
			if (g_hash_table_lookup(target->brought, key) != own)
				position = HISTORY_NONE;
			visit(&own->id, position, g_hash_table_contains(target->absent, key), data);
		}
	}
}
