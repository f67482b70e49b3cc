/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/taken.h"

#include "git/walk.h"
#include "match/took.h"

/* One tree, seen from where the range begins. */
struct taken_reading {
	struct taken_list *list;
	const struct history *history;
	const struct target *target;
	GHashTable *before; /* struct commit_id *: not asked about; NULL: all are */
	guint8 *shared;	    /* by position: what from shares with upstream; NULL likewise */
	GHashTable *only;   /* struct commit_id *: no others are asked about; NULL: all are */
	const struct commit_id *last; /* the commit looked at before, to count them */
};

void taken_init(struct taken_list *list)
{
	list->all = g_array_new(FALSE, FALSE, sizeof(struct taken));
	list->known = g_hash_table_new(NULL, NULL);
	list->listed = g_hash_table_new(NULL, NULL);
	list->n_commits = 0;
}

void taken_clear(struct taken_list *list)
{
	if (!list->all)
		return;
	g_array_unref(list->all);
	g_hash_table_unref(list->known);
	g_hash_table_unref(list->listed);
	list->all = NULL;
}

static void add_taken(struct taken_list *list, const struct taken *taken)
{
	if (g_hash_table_add(list->known, GUINT_TO_POINTER(taken->position + 1)))
		g_array_append_vals(list->all, taken, 1);
}

const char *taken_add_listed(struct taken_list *list, const struct history *history,
			     const char *digits, const char *owner, const char *path, bool *unknown)
{
	struct taken taken = { .owner = owner, .path = path };
	g_autofree char *hex = g_ascii_strdown(digits, -1);
	g_autoptr(GArray) merged = NULL;
	bool ambiguous = false;

	list->n_commits++;
	taken.position = history_find_prefix(history, hex, slice_of(""), &ambiguous);
	*unknown = taken.position == HISTORY_NONE && !history_failure(history, NULL);
	if (taken.position == HISTORY_NONE && !*unknown)
		return NULL;
	if (*unknown)
		return ambiguous ? "several upstream commits begin with" : "upstream has no commit";
	if (!g_hash_table_add(list->listed, GUINT_TO_POINTER(taken.position + 1)))
		return "listed twice:";
	add_taken(list, &taken);
	merged = history_brought_by(history, taken.position, TOOK_MERGE_LIMIT);
	for (guint i = 0; i < merged->len; i++) {
		taken.position = g_array_index(merged, guint32, i);
		add_taken(list, &taken);
	}
	return NULL;
}

/* A commit of the tree's own, once for each upstream commit that it brings. */
static void take_own(const struct commit_id *commit, guint32 position, bool gone, void *data)
{
	struct taken_reading *reading = data;
	struct taken taken = {
		.position = position, .gone = gone, .has_commit = true, .commit = *commit
	};

	if ((reading->before && g_hash_table_contains(reading->before, commit)) ||
	    (reading->only && !g_hash_table_contains(reading->only, commit)))
		return;
	if (!reading->last || !commit_id_equal(reading->last, commit))
		reading->list->n_commits++;
	reading->last = commit;
	if (position != HISTORY_NONE)
		add_taken(reading->list, &taken);
}

/* What the tree has from upstream itself, and the range's beginning has not. */
static void take_shared(struct taken_reading *reading)
{
	const guint8 *in_tree = target_in_base(reading->target);

	for (guint32 at = 0; at < history_length(reading->history); at++) {
		struct taken taken = { .position = at, .has_commit = true };

		if (!in_tree[at] || reading->shared[at])
			continue;
		taken.commit = history_at(reading->history, at)->id;
		if (reading->only && !g_hash_table_contains(reading->only, &taken.commit))
			continue;
		taken.gone = target_took_back(reading->target, at);
		reading->list->n_commits++;
		add_taken(reading->list, &taken);
	}
}

static bool note_shared(const struct commit_id *id, void *data)
{
	struct taken_reading *reading = data;
	guint32 at = history_find(reading->history, id);

	if (at != HISTORY_NONE)
		history_mark_ancestors(reading->history, at, reading->shared);
	return at != HISTORY_NONE;
}

static void note_before(struct commit *commit, void *data)
{
	struct taken_reading *reading = data;

	g_hash_table_add(reading->before, g_memdup2(&commit->id, sizeof(commit->id)));
}

bool taken_add_tree(struct taken_list *list, const struct history *history,
		    const struct target *target, struct repo *repo, const struct commit_id *from,
		    GHashTable *only, GError **error)
{
	struct taken_reading reading = {
		.list = list, .history = history, .target = target, .only = only
	};
	struct walk walk = { .known = note_shared, .visit = note_before, .data = &reading };
	g_autoptr(GHashTable) before =
		g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, NULL);
	g_autofree guint8 *shared = NULL;

	if (from) {
		reading.before = before;
		reading.shared = shared = g_new0(guint8, history_length(history));
		if (!walk_commits(repo, from, &walk, error))
			return false;
		take_shared(&reading);
	}
	target_each_own(target, take_own, &reading);
	return true;
}
