/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/missing.h"

#include <string.h>

#include "base/progress.h"

struct missing_search {
	const struct history *history;
	const struct target *target;
	GHashTable *taken; /* key_of() -> const struct taken * */
	GHashTable *found; /* key_of() -> struct missing * */
};

/* What upstream has twice is one change: either has both, and lacks neither or both. */
static gpointer key_of(const struct missing_search *search, guint32 position)
{
	return GUINT_TO_POINTER(history_first_twin(search->history, position) + 1);
}

static void missing_clear(void *data)
{
	struct missing *missing = data;

	g_array_unref(missing->ties);
	g_free(missing->severity_says);
	g_free(missing->took);
	if (missing->took_by)
		g_ptr_array_unref(missing->took_by);
	if (missing->fit)
		fit_clear(missing->fit);
	g_free(missing->fit);
}

static struct missing *find(const struct missing_search *search, guint32 position)
{
	return g_hash_table_lookup(search->found, key_of(search, position));
}

/* Which commits are missing; what they follow is told when all are known. */
static void add_missing(struct missing_search *search, const struct taken *start,
			const struct followup *followup)
{
	struct missing *missing = find(search, followup->position);

	if (!missing) {
		missing = g_new0(struct missing, 1);
		missing->position = followup->position;
		missing->kind = FOLLOWUP_MENTION;
		missing->reverted = followup->reverted;
		missing->of_gone = true;
		missing->owner = start->owner;
		missing->ties = g_array_new(FALSE, FALSE, sizeof(struct missing_tie));
		g_hash_table_insert(search->found, key_of(search, followup->position), missing);
	}
	missing->reverted = missing->reverted && followup->reverted;
}

static void follow(struct missing_search *search, const struct taken *taken)
{
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) followups = NULL;

	g_array_append_val(positions, taken->position);
	followups = followups_find(search->history, search->target, NULL, positions, G_MAXUINT);
	for (guint i = 0; i < followups->len; i++) {
		const struct followup *followup = &g_array_index(followups, struct followup, i);

		/* A re-apply is of what the branch has: there is nothing to take. */
		if (followup->presence.state == PRESENCE_MISSING &&
		    followup->kind != FOLLOWUP_REAPPLY &&
		    (!taken->gone || followup_is_fix(followup->kind)) &&
		    !g_hash_table_contains(search->taken, key_of(search, followup->position)))
			add_missing(search, taken, followup);
	}
}

/* Whether what a missing commit says of object is worth telling. */
static bool is_tie(const struct missing_search *search, const struct history_reference *reference,
		   const struct taken *object, enum followup_kind kind)
{
	if (history_at(search->history, reference->from)->merge &&
	    reference->kind != REFERENCE_REVERTS)
		return false;
	if (object && object->gone && !followup_is_fix(kind))
		return false;
	/* Where the merge itself was taken, its revert is told as that. */
	if (reference->merge &&
	    g_hash_table_contains(search->taken, key_of(search, reference->merge)))
		return false;
	/* Of what is missing, only what repairs or undoes it. */
	if (!object && !followup_is_fix(kind) && reference->kind != REFERENCE_REVERTS)
		return false;
	/* A revert that upstream went back on is no news. */
	return kind != FOLLOWUP_REAPPLY &&
	       (kind != FOLLOWUP_REVERT || find(search, reference->from)->reverted ||
		history_is_reverted(search->history, reference->to, NULL));
}

/* Whether a twin of the missing commit says the same. */
static bool has_tie(const struct missing_search *search, const struct missing *missing,
		    const struct missing_tie *tie)
{
	const struct missing_tie *last;

	if (!missing->ties->len)
		return false;
	last = &g_array_index(missing->ties, struct missing_tie, missing->ties->len - 1);
	return last->kind == tie->kind &&
	       key_of(search, last->object) == key_of(search, tie->object);
}

/* Every tie of a missing commit to object, be that taken or missing itself. */
static void tie(struct missing_search *search, guint32 object, const struct taken *taken)
{
	size_t n = 0;
	const struct history_reference *references =
		history_references_to(search->history, object, &n);

	for (size_t i = 0; i < n; i++) {
		struct missing *missing = find(search, references[i].from);
		struct missing_tie one = {
			.kind = followup_tie(search->history, &references[i]),
			.object = references[i].to,
			.taken = taken,
			.by_title = references[i].by_title,
			.line = references[i].line,
		};

		if (missing && is_tie(search, &references[i], taken, one.kind) &&
		    !has_tie(search, missing, &one))
			g_array_append_val(missing->ties, one);
	}
}

/* In the order of the enum, but that a revert is more than words. */
static enum followup_kind graver(enum followup_kind a, enum followup_kind b)
{
	if (MIN(a, b) == FOLLOWUP_FIX_WORDS && MAX(a, b) == FOLLOWUP_REVERT)
		return FOLLOWUP_REVERT;
	return MIN(a, b);
}

static bool is_gone(const struct missing_search *search, const struct missing_tie *tie)
{
	const struct missing *object = tie->taken ? NULL : find(search, tie->object);

	return object ? object->of_gone : tie->taken->gone;
}

/*
 * What a commit is to the branch depends on what its objects are, where those are missing too: what
 * follows a mention is no more, what follows only what was taken back is of that.
 */
static bool settle(const struct missing_search *search, struct missing *missing)
{
	enum followup_kind kind = FOLLOWUP_MENTION;
	bool of_gone = true, changed;

	for (guint i = 0; i < missing->ties->len; i++) {
		const struct missing_tie *one =
			&g_array_index(missing->ties, struct missing_tie, i);
		const struct missing *object = one->taken ? NULL : find(search, one->object);

		kind = graver(kind, object ? followup_chained(object->kind, one->kind) : one->kind);
		if (!is_gone(search, one))
			of_gone = false;
	}
	changed = kind != missing->kind || of_gone != missing->of_gone;
	missing->kind = kind;
	missing->of_gone = of_gone;
	return changed;
}

/* What it is listed for is told before what the branch took back. */
static void put_gone_last(const struct missing_search *search, struct missing *missing)
{
	guint n = missing->ties->len;

	for (guint i = 0, at = 0; at < n; at++) {
		struct missing_tie tie = g_array_index(missing->ties, struct missing_tie, i);

		if (!is_gone(search, &tie)) {
			i++;
			continue;
		}
		g_array_remove_index(missing->ties, i);
		g_array_append_val(missing->ties, tie);
	}
}

/* Both only ever go one way, so that it ends. */
static void settle_all(struct missing_search *search)
{
	GHashTableIter iter;
	void *missing;
	bool changed = true;

	while (changed) {
		changed = false;
		g_hash_table_iter_init(&iter, search->found);
		while (g_hash_table_iter_next(&iter, NULL, &missing))
			changed |= settle(search, missing);
	}
}

/* Fixes by their words stand among the fixes. */
static bool same_sort(enum followup_kind a, enum followup_kind b)
{
	return a == b || (followup_is_fix(a) && followup_is_fix(b));
}

static int in_order(const void *a, const void *b)
{
	const struct missing *x = a, *y = b;
	int owners = g_strcmp0(x->owner, y->owner);

	if (owners)
		return owners;
	if (x->since_unknown != y->since_unknown)
		return x->since_unknown - y->since_unknown;
	if (x->of_gone != y->of_gone)
		return x->of_gone - y->of_gone;
	if (!same_sort(x->kind, y->kind))
		return x->kind < y->kind ? -1 : 1;
	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	if (x->n_took != y->n_took)
		return x->n_took > y->n_took ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->position < y->position ? -1 : x->position > y->position;
}

void missing_sort(GArray *missing)
{
	g_array_sort(missing, in_order);
}

GArray *missing_list_new(void)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct missing));

	g_array_set_clear_func(out, missing_clear);
	return out;
}

GArray *missing_find(const struct history *history, const struct target *target,
		     const struct cves *cves, const GArray *taken)
{
	struct missing_search search = { .history = history, .target = target };
	GArray *out = missing_list_new();
	GHashTableIter iter;
	void *value;

	search.taken = g_hash_table_new(NULL, NULL);
	search.found = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	for (guint i = 0; i < taken->len; i++) {
		const struct taken *one = &g_array_index(taken, struct taken, i);

		if (!g_hash_table_contains(search.taken, key_of(&search, one->position)))
			g_hash_table_insert(search.taken, key_of(&search, one->position),
					    (void *)one);
	}
	for (guint i = 0; i < taken->len; i++)
		follow(&search, &g_array_index(taken, struct taken, i));
	for (guint i = 0; i < taken->len; i++) {
		const struct taken *one = &g_array_index(taken, struct taken, i);

		if (g_hash_table_lookup(search.taken, key_of(&search, one->position)) == one)
			tie(&search, one->position, one);
	}
	g_hash_table_iter_init(&iter, search.found);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		tie(&search, ((struct missing *)value)->position, NULL);
	settle_all(&search);
	g_hash_table_iter_init(&iter, search.found);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		put_gone_last(&search, value);
		((struct missing *)value)->cves =
			cves_fixed_by(cves, ((struct missing *)value)->position);
		g_array_append_vals(out, value, 1);
	}
	missing_sort(out);
	g_hash_table_unref(search.taken);
	g_hash_table_unref(search.found);
	return out;
}

void missing_find_fits(GArray *missing, struct fit_finder *finder, bool progress)
{
	struct progress shown;

	progress_begin(&shown, progress, "applying", missing->len);
	for (guint i = 0; i < missing->len; i++, progress_step(&shown)) {
		struct missing *one = &g_array_index(missing, struct missing, i);

		one->fit = g_new0(struct fit, 1);
		fit_find(finder, one->position, one->fit);
	}
	progress_end(&shown);
}
