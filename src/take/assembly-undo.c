/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of the plan is given up where a piece has no place, and whom to blame for it. */
#include "take/assembly-parts.h"

#include <string.h>

#include "base/error.h"
#include "read/diff.h"

enum { UNDONE_LIMIT = 64 }; /* changes of the plan that turn out not to work */

/* Whether diff changes what the last piece did not fit, as far as that is known: the patch. */
static bool diff_touches(const struct assembling *run, const struct diff *diff,
			 const struct patch *patch)
{
	if (!run->failed->len)
		return diff_shares_file(diff, &patch->diff);
	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		for (guint k = 0; k < run->failed->len; k++)
			if (g_strcmp0(file->old_path, run->failed->pdata[k]) == 0 ||
			    g_strcmp0(file->new_path, run->failed->pdata[k]) == 0)
				return true;
	}
	return false;
}

/* The same of what was done to the queue. */
static bool piece_touches(const struct assembling *run, const struct piece *piece,
			  const struct patch *patch)
{
	struct material material;
	struct diff diff;
	gsize length = 0;
	const char *text;
	bool touches;

	if (piece_is_entry(piece))
		return diff_touches(run, &piece->review->patch->diff, patch);
	if (!assembling_read(run, piece, &material, NULL)) {
		material_clear(&material);
		return false;
	}
	text = g_bytes_get_data(material.diff, &length);
	diff_parse(&diff, g_strndup(text ? text : "", length), 1);
	touches = diff_touches(run, &diff, patch);
	diff_clear(&diff);
	material_clear(&material);
	return touches;
}

/*
 * The change of the plan that most likely keeps the piece numbered failed from applying: what was
 * last added or moved before it in its files, else what was left out of them. Its key; NULL: none.
 */
static char *find_culprit(const struct assembling *run, guint failed)
{
	const struct piece *piece = run->plan.pieces->pdata[failed];
	const struct patch *patch = piece->review->patch;

	for (guint i = failed; i > 0; i--) {
		const struct piece *earlier = run->plan.pieces->pdata[i - 1];
		bool changed = !piece_is_entry(earlier) || earlier->moved;

		if (changed && piece_touches(run, earlier, patch))
			return piece_is_entry(earlier) ? plan_key_move(earlier->review)
						       : plan_key_add(&earlier->id);
	}
	if (piece->moved)
		return plan_key_move(piece->review);
	for (guint i = run->plan.omissions->len; i > 0; i--) {
		const struct omission *omission =
			&g_array_index(run->plan.omissions, struct omission, i - 1);

		if (omission->review->patch->position < patch->position &&
		    diff_touches(run, &omission->review->patch->diff, patch))
			return plan_key_omit(omission->review);
	}
	return NULL;
}

/* "12, net-fix-it.patch ("net: fix it")" */
static char *entry_name(const struct review *review)
{
	g_autofree char *name = entry_short_name(review);

	return g_strdup_printf("%zu, %s (\"%s\")", review->patch->position, name,
			       review->patch->message.subject);
}

/* Why a change of the plan, its key, is not made: what became of the piece, which name says. */
static char *say_blame(const struct piece *piece, const char *culprit, const char *name,
		       const char *why)
{
	g_autofree char *own = plan_key_move(piece->review);

	if (strcmp(culprit, own) == 0)
		return g_strdup_printf("in front of the other, %s", why);
	if (g_str_has_prefix(culprit, "omit"))
		return g_strdup_printf("%s does not apply without it", name);
	return g_strdup_printf(g_str_has_prefix(culprit, "add") ? "%s does not apply behind it"
								: "%s does not apply with it there",
			       name);
}

bool assembling_undo_others(struct assembling *run, const struct piece *piece)
{
	bool any = false;

	for (guint i = 0; i < run->plan.pieces->len; i++) {
		const struct piece *other = run->plan.pieces->pdata[i];
		g_autofree char *name = NULL;

		if (other == piece || other->kind != PIECE_PREREQUISITE ||
		    other->review != piece->review)
			continue;
		name = fact_commit_name(&piece->id, piece->subject);
		g_hash_table_replace(run->undone, plan_key_add(&other->id),
				     g_strdup_printf("%s, which is needed with it, is not", name));
		any = true;
	}
	return any;
}

/* Whether it may go with what is left out: somebody who decided about it did not mean that. */
static bool may_fall(const struct assembling *run, const struct review *review)
{
	g_autofree char *key = plan_key_omit(review);

	return run->options->plan.partings && !review->decision &&
	       !g_hash_table_contains(run->undone, key);
}

/* The piece, which is an entry, goes with what is left out before it, its key: told, and known to
 * those behind it. */
static void fall(struct assembling *run, const struct piece *piece, const char *culprit,
		 const char *why)
{
	struct omission omission = { .review = piece->review };
	g_autofree char *name = NULL;

	for (guint i = 0; i < run->plan.omissions->len; i++) {
		const struct review *review =
			g_array_index(run->plan.omissions, struct omission, i).review;
		g_autofree char *key = plan_key_omit(review);

		if (strcmp(key, culprit) != 0)
			continue;
		name = review->upstream->has_id
			       ? fact_commit_name(&review->upstream->id,
						  review->patch->message.subject)
			       : g_strdup_printf("\"%s\"", review->patch->message.subject);
	}
	omission.reason = g_strdup_printf("without %s, which is left out, %s", name, why);
	assembling_note_omission(run, piece->review, omission.reason, NULL);
	g_array_append_val(run->plan.omissions, omission);
}

bool assembling_do_without(struct assembling *run, guint number, const char *why, bool *again,
			   GError **error)
{
	const struct piece *piece = run->plan.pieces->pdata[number];
	g_autofree char *name = NULL;
	g_autofree char *culprit = NULL;

	if (piece->kind == PIECE_COMPANION && !assembling_is_late(run, piece)) {
		g_ptr_array_add(run->late, (gpointer)piece);
		return true;
	}
	if (!piece_is_entry(piece)) {
		g_hash_table_replace(run->undone, plan_key_add(&piece->id), g_strdup(why));
		*again = piece->kind == PIECE_PREREQUISITE && assembling_undo_others(run, piece);
		return true;
	}
	name = entry_name(piece->review);
	if (g_hash_table_size(run->undone) < UNDONE_LIMIT)
		culprit = find_culprit(run, number);
	if (culprit && g_str_has_prefix(culprit, "omit") && may_fall(run, piece->review)) {
		fall(run, piece, culprit, why);
		return true;
	}
	if (culprit) {
		struct blame blame = { g_strdup(culprit), piece->review };
		char *told = say_blame(piece, culprit, name, why);

		g_array_append_val(run->blames, blame);
		g_hash_table_replace(run->undone, g_steal_pointer(&culprit), told);
		*again = true;
		return true;
	}
	if (run->options->without_failed) {
		assembling_note_omission(run, piece->review, why, NULL);
		return true;
	}
	return fail(error, WINNOW_ERROR_INPUT,
		    "patch %s: %s; nothing is written (--without failed leaves it out)", name, why);
}
