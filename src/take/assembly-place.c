/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A piece put on the tree: its text read, made to fit, and added to the parts. */
#include "take/assembly-parts.h"

#include <string.h>

#include "read/diff.h"

/* What an entry is called where it comes from; NULL: it is a commit. */
static const char *own_name(const struct review *review)
{
	const struct patch *patch = review->patch;

	return patch->has_commit ? NULL : patch->source;
}

/* An upstream commit's message for this tree. */
struct adaption {
	const struct assembling *run;
	const struct piece *piece;
};

static char *adapt(const struct commit *commit, const void *data)
{
	const struct adaption *adaption = data;
	const struct review *user = adaption->piece->review;
	const struct piece *companion = adaption->piece->user;
	bool needed = adaption->piece->kind == PIECE_PREREQUISITE && user->upstream->has_id;

	if (companion)
		return form_message(&adaption->run->form, commit, &companion->id,
				    companion->subject);
	return form_message(&adaption->run->form, commit, needed ? &user->upstream->id : NULL,
			    needed ? user->patch->message.subject : NULL);
}

bool assembling_read(const struct assembling *run, const struct piece *piece, struct material *out,
		     GError **error)
{
	struct adaption adaption = { run, piece };

	if (piece_is_entry(piece))
		return material_of_patch(piece->review->patch, run->options->repo,
					 run->options->form, out, error);
	return material_of_commit(history_repo(run->report->history), &piece->id, adapt, &adaption,
				  out, error);
}

static guint32 position_of(const struct assembling *run, const struct piece *piece)
{
	return piece_is_entry(piece) ? piece->review->upstream->position
				     : history_find(run->report->history, &piece->id);
}

/* Put it on the tree; a commit as it is where the files are as it knows them. */
static bool put(struct assembling *run, const struct piece *piece, const struct material *material,
		struct fitting *out, GError **error)
{
	struct fitting_change change = { .strip = material->strip };
	bool same = false;

	*out = (struct fitting){ .kind = FITTING_EXACT };
	if (material->repo &&
	    !scratch_take_commit(run->scratch, material->repo, &material->commit, &same, error))
		return false;
	if (same) {
		fitting_check(run->scratch, out);
		return true;
	}
	change.diff = g_bytes_get_data(material->diff, &change.length);
	change.position = position_of(run, piece);
	change.renames = change.position != HISTORY_NONE ? run->renames : NULL;
	change.spare = piece_is_entry(piece) ? SPARE_PROSE : SPARE_FOREIGN;
	fitting_put(run->scratch, &change, out);
	return true;
}

static bool has_rename(GBytes *diff)
{
	gsize length = 0;
	const char *text = g_bytes_get_data(diff, &length);

	return g_strstr_len(text, (gssize)length, "\nrename from ") != NULL;
}

/* Write the diff anew from the step at hand. */
static bool refresh(struct assembling *run, const struct piece *piece, const struct fitting *fit,
		    struct part *part, GError **error)
{
	struct material *material = &part->material;
	struct change change = change_of_piece(CHANGE_REFRESHED, piece);
	g_autofree char *note = fitting_note(fit);
	GBytes *diff = NULL;

	if (!scratch_diff(run->scratch, has_rename(material->diff), &diff, error)) {
		g_free(change.name);
		g_free(change.subject);
		return false;
	}
	g_bytes_unref(material->diff);
	material->diff = diff;
	change.reason = fitting_says(fit, material->strip);
	change.proof = g_strdup(fit->where);
	material->strip = 1;
	part->touched = true;
	if (note)
		material_note(material, note);
	assembling_add_change(run, change);
	return true;
}

static bool is_binary(GBytes *diff)
{
	gsize length = 0;
	const char *text = g_bytes_get_data(diff, &length);

	return g_strstr_len(text, (gssize)length, "\nGIT binary patch\n") != NULL;
}

static void add_part(struct assembling *run, const struct piece *piece, struct part *part)
{
	const char *name = piece_is_entry(piece) ? own_name(piece->review) : NULL;
	g_autofree char *base =
		name && !piece->review->patch->envelope ? g_path_get_basename(name) : NULL;
	char *dot = base ? strrchr(base, '.') : NULL;

	if (dot && (strcmp(dot, ".patch") == 0 || strcmp(dot, ".diff") == 0))
		*dot = '\0';
	part->name = part_name(base ? base : part->material.subject, run->names);
	part->entry = piece_is_entry(piece) ? entry_short_name(piece->review) : NULL;
	run->out->binary = run->out->binary || is_binary(part->material.diff);
	g_ptr_array_add(run->out->parts, g_memdup2(part, sizeof(*part)));
}

/* What was found to go together says so, for whoever reads the patches alone. */
static void note_ground(const struct assembling *run, const struct piece *piece,
			struct material *material)
{
	g_autofree char *ground = assembling_ground_of(run, piece);
	g_autofree char *user = piece->user && !run->form.depends
					? fact_commit_name(&piece->user->id, piece->user->subject)
					: NULL;
	g_autofree char *note = ground ? g_strdup_printf("[ winnow: on top of %s ]", ground)
				: user ? g_strdup_printf("[ winnow: needed by %s ]", user)
				       : NULL;

	if (note)
		material_note(material, note);
}

bool assembling_place(struct assembling *run, const struct piece *piece, enum placing *placing,
		      char **why, GError **error)
{
	struct part part = { 0 };
	struct fitting fit = { 0 };
	g_autoptr(GError) problem = NULL;
	bool ok = true;

	*placing = PLACING_NOT;
	if (!assembling_read(run, piece, &part.material, &problem)) {
		*why = g_strdup(problem->message);
		material_clear(&part.material);
		return true;
	}
	if (!g_bytes_get_size(part.material.diff)) {
		*why = g_strdup("it changes no file");
		material_clear(&part.material);
		*placing = PLACING_NEEDLESS;
		return true;
	}
	g_ptr_array_set_size(run->failed, 0);
	scratch_begin(run->scratch);
	if (!put(run, piece, &part.material, &fit, &problem)) {
		*why = g_strdup(problem->message);
	} else if (fit.kind == FITTING_NOT) {
		if (fit.failed)
			g_ptr_array_extend_and_steal(run->failed, g_steal_pointer(&fit.failed));
		*why = g_strdup_printf("it does not apply%s%s", fit.where ? ": " : "",
				       fit.where ? fit.where : "");
	} else if (fit.kind == FITTING_ALREADY) {
		*why = g_strdup("all that it makes is there already");
		*placing = PLACING_NEEDLESS;
	} else {
		ok = (fit.kind == FITTING_EXACT && !fit.left.files && part.material.strip == 1) ||
		     refresh(run, piece, &fit, &part, error);
		*placing = ok ? PLACING_DONE : PLACING_NOT;
	}
	if (*placing == PLACING_DONE) {
		assembling_note_piece(run, piece);
		note_ground(run, piece, &part.material);
		add_part(run, piece, &part);
		scratch_keep(run->scratch);
	} else {
		material_clear(&part.material);
		scratch_undo(run->scratch);
	}
	fitting_clear(&fit);
	return ok;
}
