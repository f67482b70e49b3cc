/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/absence.h"

#include "base/text.h"
#include "evidence/parts.h"
#include "match/tree-names.h"

/* The queue as it is gone through. */
struct walk {
	const struct evidence *evidence;
	struct tree_names *names;
	GHashTable *makers; /* name -> position of the entry that defined it, the base lacks it */
	GStringChunk *strings;
	struct absences *out;
};

static void array_unref(void *array)
{
	if (array)
		g_array_unref(array);
}

static void need_clear(void *data)
{
	struct name_need *need = data;

	g_free(need->name);
	g_free(need->use);
}

static bool is_in_base(const struct walk *walk, const char *name)
{
	return tree_names_has_hash(walk->names, identifier_hash(name)) ||
	       tree_names_has_hash(walk->names, identifier_path_hash(name));
}

static bool has_need(const GArray *needs, size_t user, size_t maker)
{
	for (guint i = needs->len; i > 0; i--) {
		const struct name_need *need = &g_array_index(needs, struct name_need, i - 1);

		if (need->user != user)
			return false;
		if (need->maker == maker)
			return true;
	}
	return false;
}

/* Names that only earlier entries have made. */
static void add_needs(struct walk *walk, const struct patch *patch, const struct identifiers *ids)
{
	for (guint i = 0; i < ids->uses->len; i++) {
		const struct identifier_use *use =
			&g_array_index(ids->uses, struct identifier_use, i);
		size_t maker = GPOINTER_TO_SIZE(g_hash_table_lookup(walk->makers, use->name));
		struct name_need need = { .user = patch->position, .maker = maker };

		if (!maker || use->kind == IDENTIFIER_WORD || use->guard != IDENTIFIER_UNGUARDED ||
		    has_need(walk->out->needs, patch->position, maker))
			continue;
		need.name = g_strdup(use->name);
		need.use = slice_dup(slice_trim(use->line));
		g_array_append_val(walk->out->needs, need);
	}
}

static void add_makers(struct walk *walk, const struct patch *patch, const struct identifiers *ids)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, ids->defined);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!is_in_base(walk, name) && !g_hash_table_contains(walk->makers, name))
			g_hash_table_insert(walk->makers,
					    g_string_chunk_insert_const(walk->strings, name),
					    GSIZE_TO_POINTER(patch->position));
}

static GArray *look_at(struct walk *walk, struct absent_finder *finder, const struct patch *patch)
{
	const struct upstream *upstream = &walk->evidence->upstreams[patch->position - 1];
	GArray *absent = absent_names_find(finder, &patch->diff, upstream->position);
	struct identifiers ids;

	identifiers_read(&patch->diff, &ids);
	add_needs(walk, patch, &ids);
	add_makers(walk, patch, &ids);
	identifiers_clear(&ids);
	tree_names_add(walk->names, &patch->diff);
	return absent;
}

struct absences *absences_find(const struct evidence *evidence)
{
	struct commit_id base;
	struct repo *repo = target_repo(evidence->target, &base);
	const struct queue *queue = evidence->queue;
	bool several = queue_has_several_versions(queue);
	struct walk walk = { .evidence = evidence };
	_cleanup_(tree_names_freep) struct tree_names *names = NULL;
	_cleanup_(absent_finder_freep) struct absent_finder *finder = NULL;

	if (!repo || !tree_names_open(repo, &base, evidence->names_directory, evidence->progress,
				      &names, NULL))
		return NULL;
	finder = absent_finder_new(evidence->history, target_in_base(evidence->target), &base,
				   names, evidence->progress);
	walk.names = names;
	walk.makers = g_hash_table_new(g_str_hash, g_str_equal);
	walk.strings = g_string_chunk_new(4096);
	walk.out = g_new0(struct absences, 1);
	walk.out->absent = g_ptr_array_new_with_free_func(array_unref);
	walk.out->needs = g_array_new(FALSE, FALSE, sizeof(struct name_need));
	g_array_set_clear_func(walk.out->needs, need_clear);
	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);

		g_ptr_array_add(walk.out->absent,
				patch->problems->len || !is_for_base(evidence, patch, several)
					? NULL
					: look_at(&walk, finder, patch));
	}
	g_hash_table_unref(walk.makers);
	g_string_chunk_free(walk.strings);
	return walk.out;
}

void absences_free(struct absences *absences)
{
	g_ptr_array_unref(absences->absent);
	g_array_unref(absences->needs);
	g_free(absences);
}
