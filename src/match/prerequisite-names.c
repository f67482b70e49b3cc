/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By names: what the patch and its members use that nothing of the tree brings. */
#include "match/prerequisite-parts.h"

bool prerequisite_name(const struct absent_name *absent)
{
	return absent->sure && absent->breaks;
}

/* Look at the names of one diff, of the set or the patch itself; add what brings them. */
static void resolve_names(const struct prerequisite_search *search, const struct diff *diff,
			  guint32 position, bool add, struct unknown_name *out)
{
	g_autoptr(GArray) absent = absent_names_find(search->finder->absent, diff, NULL, position);

	for (guint i = 0; i < absent->len; i++) {
		const struct absent_name *name = &g_array_index(absent, struct absent_name, i);
		bool known = name->origin == ABSENT_SINCE && name->position != HISTORY_NONE;
		g_autofree char *proof = NULL;
		struct prerequisite what = {
			.why = PREREQUISITE_NAME,
			.user = position == search->position ? HISTORY_NONE : position,
			.name = name->name,
		};

		if (!prerequisite_name(name))
			continue;
		proof = g_strdup_printf("%s:%zu: %s", name->path, name->line_number, name->use);
		what.proof = proof;
		if (add && known && prerequisite_add_member(search, name->position, &what))
			out->n_added++;
		else if (!out->stuck &&
			 !(add && known && prerequisite_is_member(search, name->position)))
			out->stuck = g_strdup(proof);
	}
}

void prerequisite_resolve_names(const struct prerequisite_search *search, size_t without, bool add,
				struct unknown_name *out)
{
	struct prerequisite_finder *finder = search->finder;
	g_autoptr(GPtrArray) diffs = g_ptr_array_new();
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));

	*out = (struct unknown_name){ 0 };
	if (!finder->absent)
		return;
	for (guint i = 0; i < search->members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(search->members, struct prerequisite, i);

		if (i == without)
			continue;
		g_ptr_array_add(diffs, (gpointer)prerequisite_diff_of(finder, one));
		g_array_append_val(positions, one->position);
	}
	for (guint i = 0; i < diffs->len; i++)
		tree_names_add(finder->names, diffs->pdata[i], NULL);
	for (guint i = 0; i < diffs->len; i++)
		resolve_names(search, diffs->pdata[i], g_array_index(positions, guint32, i), add,
			      out);
	resolve_names(search, &search->patch->diff, search->position, add, out);
	for (guint i = 0; i < diffs->len; i++)
		tree_names_remove(finder->names, diffs->pdata[i], NULL);
}

bool prerequisite_has_all_names(const struct prerequisite_search *search, size_t without)
{
	struct unknown_name unknown;
	bool all;

	prerequisite_resolve_names(search, without, false, &unknown);
	all = !unknown.stuck;
	g_free(unknown.stuck);
	return all;
}
