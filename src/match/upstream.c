/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/upstream.h"

#include <string.h>

#include "match/patch-ids.h"
#include "match/same-change.h"
#include "match/subject.h"
#include "match/target.h"
#include "match/took.h"
#include "message/marker.h"

enum { SUBJECT_SHOWN = 200 }; /* characters of a commit's that a note names */

struct upstream_finder {
	struct history *history;
	const struct target *target; /* NULL: of no tree anything is known */
	struct patch_ids *patch_ids;
	struct same_change *changes;
	GHashTable *queued; /* position + 1 -> the struct patch * last found to be made from it */
};

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

static struct upstream_note *add_note(struct upstream *out, enum upstream_note_kind kind,
				      char *proof, char *says)
{
	struct upstream_note note = { .kind = kind, .proof = proof, .says = says };

	g_array_append_val(out->notes, note);
	return &g_array_index(out->notes, struct upstream_note, out->notes->len - 1);
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

/* A marker whose id leads nowhere on this branch: say what it is instead. */
/* A commit of any branch, as id ("subject"). The caller frees. */
static char *name_in(struct repo *repo, const struct commit_id *id)
{
	struct commit commit;
	struct slice rest, line = { 0 };
	char *name;

	if (!repo_read_commit(repo, id, &commit, NULL))
		return g_strdup(commit_id_short(id).text);
	rest = slice_of(commit.message);
	text_next_line(&rest, &line);

	g_autofree char *first = slice_dup(line), *subject = text_one_line(first, SUBJECT_SHOWN);

	name = g_strdup_printf("%s (\"%s\")", commit_id_short(id).text, subject);
	commit_clear(&commit);
	return name;
}

static void note_unresolved(struct upstream_finder *finder, const struct took_marker *took,
			    struct upstream *out)
{
	const struct marker *marker = took->marker;
	struct repo *repo = history_repo(finder->history);
	struct commit_id id;
	char *line = slice_dup(marker->line);

	if (!*marker->hex) {
		add_note(out, UPSTREAM_NOTE_EMPTY, line,
			 g_strdup("the upstream marker holds no commit id"));
	} else if (took->reading == TOOK_AMBIGUOUS) {
		add_note(out, UPSTREAM_NOTE_AMBIGUOUS, line,
			 g_strdup_printf("several upstream commits begin with %s", marker->hex))
			->hex = g_strdup(marker->hex);
	} else if (repo && repo_find_commit(repo, marker->hex, &id) == REPO_ONE) {
		g_autofree char *name = name_in(repo, &id);
		struct upstream_note *note = add_note(
			out, UPSTREAM_NOTE_OFF_BRANCH, line,
			g_strdup_printf("%s is a commit, but not on the upstream branch", name));

		note->has_id = true;
		note->id = id;
		note->hex = g_strdup(marker->hex);
	} else if (history_kind(finder->history) == HISTORY_TABLE) {
		g_free(line); /* a table is a part of upstream: that it lacks one says nothing */
	} else {
		add_note(out, UPSTREAM_NOTE_UNKNOWN, line,
			 g_strdup_printf("upstream has no commit %.12s", marker->hex))
			->hex = g_strdup(marker->hex);
	}
}

static void note_other_subject(struct upstream_finder *finder, const struct took_marker *took,
			       struct upstream *out)
{
	const struct history_commit *commit = history_at(finder->history, took->position);
	struct upstream_note *note =
		add_note(out, UPSTREAM_NOTE_SUBJECT, slice_dup(took->marker->line),
			 g_strdup_printf("the marker's commit %s has another subject: \"%s\"",
					 commit_id_short(&commit->id).text, commit->subject));

	note->has_id = true;
	note->id = commit->id;
}

/* found: whether any marker, or the title in the place of a mistaken one, says whence it is. */
static void note_marker(struct upstream_finder *finder, const struct took_marker *took, bool found,
			struct upstream *out)
{
	const struct marker *marker = took->marker;

	switch (took->reading) {
	case TOOK_FROM:
	case TOOK_MISTAKEN:
		if (!took->titled)
			note_other_subject(finder, took, out);
		break;
	case TOOK_AGAIN:
		break;
	case TOOK_REVERTED:
		add_note(out, UPSTREAM_NOTE_RELATED, slice_dup(marker->line),
			 g_strdup("the marker names the commit that is reverted"));
		break;
	case TOOK_RELATED:
		if (!found)
			add_note(out, UPSTREAM_NOTE_RELATED, slice_dup(marker->line),
				 g_strdup("names a related commit, not the same change"));
		break;
	case TOOK_UNKNOWN:
	case TOOK_AMBIGUOUS:
		/* Each tree on the way adds a line, and only mainline's can be found there. */
		if (!found || (marker->kind != MARKER_CHERRY_PICK && marker->kind != MARKER_ALSO))
			note_unresolved(finder, took, out);
		break;
	}
}

/* Whether a marker names a commit that upstream does not have. */
static const struct upstream_note *unknown_marker(const struct upstream *upstream)
{
	for (guint i = 0; i < upstream->notes->len; i++) {
		const struct upstream_note *note =
			&g_array_index(upstream->notes, struct upstream_note, i);

		if (note->kind == UPSTREAM_NOTE_UNKNOWN ||
		    (note->kind == UPSTREAM_NOTE_AMBIGUOUS && note->hex))
			return note;
	}
	return NULL;
}

static void doubt(struct upstream *out, enum upstream_note_kind kind,
		  const struct history_commit *commit, char *says)
{
	struct upstream_note *note = add_note(out, kind, g_strdup(commit->subject), says);

	note->has_id = true;
	note->id = commit->id;
}

/* Why the commit of a patch's subject need not be its own, one note for each reason. */
static void doubt_subject(const struct subject_match *match, const struct history_commit *commit,
			  struct upstream *out)
{
	struct commit_hex shortened = commit_id_short(&commit->id);
	const char *id = shortened.text;
	const struct upstream_note *marker = unknown_marker(out);
	guint before = out->notes->len;

	/* A pick keeps the date to the second, however much of the change was adapted. */
	if (match->same_person && match->same_date && !match->tied)
		return;
	if (!match->same_person)
		doubt(out, UPSTREAM_NOTE_AUTHOR, commit,
		      g_strdup_printf("%s has its subject, but another author: %s", id,
				      commit->author_name));
	if (match->likeness == LIKENESS_OTHER_FILES)
		doubt(out, UPSTREAM_NOTE_OTHER_CHANGE, commit,
		      g_strdup_printf("%s has its subject, but changes other files", id));
	else if (match->likeness == LIKENESS_OTHER_LINES)
		doubt(out,
		      match->same_person && !match->others && !marker ? UPSTREAM_NOTE_SUBJECT_ONLY
								      : UPSTREAM_NOTE_OTHER_CHANGE,
		      commit,
		      g_strdup_printf("%s has its subject, but is another change to the same files",
				      id));
	if (match->likeness != LIKENESS_SAME && match->others)
		doubt(out, UPSTREAM_NOTE_AMBIGUOUS, commit,
		      g_strdup_printf("%s has its subject, and so %s %zu other upstream %s", id,
				      match->others == 1 ? "has" : "have", match->others,
				      match->others == 1 ? "commit" : "commits"));
	else if (match->tied)
		doubt(out, UPSTREAM_NOTE_AMBIGUOUS, commit,
		      g_strdup_printf("upstream made this change %zu times under this subject: %s "
				      "is the first that is not there yet",
				      match->tied + 1, id));
	if (marker && match->likeness != LIKENESS_SAME && out->notes->len == before)
		doubt(out, UPSTREAM_NOTE_AUTHOR, commit,
		      g_strdup_printf("%s has its subject, but its marker names another commit, "
				      "%.12s",
				      id, marker->hex));
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

	doubt_subject(match, commit, out);
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
		note_marker(finder, &g_array_index(took, struct took_marker, i),
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

static int by_position(const void *a, const void *b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

	return x < y ? -1 : x > y;
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
	g_array_sort(out->positions, by_position);
	out->took = g_array_copy(out->positions);
	took_add_merged(finder->history, out->took);
	for (guint i = 0; i < out->positions->len; i++)
		g_hash_table_replace(
			finder->queued,
			GUINT_TO_POINTER(g_array_index(out->positions, guint32, i) + 1),
			(gpointer)patch);
}
