/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/names-so-far.h"

#include "base/text.h"
#include "code/tree-names.h"

struct names_so_far {
	const struct evidence *evidence;
	struct tree_names *names;
	struct absent_finder *finder;
	GHashTable *makers; /* name -> position of the entry that defined it, the base lacks it */
	GStringChunk *strings;
};

struct names_so_far *names_so_far_new(const struct evidence *evidence)
{
	struct commit_id base;
	struct repo *repo = target_repo(evidence->target, &base);
	struct tree_names *names = NULL;
	struct names_so_far *so_far;

	if (!repo || !tree_names_open(repo, &base, evidence->names_directory, evidence->progress,
				      &names, NULL))
		return NULL;
	so_far = g_new0(struct names_so_far, 1);
	so_far->evidence = evidence;
	so_far->names = names;
	so_far->finder = absent_finder_new(evidence->history, target_in_base(evidence->target),
					   &base, names, evidence->workers, evidence->progress);
	so_far->makers = g_hash_table_new(g_str_hash, g_str_equal);
	so_far->strings = g_string_chunk_new(4096);
	return so_far;
}

void names_so_far_free(struct names_so_far *so_far)
{
	absent_finder_free(so_far->finder);
	tree_names_free(so_far->names);
	g_hash_table_unref(so_far->makers);
	g_string_chunk_free(so_far->strings);
	g_free(so_far);
}

struct tree_names *names_so_far_names(struct names_so_far *so_far)
{
	return so_far->names;
}

struct absent_finder *names_so_far_finder(struct names_so_far *so_far)
{
	return so_far->finder;
}

GArray *names_so_far_find(struct names_so_far *so_far, const struct patch *patch,
			  const struct identifiers *ids)
{
	const struct upstream *upstream = &so_far->evidence->upstreams[patch->position - 1];

	return absent_names_find(so_far->finder, &patch->diff, ids, upstream->position);
}

void name_use_clear(void *data)
{
	struct name_use *use = data;

	g_free(use->name);
	g_free(use->use);
}

static bool is_in_base(const struct names_so_far *so_far, const char *name)
{
	return tree_names_has_hash(so_far->names, identifier_hash(name)) ||
	       tree_names_has_hash(so_far->names, identifier_path_hash(name));
}

static bool has_use(const GArray *uses, size_t maker)
{
	for (guint i = 0; i < uses->len; i++)
		if (g_array_index(uses, struct name_use, i).maker == maker)
			return true;
	return false;
}

/* Names that only earlier entries have made. */
static void add_uses(const struct names_so_far *so_far, const struct identifiers *ids, GArray *uses)
{
	for (guint i = 0; i < ids->uses->len; i++) {
		const struct identifier_use *use =
			&g_array_index(ids->uses, struct identifier_use, i);
		struct name_use found = {
			.maker = GPOINTER_TO_SIZE(g_hash_table_lookup(so_far->makers, use->name)),
		};

		if (!found.maker || use->kind == IDENTIFIER_WORD ||
		    use->guard != IDENTIFIER_UNGUARDED || has_use(uses, found.maker))
			continue;
		found.name = g_strdup(use->name);
		found.use = slice_dup(slice_trim(use->line));
		g_array_append_val(uses, found);
	}
}

static void add_makers(const struct names_so_far *so_far, const struct patch *patch,
		       const struct identifiers *ids)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, ids->defined);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!is_in_base(so_far, name) && !g_hash_table_contains(so_far->makers, name))
			g_hash_table_insert(so_far->makers,
					    g_string_chunk_insert_const(so_far->strings, name),
					    GSIZE_TO_POINTER(patch->position));
}

void names_so_far_add(struct names_so_far *so_far, const struct patch *patch,
		      const struct identifiers *ids, GArray *uses)
{
	add_uses(so_far, ids, uses);
	add_makers(so_far, patch, ids);
	tree_names_add(so_far->names, &patch->diff, ids);
}
