/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/absence.h"

#include "base/text.h"
#include "code/tree-names.h"

struct absence {
	const struct evidence *evidence;
	struct tree_names *names;
	struct absent_finder *finder;
	GHashTable *makers; /* name -> position of the entry that defined it, the base lacks it */
	GStringChunk *strings;
};

struct absence *absence_new(const struct evidence *evidence)
{
	struct commit_id base;
	struct repo *repo = target_repo(evidence->target, &base);
	struct tree_names *names = NULL;
	struct absence *absence;

	if (!repo || !tree_names_open(repo, &base, evidence->names_directory, evidence->progress,
				      &names, NULL))
		return NULL;
	absence = g_new0(struct absence, 1);
	absence->evidence = evidence;
	absence->names = names;
	absence->finder = absent_finder_new(evidence->history, target_in_base(evidence->target),
					    &base, names, evidence->progress);
	absence->makers = g_hash_table_new(g_str_hash, g_str_equal);
	absence->strings = g_string_chunk_new(4096);
	return absence;
}

void absence_free(struct absence *absence)
{
	absent_finder_free(absence->finder);
	tree_names_free(absence->names);
	g_hash_table_unref(absence->makers);
	g_string_chunk_free(absence->strings);
	g_free(absence);
}

struct tree_names *absence_names(struct absence *absence)
{
	return absence->names;
}

struct absent_finder *absence_finder(struct absence *absence)
{
	return absence->finder;
}

GArray *absence_find(struct absence *absence, const struct patch *patch)
{
	const struct upstream *upstream = &absence->evidence->upstreams[patch->position - 1];

	return absent_names_find(absence->finder, &patch->diff, upstream->position);
}

void name_need_clear(void *data)
{
	struct name_need *need = data;

	g_free(need->name);
	g_free(need->use);
}

static bool is_in_base(const struct absence *absence, const char *name)
{
	return tree_names_has_hash(absence->names, identifier_hash(name)) ||
	       tree_names_has_hash(absence->names, identifier_path_hash(name));
}

static bool has_need(const GArray *needs, size_t maker)
{
	for (guint i = 0; i < needs->len; i++)
		if (g_array_index(needs, struct name_need, i).maker == maker)
			return true;
	return false;
}

/* Names that only earlier entries have made. */
static void add_needs(const struct absence *absence, const struct identifiers *ids, GArray *needs)
{
	for (guint i = 0; i < ids->uses->len; i++) {
		const struct identifier_use *use =
			&g_array_index(ids->uses, struct identifier_use, i);
		struct name_need need = {
			.maker = GPOINTER_TO_SIZE(g_hash_table_lookup(absence->makers, use->name)),
		};

		if (!need.maker || use->kind == IDENTIFIER_WORD ||
		    use->guard != IDENTIFIER_UNGUARDED || has_need(needs, need.maker))
			continue;
		need.name = g_strdup(use->name);
		need.use = slice_dup(slice_trim(use->line));
		g_array_append_val(needs, need);
	}
}

static void add_makers(const struct absence *absence, const struct patch *patch,
		       const struct identifiers *ids)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, ids->defined);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!is_in_base(absence, name) && !g_hash_table_contains(absence->makers, name))
			g_hash_table_insert(absence->makers,
					    g_string_chunk_insert_const(absence->strings, name),
					    GSIZE_TO_POINTER(patch->position));
}

void absence_add(struct absence *absence, const struct patch *patch, GArray *needs)
{
	struct identifiers ids;

	identifiers_read(&patch->diff, &ids);
	add_needs(absence, &ids, needs);
	add_makers(absence, patch, &ids);
	identifiers_clear(&ids);
	tree_names_add(absence->names, &patch->diff);
}
