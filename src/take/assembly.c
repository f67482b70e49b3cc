/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/assembly.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "read/diff.h"
#include "take/fitting.h"
#include "take/form.h"
#include "take/groundwork.h"

enum {
	UNDONE_LIMIT = 64,  /* changes of the plan that turn out not to work */
	RESTORED_LIMIT = 8, /* of these, that are tried again alone */
};

static void part_free(void *data)
{
	struct part *part = data;

	material_clear(&part->material);
	g_free(part->name);
	g_free(part);
}

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

void assembly_clear(struct assembly *assembly)
{
	if (assembly->parts)
		g_ptr_array_unref(assembly->parts);
	if (assembly->changes)
		g_ptr_array_unref(assembly->changes);
	*assembly = (struct assembly){ 0 };
}

/* A change of the plan that was undone so that the review's patch may apply. */
struct blame {
	char *key;
	const struct review *review;
};

static void blame_clear(void *data)
{
	g_free(((struct blame *)data)->key);
}

struct assembling {
	const struct report *report;
	const struct assembly_options *options;
	struct form form;
	struct renames *renames; /* NULL: there is no upstream to ask */
	GHashTable *undone;	 /* keys of the plan -> why (char *) */
	struct plan wanted; /* with nothing undone */
	struct plan plan;
	struct scratch *scratch; /* with all that is placed so far */
	GHashTable *names;
	GPtrArray *failed; /* char *: the files that the last piece did not fit; empty: not known */
	GArray *blames;	   /* struct blame, in the order in which they were found */
	GPtrArray *late;   /* const struct piece *: companions that did not fit where they belong */
	struct groundwork *groundwork; /* NULL: there is no upstream to ask */
	GPtrArray *grounds; /* GPtrArray of struct piece *: sets that were found for companions */
	GHashTable *sunk;   /* keys of companions that do not apply on top of theirs either */
	struct assembly *out;
};

static bool is_entry(const struct piece *piece)
{
	return piece->kind == PIECE_ENTRY;
}

/* What an entry is called where it comes from; NULL: it is a commit. */
static const char *own_name(const struct review *review)
{
	const struct patch *patch = review->patch;

	return patch->has_commit ? NULL : patch->source;
}

static char *short_name(const struct review *review)
{
	const struct patch *patch = review->patch;

	return g_strdup(patch->has_commit ? commit_id_short(&patch->commit).text : patch->source);
}

static void add_change(struct assembling *run, struct change change)
{
	g_ptr_array_add(run->out->changes, g_memdup2(&change, sizeof(change)));
}

struct change change_of_review(enum change_kind kind, const struct review *review)
{
	return (struct change){ .kind = kind,
				.name = short_name(review),
				.has_id = review->upstream->has_id,
				.id = review->upstream->id,
				.subject = g_strdup(review->patch->message.subject) };
}

static struct change change_of_piece(enum change_kind kind, const struct piece *piece)
{
	if (is_entry(piece))
		return change_of_review(kind, piece->review);
	return (struct change){
		.kind = kind, .has_id = true, .id = piece->id, .subject = g_strdup(piece->subject)
	};
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

static bool read_material(const struct assembling *run, const struct piece *piece,
			  struct material *out, GError **error)
{
	struct adaption adaption = { run, piece };

	if (is_entry(piece))
		return material_of_patch(piece->review->patch, run->options->repo,
					 run->options->form, out, error);
	return material_of_commit(history_repo(run->report->history), &piece->id, adapt, &adaption,
				  out, error);
}

static guint32 position_of(const struct assembling *run, const struct piece *piece)
{
	return is_entry(piece) ? piece->review->upstream->position
			       : history_find(run->report->history, &piece->id);
}

/* Put it on the tree; a commit as it is where the files are as it knows them. */
static bool put(struct assembling *run, const struct piece *piece, const struct material *material,
		struct fitting *out, GError **error)
{
	struct fitting_change change = { .strip = material->strip };
	bool same = false;

	*out = (struct fitting){ .kind = FIT_EXACT };
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
	change.spare = is_entry(piece) ? SPARE_PROSE : SPARE_FOREIGN;
	fitting_put(run->scratch, &change, out);
	return true;
}

/* How its lines were made to fit, for the list. NULL: they did. */
static char *fitted_how(const struct fitting *fit, unsigned strip)
{
	switch (fit->kind) {
	case FIT_EXACT:
		return strip == 1 ? NULL : g_strdup_printf("its names were for patch -p%u", strip);
	case FIT_ENDS:
		return g_strdup("its lines end otherwise than those of the file");
	case FIT_MOVED:
		return g_strdup_printf("it stands up to %" G_GINT64_FORMAT " line%s from where it "
				       "said",
				       ABS(fit->moved), ABS(fit->moved) == 1 ? "" : "s");
	case FIT_FUZZY:
		return g_strdup("some lines around it are others");
	case FIT_OLDER:
		return g_strdup("the file has its older name here");
	default:
		return NULL;
	}
}

/* Both of what may be NULL, with "; " between. */
static char *join_clauses(const char *a, const char *b)
{
	return a && b ? g_strdup_printf("%s; %s", a, b) : g_strdup(a ? a : b);
}

/* The same, and what it was put without. */
static char *refreshed_how(const struct fitting *fit, unsigned strip)
{
	g_autofree char *how = fitted_how(fit, strip);

	return join_clauses(fit->left.says, how);
}

/* What a commit's message says of it; of line numbers no commit has any. NULL: nothing. */
static char *note_of(const struct fitting *fit)
{
	const char *how = fit->kind == FIT_OLDER   ? fit->where
			  : fit->kind == FIT_FUZZY ? "refreshed context"
						   : NULL;
	g_autofree char *without =
		fit->left.files ? g_strdup_printf("without %s", fit->left.files) : NULL;
	g_autofree char *both = join_clauses(without, how);

	return both ? g_strdup_printf("[ winnow: %s ]", both) : NULL;
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
	g_autofree char *note = note_of(fit);
	GBytes *diff = NULL;

	if (!scratch_diff(run->scratch, has_rename(material->diff), &diff, error)) {
		g_free(change.name);
		g_free(change.subject);
		return false;
	}
	g_bytes_unref(material->diff);
	material->diff = diff;
	change.reason = refreshed_how(fit, material->strip);
	change.proof = g_strdup(fit->where);
	material->strip = 1;
	part->touched = true;
	if (note)
		material_note(material, note);
	add_change(run, change);
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
	const char *name = is_entry(piece) ? own_name(piece->review) : NULL;
	g_autofree char *base =
		name && !piece->review->patch->envelope ? g_path_get_basename(name) : NULL;
	char *dot = base ? strrchr(base, '.') : NULL;

	if (dot && (strcmp(dot, ".patch") == 0 || strcmp(dot, ".diff") == 0))
		*dot = '\0';
	part->name = part_name(base ? base : part->material.subject, run->names);
	run->out->binary = run->out->binary || is_binary(part->material.diff);
	g_ptr_array_add(run->out->parts, g_memdup2(part, sizeof(*part)));
}

static bool is_late(const struct assembling *run, const struct piece *piece)
{
	return g_ptr_array_find(run->late, piece, NULL);
}

/* The ids of the set that was found for a companion, "A, B"; NULL: there is none. */
static char *ground_of(const struct assembling *run, const struct piece *piece)
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

/* What was found to go together says so, for whoever reads the patches alone. */
static void note_ground(const struct assembling *run, const struct piece *piece,
			struct material *material)
{
	g_autofree char *ground = ground_of(run, piece);
	g_autofree char *user =
		piece->user && !run->form.depends
			? fact_commit_name(&piece->user->id, piece->user->subject)
			: NULL;
	g_autofree char *note = ground ? g_strdup_printf("[ winnow: on top of %s ]", ground)
				: user ? g_strdup_printf("[ winnow: needed by %s ]", user)
				       : NULL;

	if (note)
		material_note(material, note);
}

/* Why a piece comes along, and how it applies where it does not where it belongs. */
static char *added_why(const struct assembling *run, const struct piece *piece)
{
	g_autofree char *ground = ground_of(run, piece);

	if (!is_late(run, piece) || !piece->reason)
		return g_strdup(piece->reason);
	return g_strdup_printf("%s; at the end of the queue it applies%s%s", piece->reason,
			       ground ? " on top of " : "", ground ? ground : "");
}

static void note_piece(struct assembling *run, const struct piece *piece)
{
	struct change change;

	if (is_entry(piece) && !piece->moved)
		return;
	change = change_of_piece(is_entry(piece) ? CHANGE_MOVED : CHANGE_ADDED, piece);
	change.reason = added_why(run, piece);
	change.proof = g_strdup(piece->proof);
	add_change(run, change);
}

enum placing { PLACED, NOT_PLACED, NEEDLESS, PLACING_FAILED };

/* Put a piece, and add what comes of it. why: of NOT_PLACED, a clause, the caller's. */
static enum placing place(struct assembling *run, const struct piece *piece, char **why,
			  GError **error)
{
	struct part part = { 0 };
	struct fitting fit = { 0 };
	g_autoptr(GError) problem = NULL;
	enum placing result = PLACED;

	if (!read_material(run, piece, &part.material, &problem)) {
		*why = g_strdup(problem->message);
		material_clear(&part.material);
		return NOT_PLACED;
	}
	if (!g_bytes_get_size(part.material.diff)) {
		*why = g_strdup("it changes no file");
		material_clear(&part.material);
		return NEEDLESS;
	}
	g_ptr_array_set_size(run->failed, 0);
	scratch_begin(run->scratch);
	if (!put(run, piece, &part.material, &fit, &problem)) {
		*why = g_strdup(problem->message);
		result = NOT_PLACED;
	} else if (fit.kind == FIT_NOT) {
		if (fit.failed)
			g_ptr_array_extend_and_steal(run->failed, g_steal_pointer(&fit.failed));
		*why = g_strdup_printf("it does not apply%s%s", fit.where ? ": " : "",
				       fit.where ? fit.where : "");
		result = NOT_PLACED;
	} else if (fit.kind == FIT_ALREADY) {
		*why = g_strdup("all that it makes is there already");
		result = NEEDLESS;
	} else if ((fit.kind != FIT_EXACT || fit.left.files || part.material.strip != 1) &&
		   !refresh(run, piece, &fit, &part, error)) {
		result = PLACING_FAILED;
	}
	if (result == PLACED) {
		note_piece(run, piece);
		note_ground(run, piece, &part.material);
		add_part(run, piece, &part);
		scratch_keep(run->scratch);
	} else {
		material_clear(&part.material);
		scratch_undo(run->scratch);
	}
	fitting_clear(&fit);
	return result;
}

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

	if (is_entry(piece))
		return diff_touches(run, &piece->review->patch->diff, patch);
	if (!read_material(run, piece, &material, NULL)) {
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
		bool changed = !is_entry(earlier) || earlier->moved;

		if (changed && piece_touches(run, earlier, patch))
			return is_entry(earlier) ? plan_key_move(earlier->review)
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

/* What was wanted of the queue, and is not done: of a key in undone. */
static void note_undone(struct assembling *run)
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
		add_change(run, change);
	}
	for (guint i = 0; i < run->wanted.pieces->len; i++) {
		const struct piece *piece = run->wanted.pieces->pdata[i];
		g_autofree char *key =
			is_entry(piece) ? plan_key_move(piece->review) : plan_key_add(&piece->id);
		const char *why = g_hash_table_lookup(run->undone, key);
		struct change change;

		if (!why || (is_entry(piece) && !piece->moved))
			continue;
		change = change_of_piece(CHANGE_NOT, piece);
		change.reason = g_strdup_printf(
			is_entry(piece) ? "it stays where it is: %s" : "it is not added: %s", why);
		change.proof = g_strdup(piece->reason);
		add_change(run, change);
	}
}

static void note_omission(struct assembling *run, const struct review *review, const char *reason,
			  const char *proof)
{
	struct change change = change_of_review(CHANGE_LEFT_OUT, review);

	change.reason = g_strdup(reason);
	change.proof = g_strdup(proof);
	add_change(run, change);
}

/* "12, net-fix-it.patch ("net: fix it")" */
static char *entry_name(const struct review *review)
{
	g_autofree char *name = short_name(review);

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

enum attempt { DONE, AGAIN, FAILED };

/* What else the piece's user needs is of no use without it. True if there is any. */
static bool undo_others(struct assembling *run, const struct piece *piece)
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

/* A piece has no place: undo what stands in its way, do without it, or give up. */
static enum attempt do_without(struct assembling *run, guint number, const char *why,
			       GError **error)
{
	const struct piece *piece = run->plan.pieces->pdata[number];
	g_autofree char *name = NULL;
	g_autofree char *culprit = NULL;

	if (piece->kind == PIECE_COMPANION && !is_late(run, piece)) {
		g_ptr_array_add(run->late, (gpointer)piece);
		return DONE;
	}
	if (!is_entry(piece)) {
		g_hash_table_replace(run->undone, plan_key_add(&piece->id), g_strdup(why));
		return piece->kind == PIECE_PREREQUISITE && undo_others(run, piece) ? AGAIN : DONE;
	}
	name = entry_name(piece->review);
	if (g_hash_table_size(run->undone) < UNDONE_LIMIT)
		culprit = find_culprit(run, number);
	if (culprit) {
		struct blame blame = { g_strdup(culprit), piece->review };
		char *told = say_blame(piece, culprit, name, why);

		g_array_append_val(run->blames, blame);
		g_hash_table_replace(run->undone, g_steal_pointer(&culprit), told);
		return AGAIN;
	}
	if (run->options->without_failed) {
		note_omission(run, piece->review, why, NULL);
		return DONE;
	}
	fail(error, WINNOW_ERROR_INPUT,
	     "patch %s: %s; nothing is written (--without failed leaves it out)", name, why);
	return FAILED;
}

static enum attempt place_all(struct assembling *run, GError **error)
{
	for (guint i = 0; i < run->plan.pieces->len; i++) {
		const struct piece *piece = run->plan.pieces->pdata[i];
		g_autofree char *why = NULL;
		enum attempt attempt = DONE;

		switch (place(run, piece, &why, error)) {
		case PLACED:
			break;
		case NEEDLESS:
			if (is_entry(piece))
				note_omission(run, piece->review, why, NULL);
			break;
		case NOT_PLACED:
			attempt = do_without(run, i, why, error);
			break;
		case PLACING_FAILED:
			return FAILED;
		}
		if (attempt != DONE)
			return attempt;
	}
	for (guint i = 0; i < run->late->len; i++) {
		const struct piece *piece = run->late->pdata[i];
		g_autofree char *why = NULL;
		enum placing placing = place(run, piece, &why, error);

		if (placing == PLACING_FAILED)
			return FAILED;
		if (placing == NOT_PLACED)
			g_hash_table_replace(run->undone, plan_key_add(&piece->id),
					     g_steal_pointer(&why));
	}
	return DONE;
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

		note_omission(run, omission->review, omission->reason, omission->proof);
	}
}

/* Place all, with what is undone by now; what stands in the way of others becomes undone, too. */
static enum attempt attempt_all(struct assembling *run, GError **error)
{
	enum attempt attempt;

	do {
		begin_attempt(run);
		scratch_free(run->scratch);
		run->scratch = NULL;
		if (!scratch_new(run->options->repo, &run->report->base, &run->scratch, error))
			return FAILED;
		attempt = place_all(run, error);
	} while (attempt == AGAIN);
	return attempt;
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
static enum attempt restore_innocent(struct assembling *run, GError **error)
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
		stale = attempt_all(run, NULL) != DONE ||
			g_hash_table_size(run->undone) >= g_hash_table_size(before);
		if (stale) {
			g_hash_table_unref(run->undone);
			run->undone = before;
		} else {
			g_hash_table_unref(before);
		}
	}
	return stale ? attempt_all(run, error) : DONE;
}

/*
 * What stood in another patch's way may have been one of several that a patch needs: without it
 * the rest goes, too, unless somebody else cannot do without that.
 */
static enum attempt undo_halves(struct assembling *run, GError **error)
{
	GHashTable *before = copy_undone(run->undone);
	bool any = false;

	for (guint i = 0; i < run->wanted.pieces->len; i++) {
		const struct piece *piece = run->wanted.pieces->pdata[i];
		g_autofree char *key = plan_key_add(&piece->id);

		if (piece->kind == PIECE_PREREQUISITE && g_hash_table_contains(before, key))
			any = undo_others(run, piece) || any;
	}
	if (!any || attempt_all(run, NULL) == DONE) {
		g_hash_table_unref(before);
		return DONE;
	}
	g_hash_table_unref(run->undone);
	run->undone = before;
	return attempt_all(run, error);
}

/* Place a set and the companion on top of it: all of them, or it is to be done without anew. */
static enum attempt place_on(struct assembling *run, const GPtrArray *ground,
			     const struct piece *companion, GError **error)
{
	for (guint i = 0; i <= ground->len; i++) {
		const struct piece *piece = i < ground->len ? ground->pdata[i] : companion;
		g_autofree char *why = NULL;

		switch (place(run, piece, &why, error)) {
		case PLACED:
			break;
		case PLACING_FAILED:
			return FAILED;
		default:
			return AGAIN;
		}
	}
	return DONE;
}

/* Companions that do not even apply at the end, with what upstream had there first. */
static enum attempt place_grounded(struct assembling *run, GError **error)
{
	for (guint i = 0; run->groundwork && i < run->wanted.pieces->len; i++) {
		const struct piece *piece = run->wanted.pieces->pdata[i];
		g_autofree char *key = plan_key_add(&piece->id);
		g_autofree char *objection = NULL;
		GPtrArray *ground;
		enum attempt attempt;

		if (piece->kind != PIECE_COMPANION || !g_hash_table_contains(run->undone, key) ||
		    g_hash_table_contains(run->sunk, key))
			continue;
		ground = groundwork_find(run->groundwork, run->scratch, run->out->parts, piece,
					 &objection);
		if (objection)
			g_hash_table_replace(run->undone, g_strdup(key),
					     g_steal_pointer(&objection));
		if (!ground)
			continue;
		g_ptr_array_add(run->grounds, ground);
		g_ptr_array_add(run->late, (gpointer)piece);
		attempt = place_on(run, ground, piece, error);
		if (attempt == AGAIN)
			g_hash_table_add(run->sunk, g_steal_pointer(&key));
		if (attempt != DONE)
			return attempt;
		g_hash_table_remove(run->undone, key);
	}
	return DONE;
}

/* Where a set turns out not to fit, all is placed again, without it. */
static enum attempt ground_all(struct assembling *run, GError **error)
{
	enum attempt attempt;

	while ((attempt = place_grounded(run, error)) == AGAIN)
		if (attempt_all(run, error) != DONE)
			return FAILED;
	return attempt;
}

static bool assemble(struct assembling *run, GError **error)
{
	g_autoptr(GHashTable) nothing =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	plan_make(run->report, &run->options->plan, nothing, &run->wanted);
	if (attempt_all(run, error) != DONE || restore_innocent(run, error) != DONE ||
	    undo_halves(run, error) != DONE || ground_all(run, error) != DONE)
		return false;
	note_undone(run);
	return true;
}

/* By kind; within one as they came. */
static void order_changes(GPtrArray *changes)
{
	g_autoptr(GPtrArray) old = g_ptr_array_new();

	for (guint i = 0; i < changes->len; i++)
		g_ptr_array_add(old, changes->pdata[i]);
	for (guint kind = 0, n = 0; kind < N_CHANGE_KINDS; kind++)
		for (guint i = 0; i < old->len; i++)
			if (((struct change *)old->pdata[i])->kind == kind)
				changes->pdata[n++] = old->pdata[i];
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
		order_changes(out->changes);
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
