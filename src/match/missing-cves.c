/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/missing-cves.h"

struct gathering {
	const struct history *history;
	const struct cves *cves;
	GHashTable *found; /* first twin + 1 of a fix -> its place in all + 1 */
	GArray *all;	   /* struct missing */
	GPtrArray *lent;
};

static struct missing *find(struct gathering *gathering, guint32 position, bool since_unknown)
{
	gpointer key = GUINT_TO_POINTER(history_first_twin(gathering->history, position) + 1);
	gpointer place = g_hash_table_lookup(gathering->found, key);
	struct missing missing = {
		.position = position,
		.kind = FOLLOWUP_FIX,
		.reverted = history_is_reverted(gathering->history, position, NULL),
		.cves = cves_fixed_by(gathering->cves, position),
		.since_unknown = since_unknown,
	};

	if (!place) {
		missing.ties = g_array_new(FALSE, FALSE, sizeof(struct missing_tie));
		g_array_append_val(gathering->all, missing);
		place = GUINT_TO_POINTER(gathering->all->len);
		g_hash_table_insert(gathering->found, key, place);
	}
	return &g_array_index(gathering->all, struct missing, GPOINTER_TO_UINT(place) - 1);
}

static void *lend(struct gathering *gathering, void *what)
{
	g_ptr_array_add(gathering->lent, what);
	return what;
}

static void tie(struct gathering *gathering, struct missing *missing, const struct open_cve *open,
		const struct cve_hole *hole)
{
	guint32 object = hole->tie->breaking.position;
	g_autofree char *location = cve_pair_location(hole->tie->pair);
	struct taken *taken;

	for (guint i = 0; i < missing->ties->len; i++)
		if (g_array_index(missing->ties, struct missing_tie, i).object == object)
			return;
	taken = lend(gathering, g_new0(struct taken, 1));
	*taken = (struct taken){ object, .has_commit = hole->has_commit, .commit = hole->commit };
	g_array_append_val(
		missing->ties,
		((struct missing_tie){
			.kind = FOLLOWUP_FIX,
			.object = object,
			.taken = taken,
			.line = lend(gathering,
				     g_strdup_printf("%s: %s", open->cve->record->name, location)),
		}));
}

GArray *missing_of_cves(const struct history *history, const struct cves *cves, const GArray *open,
			GPtrArray *lent)
{
	g_autoptr(GHashTable) found = g_hash_table_new(NULL, NULL);
	struct gathering gathering = { history, cves, found, missing_list_new(), lent };

	for (guint i = 0; i < open->len; i++) {
		const struct open_cve *one = &g_array_index(open, struct open_cve, i);

		for (guint k = 0; k < one->holes->len; k++) {
			const struct cve_hole *hole =
				&g_array_index(one->holes, struct cve_hole, k);
			struct missing *missing;

			if (hole->tie->fixing.position == HISTORY_NONE)
				continue;
			missing = find(&gathering, hole->tie->fixing.position, !hole->here);
			if (hole->here)
				missing->since_unknown = false;
			if (hole->here && hole->tie->breaking.position != HISTORY_NONE)
				tie(&gathering, missing, one, hole);
		}
	}
	missing_sort(gathering.all);
	return gathering.all;
}
