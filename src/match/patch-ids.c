/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/patch-ids.h"

#include <glib.h>

#include "match/patch-id.h"
#include "read/patch.h"

struct patch_ids {
	struct repo *repo;
	GHashTable *known; /* struct commit_id * -> struct commit_id *, or NULL: it has none */
};

struct patch_ids *patch_ids_new(struct repo *repo)
{
	struct patch_ids *ids = g_new0(struct patch_ids, 1);

	ids->repo = repo;
	ids->known = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, g_free);
	return ids;
}

void patch_ids_free(struct patch_ids *ids)
{
	g_hash_table_unref(ids->known);
	g_free(ids);
}

const struct commit_id *patch_ids_of(struct patch_ids *ids, const struct commit_id *commit)
{
	gpointer known = NULL;
	struct commit_id *id = NULL, value;
	struct diff diff = { 0 };
	char *text = NULL;
	bool cut = false;

	if (!ids->repo || g_hash_table_lookup_extended(ids->known, commit, NULL, &known))
		return known;
	if (repo_diff(ids->repo, commit, PATCH_BYTES_LIMIT, &text, &cut, NULL)) {
		diff_parse(&diff, text, 1);
		if (!cut && patch_id(&diff, &value))
			id = g_memdup2(&value, sizeof(value));
		diff_clear(&diff);
	}
	g_hash_table_insert(ids->known, g_memdup2(commit, sizeof(*commit)), id);
	return id;
}
