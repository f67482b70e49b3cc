/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of a queue, as changes to it that are told. */
#include "take/assembly-parts.h"

void change_clear(struct change *change)
{
	g_free(change->name);
	g_free(change->subject);
	g_free(change->reason);
	g_free(change->proof);
	*change = (struct change){ 0 };
}

void change_free(void *data)
{
	change_clear(data);
	g_free(data);
}

char *entry_short_name(const struct review *review)
{
	const struct patch *patch = review->patch;

	return g_strdup(patch->has_commit ? commit_id_short(&patch->commit).text : patch->source);
}

void assembling_add_change(struct assembling *run, struct change change)
{
	g_ptr_array_add(run->out->changes, g_memdup2(&change, sizeof(change)));
}

struct change change_of_review(enum change_kind kind, const struct review *review)
{
	return (struct change){ .kind = kind,
				.name = entry_short_name(review),
				.has_id = review->upstream->has_id,
				.id = review->upstream->id,
				.subject = g_strdup(review->patch->message.subject) };
}

struct change change_of_piece(enum change_kind kind, const struct piece *piece)
{
	if (piece_is_entry(piece))
		return change_of_review(kind, piece->review);
	return (struct change){
		.kind = kind, .has_id = true, .id = piece->id, .subject = g_strdup(piece->subject)
	};
}

bool assembling_is_late(const struct assembling *run, const struct piece *piece)
{
	return g_ptr_array_find(run->late, piece, NULL);
}

char *assembling_ground_of(const struct assembling *run, const struct piece *piece)
{
	GString *out = g_string_new(NULL);
	const GPtrArray *last =
		run->grounds->len ? run->grounds->pdata[run->grounds->len - 1] : NULL;

	for (guint i = 0; last && i < last->len; i++) {
		const struct piece *one = last->pdata[i];

		if (one->user == piece)
			g_string_append_printf(out, "%s%s", i ? ", " : "",
					       commit_id_short(&one->id).text);
	}
	return g_string_free(out, !out->len);
}

/* Why a piece comes along, and how it applies where it does not where it belongs. */
static char *added_why(const struct assembling *run, const struct piece *piece)
{
	g_autofree char *ground = assembling_ground_of(run, piece);

	if (!assembling_is_late(run, piece) || !piece->reason)
		return g_strdup(piece->reason);
	return g_strdup_printf("%s; it goes at the end of the queue, where it applies%s%s",
			       piece->reason, ground ? " on top of " : "", ground ? ground : "");
}

void assembling_note_piece(struct assembling *run, const struct piece *piece)
{
	struct change change;

	if (piece_is_entry(piece) && !piece->moved)
		return;
	change = change_of_piece(piece_is_entry(piece) ? CHANGE_MOVED : CHANGE_ADDED, piece);
	change.reason = added_why(run, piece);
	change.proof = g_strdup(piece->proof);
	assembling_add_change(run, change);
}

void assembling_note_omission(struct assembling *run, const struct review *review,
			      const char *reason, const char *proof)
{
	struct change change = change_of_review(CHANGE_LEFT_OUT, review);

	change.reason = g_strdup(reason);
	change.proof = g_strdup(proof);
	assembling_add_change(run, change);
}

void assembling_note_undone(struct assembling *run)
{
	for (guint i = 0; i < run->wanted.omissions->len; i++) {
		const struct omission *omission =
			&g_array_index(run->wanted.omissions, struct omission, i);
		g_autofree char *key = plan_key_omit(omission->review);
		const char *why = g_hash_table_lookup(run->undone, key);
		struct change change;

		if (!why)
			continue;
		change = change_of_review(CHANGE_NOT, omission->review);
		change.reason = g_strdup_printf("it stays in: %s", why);
		change.proof = g_strdup(omission->reason);
		assembling_add_change(run, change);
	}
	for (guint i = 0; i < run->wanted.pieces->len; i++) {
		const struct piece *piece = run->wanted.pieces->pdata[i];
		g_autofree char *key = piece_is_entry(piece) ? plan_key_move(piece->review)
							     : plan_key_add(&piece->id);
		const char *why = g_hash_table_lookup(run->undone, key);
		struct change change;

		if (!why || (piece_is_entry(piece) && !piece->moved))
			continue;
		change = change_of_piece(CHANGE_NOT, piece);
		change.reason = g_strdup_printf(piece_is_entry(piece) ? "it stays where it is: %s"
								      : "it is not added: %s",
						why);
		change.proof = g_strdup(piece->reason);
		assembling_add_change(run, change);
	}
}

void changes_order(GPtrArray *changes)
{
	g_autoptr(GPtrArray) old = g_ptr_array_new();

	for (guint i = 0; i < changes->len; i++)
		g_ptr_array_add(old, changes->pdata[i]);
	for (guint kind = 0, n = 0; kind < N_CHANGE_KINDS; kind++)
		for (guint i = 0; i < old->len; i++)
			if (((struct change *)old->pdata[i])->kind == kind)
				changes->pdata[n++] = old->pdata[i];
}
