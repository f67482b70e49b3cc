/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/upstream-parts.h"

#include "base/compare.h"
#include "match/patch-ids.h"
#include "match/same-change.h"
#include "match/target.h"
#include "message/marker.h"

struct upstream_finder *upstream_finder_new(struct history *history, const struct target *target,
					    bool progress)
{
	struct upstream_finder *finder = g_new0(struct upstream_finder, 1);

	finder->history = history;
	finder->target = target;
	finder->patch_ids = patch_ids_new(history ? history_repo(history) : NULL);
	finder->changes = same_change_new(history, finder->patch_ids, progress);
	finder->queued = g_hash_table_new(NULL, NULL);
	return finder;
}

void upstream_finder_free(struct upstream_finder *finder)
{
	same_change_free(finder->changes);
	patch_ids_free(finder->patch_ids);
	g_hash_table_unref(finder->queued);
	g_free(finder);
}

const char *upstream_how_name(enum upstream_how how)
{
	static const char *const names[] = {
		[UPSTREAM_NONE] = "none",	  [UPSTREAM_ID] = "id",
		[UPSTREAM_MARKER] = "marker",	  [UPSTREAM_SUBJECT] = "subject",
		[UPSTREAM_PATCH_ID] = "patch-id",
	};

	return names[how];
}

static void note_clear(void *data)
{
	struct upstream_note *note = data;

	g_free(note->proof);
	g_free(note->says);
	g_free(note->hex);
}

void upstream_clear(struct upstream *upstream)
{
	if (upstream->positions)
		g_array_unref(upstream->positions);
	if (upstream->took)
		g_array_unref(upstream->took);
	if (upstream->notes)
		g_array_unref(upstream->notes);
	g_free(upstream->proof);
	*upstream = (struct upstream){ 0 };
}

static void settle(struct upstream *out, const struct history *history, enum upstream_how how,
		   guint32 position, bool certain, char *proof)
{
	out->how = how;
	out->certain = certain;
	out->has_id = true;
	out->id = history_at(history, position)->id;
	out->position = position;
	g_array_append_val(out->positions, position);
	g_free(out->proof);
	out->proof = proof;
}

/* A patch that looks for its commit by its subject. */
struct asking {
	const struct upstream_finder *finder;
	const struct patch *patch;
};

/* Whether the base has the commit at position or had it, or an earlier entry brings it. */
static bool is_there(guint32 position, void *data)
{
	const struct asking *asking = data;
	const struct upstream_finder *finder = asking->finder;
	const struct patch *queued =
		g_hash_table_lookup(finder->queued, GUINT_TO_POINTER(position + 1));

	return (queued && queued != asking->patch && patch_shares_queue(queued, asking->patch)) ||
	       (finder->target && target_took(finder->target, position));
}

static struct subject_asker asker_of(struct asking *asking)
{
	const struct patch *patch = asking->patch;

	return (struct subject_asker){
		.subject = patch->message.subject,
		.author = &patch->author,
		.diff = &patch->diff,
		.commit = patch->has_commit ? &patch->commit : NULL,
		.ids = asking->finder->patch_ids,
		.is_there = is_there,
		.data = asking,
	};
}

/* Of several commits that were made one, the one whose title it has; NULL: no marker counts. */
static const struct took_marker *main_marker(const GArray *took)
{
	const struct took_marker *found = NULL;

	for (guint i = 0; i < took->len; i++) {
		const struct took_marker *one = &g_array_index(took, struct took_marker, i);

		if (one->reading == TOOK_FROM &&
		    (!found || (one->same_title && !found->same_title)))
			found = one;
	}
	return found;
}

static bool is_by(const struct history_commit *commit, const struct person *author)
{
	return person_equal(author, commit->author_name, commit->author_email);
}

/* Whether merge is one, and brought something of the patch's title or by its author. */
static bool brought_alike(const struct history *history, guint32 merge, const struct patch *patch)
{
	g_autoptr(GArray) brought = history_brought_by(history, merge, TOOK_MERGE_LIMIT);

	for (guint i = 0; i < brought->len; i++) {
		const struct history_commit *commit =
			history_at(history, g_array_index(brought, guint32, i));

		if (is_by(commit, &patch->author) ||
		    title_equal(commit->subject, patch->message.subject))
			return true;
	}
	return false;
}

/* Certain where nothing speaks against it. */
static void settle_by_subject(const struct upstream_finder *finder,
			      const struct subject_match *match, struct upstream *out)
{
	const struct history_commit *commit = history_at(finder->history, match->position);
	guint before = out->notes->len;

	upstream_doubt_subject(match, commit, out);
	settle(out, finder->history, UPSTREAM_SUBJECT, match->position, out->notes->len == before,
	       g_strdup(commit->subject));
}

/* A file that git format-patch made from one of upstream's own commits, which it names. */
static void try_origin(struct upstream_finder *finder, const struct patch *patch,
		       struct upstream *out)
{
	guint32 at =
		patch->has_origin ? history_find(finder->history, &patch->origin) : HISTORY_NONE;

	if (at != HISTORY_NONE)
		settle(out, finder->history, UPSTREAM_MARKER, at,
		       person_equal(&patch->author, history_at(finder->history, at)->author_name,
				    history_at(finder->history, at)->author_email) ||
			       title_equal(history_at(finder->history, at)->subject,
					   patch->message.subject),
		       g_strdup_printf("From %s Mon Sep 17 00:00:00 2001",
				       commit_id_hex(&patch->origin).text));
}

static void try_markers(struct upstream_finder *finder, const struct patch *patch,
			struct upstream *out)
{
	struct history *history = finder->history;
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	g_autoptr(GArray) took = g_array_new(FALSE, FALSE, sizeof(struct took_marker));
	struct asking asking = { finder, patch };
	struct took_message message = { asker_of(&asking), markers, patch->references };
	const struct took_marker *main;
	struct subject_match titled;

	markers_scan(patch->message.body, markers);
	took_read_markers(history, &message, took, &titled);
	main = main_marker(took);
	if (main)
		settle(out, history, UPSTREAM_MARKER, main->position,
		       main->titled || is_by(history_at(history, main->position), &patch->author) ||
			       brought_alike(history, main->position, patch),
		       slice_dup(main->marker->line));
	for (guint i = 0; i < took->len; i++) {
		const struct took_marker *one = &g_array_index(took, struct took_marker, i);

		if (one->reading == TOOK_FROM && one != main)
			g_array_append_val(out->positions, one->position);
	}
	if (out->how == UPSTREAM_NONE && titled.position != HISTORY_NONE)
		settle_by_subject(finder, &titled, out);
	for (guint i = 0; i < took->len; i++)
		upstream_note_marker(finder, &g_array_index(took, struct took_marker, i),
				     out->how != UPSTREAM_NONE, out);
}

static void try_subject(struct upstream_finder *finder, const struct patch *patch,
			struct upstream *out)
{
	struct asking asking = { finder, patch };
	struct subject_asker asker = asker_of(&asking);
	struct subject_match match;

	subject_find(finder->history, &asker, &match);
	if (match.position != HISTORY_NONE)
		settle_by_subject(finder, &match, out);
}

static void try_patch_id(struct upstream_finder *finder, const struct patch *patch,
			 struct upstream *out)
{
	const guint8 *in_base = finder->target ? target_in_base(finder->target) : NULL;
	struct commit_id id;
	guint32 at = same_change_find(finder->changes, &patch->diff, in_base, &id);

	if (at != HISTORY_NONE)
		settle(out, finder->history, UPSTREAM_PATCH_ID, at, true,
		       g_strdup(commit_id_hex(&id).text));
}

static void take_marker_at_its_word(const struct patch *patch, struct upstream *out)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	struct took_message message = { .markers = markers, .references = patch->references };
	const struct marker *marker;

	markers_scan(patch->message.body, markers);
	marker = took_at_its_word(&message);
	if (!marker || !commit_id_parse(marker->hex, &out->id))
		return;
	out->has_id = true;
	out->how = UPSTREAM_MARKER;
	out->proof = slice_dup(marker->line);
}

void upstream_find(struct upstream_finder *finder, const struct patch *patch, struct upstream *out)
{
	guint32 at = HISTORY_NONE;

	*out = (struct upstream){ .position = HISTORY_NONE };
	out->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	out->notes = g_array_new(FALSE, FALSE, sizeof(struct upstream_note));
	g_array_set_clear_func(out->notes, note_clear);
	if (!finder->history) {
		out->took = g_array_new(FALSE, FALSE, sizeof(guint32));
		take_marker_at_its_word(patch, out);
		return;
	}
	out->looked_up = true;
	if (patch->has_commit)
		at = history_find(finder->history, &patch->commit);
	if (at != HISTORY_NONE)
		settle(out, finder->history, UPSTREAM_ID, at, true,
		       g_strdup(commit_id_hex(&patch->commit).text));
	try_origin(finder, patch, out);
	if (out->how == UPSTREAM_NONE)
		try_markers(finder, patch, out);
	if (out->how == UPSTREAM_NONE)
		try_subject(finder, patch, out);
	if (out->how == UPSTREAM_NONE)
		try_patch_id(finder, patch, out);
	if (out->how == UPSTREAM_NONE && history_kind(finder->history) == HISTORY_TABLE)
		take_marker_at_its_word(patch, out);
	g_array_sort(out->positions, compare_guint32);
	out->took = g_array_copy(out->positions);
	took_add_merged(finder->history, out->took);
	for (guint i = 0; i < out->positions->len; i++)
		g_hash_table_replace(
			finder->queued,
			GUINT_TO_POINTER(g_array_index(out->positions, guint32, i) + 1),
			(gpointer)patch);
}
