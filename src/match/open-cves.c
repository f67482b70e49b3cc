/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/open-cves.h"

#include <stdlib.h>
#include <string.h>

#include "match/taken.h"

struct search {
	const struct history *history;
	const struct target *target;
	bool has_tree;	   /* target read one */
	GHashTable *taken; /* first twin + 1 -> const struct taken * */
	GArray *own;	   /* struct commit_id: the tree's own commits that stay, sorted */
};

static gpointer key_of(const struct search *search, guint32 position)
{
	return GUINT_TO_POINTER(history_first_twin(search->history, position) + 1);
}

static void note_own(const struct commit_id *commit, guint32 position, bool gone, void *data)
{
	GArray *own = data;

	(void)position;
	if (!gone)
		g_array_append_val(own, *commit);
}

static int compare_ids(const void *a, const void *b)
{
	return commit_id_compare(a, b);
}

/* The tree's own commit that the record calls by hex; NULL: it has none, or several. */
static const struct commit_id *find_own(const struct search *search, const char *hex)
{
	guint low = 0, high = search->own->len;
	const struct commit_id *ids = (const struct commit_id *)(const void *)search->own->data;

	while (hex && low < high) {
		guint middle = low + (high - low) / 2;

		if (strncmp(commit_id_hex(&ids[middle]).text, hex, strlen(hex)) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return hex && low < search->own->len && commit_id_has_prefix(&ids[low], hex) ? &ids[low]
										     : NULL;
}

/* Whether the tree has upstream's commit, and as what: *hole, which may be NULL. */
static bool has(const struct search *search, guint32 position, struct cve_hole *hole)
{
	const struct taken *taken;
	struct presence presence;

	if (search->has_tree) {
		const struct commit_id *id = &history_at(search->history, position)->id;

		presence = target_find(search->target, id, NULL);
		if (presence.state == PRESENCE_BASE && hole) {
			hole->has_commit = presence.has_commit || presence.inherited;
			hole->commit = presence.has_commit ? presence.commit : *id;
		}
		if (presence.state == PRESENCE_BASE)
			return true;
	}
	taken = g_hash_table_lookup(search->taken, key_of(search, position));
	if (!taken || taken->gone)
		return false;
	if (hole) {
		hole->has_commit = taken->has_commit;
		hole->commit = taken->commit;
	}
	return true;
}

/* Where the fixes of a vulnerability are. */
struct fixes {
	bool stays;	/* upstream has one that it did not take back: others do not count */
	guint upstream; /* that upstream has */
	guint missing;	/* and the tree lacks */
	guint own;	/* of stable trees, and this tree has them */
};

/* Whether upstream has a fix of the pair that counts. */
static bool has_upstream_fix(const struct search *search, const struct cve_tie *tie,
			     const struct fixes *fixes)
{
	return tie->fixing.position != HISTORY_NONE &&
	       !(fixes->stays && history_is_reverted(search->history, tie->fixing.position, NULL));
}

static bool one_stays(const struct search *search, const struct cve *cve)
{
	for (guint i = 0; i < cve->ties->len; i++) {
		guint32 at = g_array_index(cve->ties, struct cve_tie, i).fixing.position;

		if (at != HISTORY_NONE && !history_is_reverted(search->history, at, NULL))
			return true;
	}
	return false;
}

static struct fixes count_fixes(const struct search *search, const struct cve *cve)
{
	struct fixes fixes = { .stays = one_stays(search, cve) };
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) own_seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < cve->ties->len; i++) {
		const struct cve_tie *tie = &g_array_index(cve->ties, struct cve_tie, i);
		guint32 at = tie->fixing.position;
		const struct commit_id *own;

		if (at != HISTORY_NONE) {
			if (has_upstream_fix(search, tie, &fixes) &&
			    g_hash_table_add(seen, key_of(search, at))) {
				fixes.upstream++;
				fixes.missing += !has(search, at, NULL);
			}
			continue;
		}
		own = find_own(search, tie->fixing.hex);
		if (own && g_hash_table_add(own_seen, (gpointer)own))
			fixes.own++;
	}
	return fixes;
}

/* What the tree has of what brought it. */
static bool has_bug(const struct search *search, const struct cve_tie *tie, struct cve_hole *hole)
{
	const struct commit_id *own;

	if (tie->breaking.position != HISTORY_NONE)
		return has(search, tie->breaking.position, hole);
	own = find_own(search, tie->breaking.hex);
	if (own) {
		hole->has_commit = true;
		hole->commit = *own;
	}
	return own != NULL;
}

/*
 * Whether a pair without a fix of upstream's is about this tree: those of stable trees about the
 * tree that has the bug of its own, and about all where upstream needs no fix, or has none of it.
 */
static bool is_ours(const struct cve_tie *tie, const struct fixes *fixes)
{
	return !fixes->upstream || tie->pair->unfixed ||
	       (tie->breaking.hex && tie->breaking.position == HISTORY_NONE &&
		fixes->missing == fixes->upstream);
}

/* Add the pair if it is a hole, and say which kind it is. */
static void look(const struct search *search, const struct cve_tie *tie, GArray *here,
		 GArray *unknown)
{
	struct cve_hole hole = { .tie = tie };
	bool upstream = tie->fixing.position != HISTORY_NONE;

	if (upstream ? has(search, tie->fixing.position, NULL)
		     : find_own(search, tie->fixing.hex) != NULL)
		return;
	hole.here = has_bug(search, tie, &hole);
	if (hole.here)
		g_array_append_val(here, hole);
	/* An id that nobody knows says as little as none. Without a tree all would be open. */
	else if (upstream && tie->breaking.position == HISTORY_NONE && search->has_tree)
		g_array_append_val(unknown, hole);
}

static void look_at(const struct search *search, const struct cve *cve, GArray *out)
{
	struct fixes fixes = count_fixes(search, cve);
	GArray *here, *unknown;
	struct open_cve open = { .cve = cve };

	/* As many of the tree's own as it lacks of upstream's are those. */
	if (fixes.own && fixes.own >= fixes.missing)
		return;
	here = g_array_new(FALSE, FALSE, sizeof(struct cve_hole));
	unknown = g_array_new(FALSE, FALSE, sizeof(struct cve_hole));
	for (guint i = 0; i < cve->ties->len; i++) {
		const struct cve_tie *tie = &g_array_index(cve->ties, struct cve_tie, i);

		if (tie->fixing.position != HISTORY_NONE ? has_upstream_fix(search, tie, &fixes)
							 : is_ours(tie, &fixes))
			look(search, tie, here, unknown);
	}
	open.since_known = here->len > 0;
	open.holes = g_array_ref(here->len ? here : unknown);
	g_array_unref(here);
	g_array_unref(unknown);
	if (open.holes->len)
		g_array_append_val(out, open);
	else
		g_array_unref(open.holes);
}

static void open_clear(void *data)
{
	g_array_unref(((struct open_cve *)data)->holes);
}

/* Stable, so that records keep their order. */
static GArray *known_first(const GArray *all)
{
	GArray *out = g_array_sized_new(FALSE, FALSE, sizeof(struct open_cve), all->len);

	for (int known = 1; known >= 0; known--)
		for (guint i = 0; i < all->len; i++)
			if (g_array_index(all, struct open_cve, i).since_known == known)
				g_array_append_vals(out, &g_array_index(all, struct open_cve, i),
						    1);
	g_array_set_clear_func(out, open_clear);
	return out;
}

GArray *open_cves_find(const struct cves *cves, const struct history *history,
		       const struct target *target, const GArray *taken)
{
	g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct open_cve));
	struct search search = {
		.history = history,
		.target = target,
		.has_tree = target_in_base(target) != NULL,
		.taken = known,
		.own = own,
	};

	for (guint i = 0; i < taken->len; i++) {
		const struct taken *one = &g_array_index(taken, struct taken, i);

		g_hash_table_insert(known, key_of(&search, one->position), (void *)one);
	}
	target_each_own(target, note_own, own);
	g_array_sort(own, compare_ids);
	for (size_t i = 0; i < cves_count(cves); i++)
		look_at(&search, cves_at(cves, i), all);
	return known_first(all);
}

bool open_cves_are_any(const GArray *open)
{
	return open && open->len && g_array_index(open, struct open_cve, 0).since_known;
}
