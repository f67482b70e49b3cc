/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/upstream.h"

#include <string.h>

#include "match/patch-id.h"
#include "match/titled.h"
#include "read/marker.h"

enum {
	/* Without a marker and with another subject, a backport is of something recent. */
	PATCH_ID_WINDOW = 50000,
	PATCH_ID_CANDIDATES = 200,
};

struct upstream_finder {
	struct history *history;
	const guint8 *in_base;
	guint32 window; /* commits before it are not compared; HISTORY_NONE: not known yet */
	bool paths_indexed;
	bool progress;
	GHashTable *patch_ids; /* position + 1 -> struct commit_id *, computed so far */
};

struct upstream_finder *upstream_finder_new(struct history *history, const guint8 *in_base,
					    bool progress)
{
	struct upstream_finder *finder = g_new0(struct upstream_finder, 1);

	finder->window = HISTORY_NONE;
	finder->progress = progress;

	finder->history = history;
	finder->in_base = in_base;
	finder->patch_ids = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return finder;
}

void upstream_finder_free(struct upstream_finder *finder)
{
	g_hash_table_unref(finder->patch_ids);
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
}

void upstream_clear(struct upstream *upstream)
{
	if (upstream->positions)
		g_array_unref(upstream->positions);
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

/* A marker whose id leads nowhere on this branch: say what it is instead. */
static void note_unresolved(struct upstream_finder *finder, const struct marker *marker,
			    bool ambiguous, struct upstream *out)
{
	struct repo *repo = history_repo(finder->history);
	struct commit_id id;
	char *line = slice_dup(marker->line);

	if (!*marker->hex) {
		add_note(out, UPSTREAM_NOTE_EMPTY, line,
			 g_strdup("the upstream marker holds no commit id"));
	} else if (ambiguous) {
		add_note(out, UPSTREAM_NOTE_AMBIGUOUS, line,
			 g_strdup_printf("several upstream commits begin with %s", marker->hex));
	} else if (repo && repo_find_commit(repo, marker->hex, &id) == REPO_ONE) {
		struct upstream_note *note = add_note(
			out, UPSTREAM_NOTE_OFF_BRANCH, line,
			g_strdup_printf("%.12s is a commit, but not on the upstream branch",
					marker->hex));

		note->has_id = true;
		note->id = id;
	} else if (history_kind(finder->history) == HISTORY_TABLE) {
		g_free(line); /* a table is a part of upstream: that it lacks one says nothing */
	} else {
		add_note(out, UPSTREAM_NOTE_UNKNOWN, line,
			 g_strdup_printf("upstream has no commit %.12s", marker->hex));
	}
}

/*
 * The marker's commit is called otherwise. When another commit has exactly this patch's subject and
 * author, that one is meant; else HISTORY_NONE: editing a subject is what backporters do.
 */
static guint32 better_witness(struct upstream_finder *finder, const struct patch *patch,
			      guint32 marked, struct upstream *out, char *line)
{
	const struct history_commit *commit = history_at(finder->history, marked);
	bool same_person = false;
	size_t others = 0;
	guint32 titled = titled_find(finder->history, patch->message.subject, &patch->author,
				     &same_person, &others);
	struct upstream_note *note =
		add_note(out, UPSTREAM_NOTE_SUBJECT, line,
			 g_strdup_printf("the marker's commit %s has another subject: \"%s\"",
					 commit_id_short(&commit->id).text, commit->subject));

	note->has_id = true;
	note->id = commit->id;
	return titled != HISTORY_NONE && same_person ? titled : HISTORY_NONE;
}

/* A revert whose marker names what it takes back, by its title or its id. */
static bool is_marker_of_reverted(const GArray *references, const struct marker *marker,
				  const struct history_commit *commit)
{
	for (guint i = 0; references && i < references->len; i++) {
		const struct reference *reference = &g_array_index(references, struct reference, i);

		if (reference->kind != REFERENCE_REVERTS)
			continue;
		if (*reference->hex && *marker->hex &&
		    strncmp(reference->hex, marker->hex,
			    MIN(strlen(reference->hex), strlen(marker->hex))) == 0)
			return true;
		if (!*reference->hex && commit &&
		    reference_title_matches(reference->title, commit->subject))
			return true;
	}
	return false;
}

/* Whether another id of the same marker line has the patch's subject: then the line is right. */
static bool line_has_title(const struct upstream_finder *finder, const struct patch *patch,
			   const GArray *markers, const char *line)
{
	for (guint i = 0; i < markers->len; i++) {
		const struct marker *marker = &g_array_index(markers, struct marker, i);
		guint32 at = history_find_prefix(finder->history, marker->hex, slice_of(""), NULL);

		if (marker->line.start == line && at != HISTORY_NONE &&
		    subject_same_title(history_at(finder->history, at)->subject,
				       patch->message.subject))
			return true;
	}
	return false;
}

static void try_markers(struct upstream_finder *finder, const struct patch *patch,
			struct upstream *out)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));
	const char *settled_line = NULL;

	markers_scan(patch->message.body, markers);
	for (guint i = 0; i < markers->len; i++) {
		const struct marker *marker = &g_array_index(markers, struct marker, i);
		bool ambiguous = false;
		guint32 at;

		/* Once one line has settled it, only that line's further ids belong to it. */
		if (settled_line && marker->line.start != settled_line)
			break;
		if (marker->kind == MARKER_RELATED) {
			add_note(out, UPSTREAM_NOTE_RELATED, slice_dup(marker->line),
				 g_strdup("names a related commit, not the same change"));
			continue;
		}
		at = history_find_prefix(finder->history, marker->hex, slice_of(""), &ambiguous);
		if (at == HISTORY_NONE) {
			note_unresolved(finder, marker, ambiguous, out);
			continue;
		}
		if (settled_line) {
			g_array_append_val(out->positions, at);
			continue;
		}

		const struct history_commit *commit = history_at(finder->history, at);
		bool certain = true;

		if (is_marker_of_reverted(patch->references, marker, commit)) {
			add_note(out, UPSTREAM_NOTE_RELATED, slice_dup(marker->line),
				 g_strdup("the marker names the commit that is reverted"));
			continue;
		}
		if (!line_has_title(finder, patch, markers, marker->line.start)) {
			guint32 titled =
				better_witness(finder, patch, at, out, slice_dup(marker->line));

			if (titled != HISTORY_NONE) {
				settle(out, finder->history, UPSTREAM_SUBJECT, titled, true,
				       g_strdup(patch->message.subject));
				return;
			}
			certain = titled_same_author(commit, &patch->author);
		}
		settle(out, finder->history, UPSTREAM_MARKER, at, certain, slice_dup(marker->line));
		settled_line = marker->line.start;
	}
}

static void try_subject(struct upstream_finder *finder, const struct patch *patch,
			struct upstream *out)
{
	bool same_person = false;
	size_t others = 0;
	guint32 at = titled_find(finder->history, patch->message.subject, &patch->author,
				 &same_person, &others);

	if (at == HISTORY_NONE)
		return;
	if (!same_person)
		add_note(out, UPSTREAM_NOTE_AUTHOR,
			 g_strdup(history_at(finder->history, at)->author_name),
			 g_strdup("the upstream commit of this subject has another author"));
	if (others)
		add_note(out, UPSTREAM_NOTE_AMBIGUOUS, g_strdup(patch->message.subject),
			 g_strdup_printf("%zu further upstream commits have this subject: the "
					 "newest was taken",
					 others));
	settle(out, finder->history, UPSTREAM_SUBJECT, at, same_person && !others,
	       g_strdup(history_at(finder->history, at)->subject));
}

/* The oldest commit that a patch without a marker is looked for in. */
static guint32 window_start(const struct history *history)
{
	guint32 length = (guint32)history_length(history);

	return length > PATCH_ID_WINDOW ? length - PATCH_ID_WINDOW : 0;
}

/* Where paths cannot be indexed there is no looking for a diff by them. */
static bool index_paths(struct upstream_finder *finder)
{
	guint32 first = window_start(finder->history);
	guint32 length = (guint32)history_length(finder->history);

	while (finder->in_base && first < length && finder->in_base[first])
		first++;
	finder->window = first;
	return history_index_paths(finder->history, first, finder->progress, NULL);
}

/* NULL when it cannot be computed. */
static const struct commit_id *patch_id_at(struct upstream_finder *finder, guint32 position)
{
	gpointer key = GUINT_TO_POINTER(position + 1), known = NULL;
	struct commit_id *id = NULL, value;
	struct diff diff = { 0 };
	char *text = NULL;
	bool cut = false;

	if (g_hash_table_lookup_extended(finder->patch_ids, key, NULL, &known))
		return known;
	if (repo_diff(history_repo(finder->history), &history_at(finder->history, position)->id,
		      PATCH_BYTES_LIMIT, &text, &cut, NULL)) {
		diff_parse(&diff, text, 1);
		if (!cut && patch_id(&diff, &value))
			id = g_memdup2(&value, sizeof(value));
		diff_clear(&diff);
	}
	g_hash_table_insert(finder->patch_ids, key, id);
	return id;
}

/*
 * Every path the diff touches, both names of a renamed file, sorted: as history_paths() has them.
 */
static GPtrArray *touched_paths(const struct diff *diff)
{
	GPtrArray *paths = g_ptr_array_new();

	for (size_t i = 0; i < diff_n_files(diff); i++) {
		const struct diff_file *file = diff_file_at(diff, i);

		if (file->old_path && !file->copied &&
		    g_strcmp0(file->old_path, file->new_path) != 0)
			g_ptr_array_add(paths, file->old_path);
		if (file->new_path)
			g_ptr_array_add(paths, file->new_path);
	}
	g_ptr_array_sort(paths, text_compare);
	return paths;
}

static bool same_paths(const GPtrArray *a, const GPtrArray *b)
{
	if (!a || !b || a->len != b->len)
		return false;
	for (guint i = 0; i < a->len; i++)
		if (strcmp(a->pdata[i], b->pdata[i]) != 0)
			return false;
	return true;
}

static void try_patch_id(struct upstream_finder *finder, const struct patch *patch,
			 struct upstream *out)
{
	g_autoptr(GPtrArray) paths = NULL;
	struct commit_id wanted;
	g_autoptr(GArray) candidates = NULL;
	size_t tried = 0;

	if (!history_repo(finder->history) || !patch_id(&patch->diff, &wanted))
		return;
	if (finder->window == HISTORY_NONE)
		finder->paths_indexed = index_paths(finder);
	if (!finder->paths_indexed)
		return;
	paths = touched_paths(&patch->diff);
	candidates = history_changes_of(finder->history, paths->pdata[0], finder->window);
	for (guint i = 0; i < candidates->len && tried < PATCH_ID_CANDIDATES; i++) {
		guint32 at = g_array_index(candidates, guint32, i);
		const struct commit_id *id;

		if (finder->in_base && finder->in_base[at])
			continue;
		/* A diff costs thirty times as much as knowing the paths. */
		if (!same_paths(history_paths(finder->history, at), paths))
			continue;
		id = patch_id_at(finder, at);
		tried++;

		if (!id || !commit_id_equal(id, &wanted))
			continue;
		settle(out, finder->history, UPSTREAM_PATCH_ID, at, true,
		       g_strdup(commit_id_hex(&wanted).text));
		return;
	}
}

/* Without a history the first whole id of an upstream marker is all there is to say. */
static void take_marker_at_its_word(const struct patch *patch, struct upstream *out)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct marker));

	markers_scan(patch->message.body, markers);
	for (guint i = 0; i < markers->len; i++) {
		const struct marker *marker = &g_array_index(markers, struct marker, i);

		if (marker->kind == MARKER_RELATED ||
		    is_marker_of_reverted(patch->references, marker, NULL) ||
		    !commit_id_parse(marker->hex, &out->id))
			continue;
		out->has_id = true;
		out->how = UPSTREAM_MARKER;
		out->proof = slice_dup(marker->line);
		return;
	}
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
		take_marker_at_its_word(patch, out);
		return;
	}
	out->looked_up = true;
	if (patch->has_commit)
		at = history_find(finder->history, &patch->commit);
	if (at != HISTORY_NONE)
		settle(out, finder->history, UPSTREAM_ID, at, true,
		       g_strdup(commit_id_hex(&patch->commit).text));
	if (out->how == UPSTREAM_NONE)
		try_markers(finder, patch, out);
	if (out->how == UPSTREAM_NONE)
		try_subject(finder, patch, out);
	if (out->how == UPSTREAM_NONE)
		try_patch_id(finder, patch, out);
	if (out->how == UPSTREAM_NONE && history_kind(finder->history) == HISTORY_TABLE)
		take_marker_at_its_word(patch, out);
	g_array_sort(out->positions, by_position);
}

void upstream_positions(const struct history *history, const char *subject, const GArray *markers,
			const GArray *references, const struct person *author, GArray *out)
{
	guint before = out->len;
	bool same_person = false;
	size_t others = 0;
	guint32 at;

	for (guint i = 0; i < markers->len; i++) {
		const struct marker *marker = &g_array_index(markers, struct marker, i);

		at = history_find_prefix(history, marker->hex, slice_of(""), NULL);
		if (marker->kind != MARKER_RELATED && at != HISTORY_NONE &&
		    !(references &&
		      is_marker_of_reverted(references, marker, history_at(history, at))))
			g_array_append_val(out, at);
	}
	if (out->len > before)
		return;
	at = titled_find(history, subject, author, &same_person, &others);
	if (at != HISTORY_NONE && same_person)
		g_array_append_val(out, at);
}
