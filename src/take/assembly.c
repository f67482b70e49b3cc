/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/assembly-parts.h"

enum { RESTORED_LIMIT = 8 }; /* changes undone for one patch that are tried again alone */

static void part_free(void *data)
{
	struct part *part = data;

	material_clear(&part->material);
	g_free(part->name);
	g_free(part->entry);
	g_free(part);
}

static void use_clear(void *data)
{
	g_free(((struct use *)data)->entry);
}

void assembly_clear(struct assembly *assembly)
{
	if (assembly->parts)
		g_ptr_array_unref(assembly->parts);
	if (assembly->changes)
		g_ptr_array_unref(assembly->changes);
	if (assembly->uses)
		g_array_unref(assembly->uses);
	*assembly = (struct assembly){ 0 };
}

static void blame_clear(void *data)
{
	g_free(((struct blame *)data)->key);
}

/* Companions that did not fit where they belong, at the end. */
static bool place_late(struct assembling *run, GError **error)
{
	for (guint i = 0; i < run->late->len; i++) {
		const struct piece *piece = run->late->pdata[i];
		enum placing placing;
		g_autofree char *why = NULL;

		if (!assembling_place(run, piece, &placing, &why, error))
			return false;
		if (placing == PLACING_NOT)
			g_hash_table_replace(run->undone, plan_key_add(&piece->id),
					     g_steal_pointer(&why));
	}
	return true;
}

static bool place_all(struct assembling *run, bool *again, GError **error)
{
	*again = false;
	for (guint i = 0; i < run->plan.pieces->len && !*again; i++) {
		const struct piece *piece = run->plan.pieces->pdata[i];
		enum placing placing;
		g_autofree char *why = NULL;

		if (!assembling_place(run, piece, &placing, &why, error))
			return false;
		if (placing == PLACING_NEEDLESS && piece_is_entry(piece))
			assembling_note_omission(run, piece->review, why, NULL);
		if (placing == PLACING_NOT && !assembling_do_without(run, i, why, again, error))
			return false;
	}
	return *again || place_late(run, error);
}

static void begin_attempt(struct assembling *run)
{
	plan_clear(&run->plan);
	plan_make(run->report, &run->options->plan, run->undone, &run->plan);
	g_hash_table_remove_all(run->names);
	g_ptr_array_set_size(run->late, 0);
	g_ptr_array_set_size(run->grounds, 0);
	assembly_clear(run->out);
	run->out->parts = g_ptr_array_new_with_free_func(part_free);
	run->out->changes = g_ptr_array_new_with_free_func(change_free);
	for (guint i = 0; i < run->plan.omissions->len; i++) {
		const struct omission *omission =
			&g_array_index(run->plan.omissions, struct omission, i);

		assembling_note_omission(run, omission->review, omission->reason, omission->proof);
	}
}

/* Place all, with what is undone by now; what stands in the way of others becomes undone, too. */
static bool attempt_all(struct assembling *run, GError **error)
{
	bool again = false;

	do {
		begin_attempt(run);
		scratch_free(run->scratch);
		run->scratch = NULL;
		if (!scratch_new(run->options->repo, &run->report->base, &run->scratch, error) ||
		    !place_all(run, &again, error))
			return false;
	} while (again);
	return true;
}

static GHashTable *copy_undone(GHashTable *undone)
{
	GHashTable *copy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GHashTableIter iter;
	gpointer key, why;

	g_hash_table_iter_init(&iter, undone);
	while (g_hash_table_iter_next(&iter, &key, &why))
		g_hash_table_insert(copy, g_strdup(key), g_strdup(why));
	return copy;
}

static bool is_blamed_later(const struct assembling *run, guint number)
{
	const struct blame *blame = &g_array_index(run->blames, struct blame, number);

	for (guint i = number + 1; i < run->blames->len; i++)
		if (g_array_index(run->blames, struct blame, i).review == blame->review)
			return true;
	return false;
}

/*
 * Of several changes that were undone for one patch's sake the last one helped; whether the others
 * had to be is tried, for a few. Whatever was tried last in vain is to be done again.
 */
static bool restore_innocent(struct assembling *run, GError **error)
{
	guint n = run->blames->len, n_tried = 0;
	bool stale = false;

	for (guint i = 0; i < n && n_tried < RESTORED_LIMIT; i++) {
		const char *key = g_array_index(run->blames, struct blame, i).key;
		GHashTable *before;

		if (!is_blamed_later(run, i) || !g_hash_table_contains(run->undone, key))
			continue;
		n_tried++;
		before = copy_undone(run->undone);
		g_hash_table_remove(run->undone, key);
		stale = !attempt_all(run, NULL) ||
			g_hash_table_size(run->undone) >= g_hash_table_size(before);
		if (stale) {
			g_hash_table_unref(run->undone);
			run->undone = before;
		} else {
			g_hash_table_unref(before);
		}
	}
	return !stale || attempt_all(run, error);
}

/*
 * What stood in another patch's way may have been one of several that a patch needs: without it
 * the rest goes, too, unless somebody else cannot do without that.
 */
static bool undo_halves(struct assembling *run, GError **error)
{
	GHashTable *before = copy_undone(run->undone);
	bool any = false;

	for (guint i = 0; i < run->wanted.pieces->len; i++) {
		const struct piece *piece = run->wanted.pieces->pdata[i];
		g_autofree char *key = plan_key_add(&piece->id);

		if (piece->kind == PIECE_PREREQUISITE && g_hash_table_contains(before, key))
			any = assembling_undo_others(run, piece) || any;
	}
	if (!any || attempt_all(run, NULL)) {
		g_hash_table_unref(before);
		return true;
	}
	g_hash_table_unref(run->undone);
	run->undone = before;
	return attempt_all(run, error);
}

/* Where a set turns out not to fit, all is placed again, without it. */
static bool ground_all(struct assembling *run, GError **error)
{
	bool again = false;

	do {
		if ((again && !attempt_all(run, error)) ||
		    !assembling_place_grounded(run, &again, error))
			return false;
	} while (again);
	return true;
}

/* Who wants what came along: entries, and companions that what was found for them is for. */
static void note_uses(struct assembling *run)
{
	GArray *uses = g_array_new(FALSE, FALSE, sizeof(struct use));

	g_array_set_clear_func(uses, use_clear);
	for (guint i = 0; i < run->plan.wishes->len; i++) {
		const struct wish *wish = &g_array_index(run->plan.wishes, struct wish, i);
		struct use use = { .id = wish->id, .entry = entry_short_name(wish->review) };

		g_array_append_val(uses, use);
	}
	for (guint i = 0; i < run->grounds->len; i++) {
		const GPtrArray *ground = run->grounds->pdata[i];

		for (guint k = 0; k < ground->len; k++) {
			const struct piece *piece = ground->pdata[k];
			struct use use = { .id = piece->id, .added = piece->user->id };

			g_array_append_val(uses, use);
		}
	}
	run->out->uses = uses;
}

static bool assemble(struct assembling *run, GError **error)
{
	g_autoptr(GHashTable) nothing =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	plan_make(run->report, &run->options->plan, nothing, &run->wanted);
	if (!attempt_all(run, error) || !restore_innocent(run, error) || !undo_halves(run, error) ||
	    !ground_all(run, error))
		return false;
	assembling_note_undone(run);
	note_uses(run);
	return true;
}

bool assembly_make(const struct run *review, const struct assembly_options *options,
		   struct assembly *out, GError **error)
{
	const struct report *report = run_report(review);
	struct assembling run = { .report = report, .options = options, .out = out };
	const guint8 *in_base = target_in_base(run_target(review));
	bool ok;

	*out = (struct assembly){ 0 };
	if (report->history && history_repo(report->history) && in_base)
		run.renames = renames_new(run_history(review), in_base);
	run.undone = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	run.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	run.failed = g_ptr_array_new_with_free_func(g_free);
	run.blames = g_array_new(FALSE, FALSE, sizeof(struct blame));
	g_array_set_clear_func(run.blames, blame_clear);
	run.late = g_ptr_array_new();
	run.groundwork = groundwork_new(review);
	run.grounds = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	run.sunk = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	form_find(report, options->repo, &run.form);
	ok = assemble(&run, error);
	if (ok)
		changes_order(out->changes);
	else
		assembly_clear(out);
	form_clear(&run.form);
	plan_clear(&run.plan);
	plan_clear(&run.wanted);
	scratch_free(run.scratch);
	groundwork_free(run.groundwork);
	g_ptr_array_unref(run.grounds);
	g_hash_table_unref(run.sunk);
	g_ptr_array_unref(run.late);
	g_ptr_array_unref(run.failed);
	g_array_unref(run.blames);
	g_hash_table_unref(run.names);
	g_hash_table_unref(run.undone);
	if (run.renames)
		renames_free(run.renames);
	return ok;
}
