/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/took.h"

#include <string.h>

#include "base/compare.h"
#include "message/reference.h"

/* A revert whose marker names what it takes back, by its title or its id. */
static bool names_reverted(const GArray *references, const struct marker *marker,
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

/* Upstream had taken first back before it brought last: the latter is what a tree has. */
static bool was_taken_back(const struct history *history, guint32 first, guint32 last)
{
	size_t n = 0;
	const struct history_reference *references = history_references_to(history, first, &n);

	for (size_t i = 0; i < n; i++)
		if (references[i].kind == REFERENCE_REVERTS && references[i].from < last)
			return true;
	return false;
}

/* Whether what a marker leads to is another's already. */
static bool is_again(const struct history *history, const GArray *markers, guint own)
{
	const struct took_marker *this = &g_array_index(markers, struct took_marker, own);

	for (guint i = 0; i < markers->len; i++) {
		const struct took_marker *other = &g_array_index(markers, struct took_marker, i);

		if (i == own || other->reading != TOOK_FROM)
			continue;
		if (i < own && history_first_twin(history, other->position) ==
				       history_first_twin(history, this->position))
			return true;
		if (other->position > this->position &&
		    subject_same_title(history_at(history, other->position)->subject,
				       history_at(history, this->position)->subject) &&
		    was_taken_back(history, this->position, other->position))
			return true;
	}
	return false;
}

static guint32 find(const struct history *history, const struct took_message *message,
		    const char *hex, bool *plain, bool *ambiguous)
{
	struct commit_id id;

	if (!commit_id_parse(hex, &id)) {
		guint32 at = history_find_prefix(history, hex, slice_of(""), ambiguous);

		if (at == HISTORY_NONE)
			return HISTORY_NONE;
		id = history_at(history, at)->id;
	}
	return history_find_plain(history, &id, message->asker.subject, plain);
}

static void look_up(const struct history *history, const struct took_message *message,
		    struct took_marker *out)
{
	bool ambiguous = false;

	if (out->marker->kind == MARKER_RELATED) {
		out->reading = TOOK_RELATED;
		return;
	}
	/* Of all but a few plain is all there is to know, at a part of what the commit costs. */
	out->position = find(history, message, out->marker->hex, &out->plain, &ambiguous);
	if (out->position == HISTORY_NONE) {
		out->reading = ambiguous ? TOOK_AMBIGUOUS : TOOK_UNKNOWN;
		return;
	}

	out->reading = TOOK_FROM;
	out->same_title = out->plain;
	if (out->plain && !message->references)
		return;

	const struct history_commit *commit = history_at(history, out->position);

	out->same_title = subject_same_title(commit->subject, message->asker.subject);
	if (names_reverted(message->references, out->marker, commit)) {
		out->reading = TOOK_REVERTED;
		out->same_title = false;
	}
}

/* A change made from several commits has the title of one of them, or a new one. */
static void spread_title(GArray *markers)
{
	bool titled[MARKER_RELATED + 1] = { false };

	for (guint i = 0; i < markers->len; i++) {
		const struct took_marker *one = &g_array_index(markers, struct took_marker, i);

		titled[one->marker->kind] |= one->same_title;
	}
	for (guint i = 0; i < markers->len; i++) {
		struct took_marker *one = &g_array_index(markers, struct took_marker, i);

		one->titled = titled[one->marker->kind];
	}
}

/*
 * The commit that a message whose markers lead elsewhere means by its title and its author, where
 * the change is no less like it; none as a rule: editing a subject is what backporters do.
 */
static void find_better_witness(const struct history *history, const struct took_message *message,
				GArray *markers, struct subject_match *titled)
{
	const struct subject_asker *asker = &message->asker;
	enum likeness likeness = LIKENESS_UNKNOWN;
	bool asked = false, mistaken = false;

	titled->position = HISTORY_NONE;
	for (guint i = 0; i < markers->len; i++) {
		struct took_marker *one = &g_array_index(markers, struct took_marker, i);

		if (one->reading != TOOK_FROM || one->titled)
			continue;
		if (!asked) {
			subject_find(history, asker, titled);
			asked = true;
			if (titled->position == HISTORY_NONE || !titled->same_person)
				break;
			likeness = subject_likeness(history, asker, titled->position);
		}
		if (likeness < LIKENESS_UNKNOWN ||
		    subject_likeness(history, asker, one->position) > likeness)
			continue;
		one->reading = TOOK_MISTAKEN;
		mistaken = true;
	}
	if (!mistaken)
		titled->position = HISTORY_NONE;
}

void took_read_markers(const struct history *history, const struct took_message *message,
		       GArray *out, struct subject_match *titled)
{
	for (guint i = 0; i < message->markers->len; i++) {
		struct took_marker one = {
			.marker = &g_array_index(message->markers, struct marker, i),
			.position = HISTORY_NONE,
		};

		look_up(history, message, &one);
		g_array_append_val(out, one);
	}
	spread_title(out);
	find_better_witness(history, message, out, titled);
	for (guint i = 0; out->len > 1 && i < out->len; i++) {
		struct took_marker *one = &g_array_index(out, struct took_marker, i);

		if (one->reading == TOOK_FROM && is_again(history, out, i))
			one->reading = TOOK_AGAIN;
	}
}

bool took_has(const struct history *history, const GArray *positions, guint32 position)
{
	guint32 first = history_first_twin(history, position);

	for (guint i = 0; i < positions->len; i++)
		if (history_first_twin(history, g_array_index(positions, guint32, i)) == first)
			return true;
	return false;
}

void took_add_merged(const struct history *history, GArray *positions)
{
	guint named = positions->len, kept = 0;
	guint32 *all;

	for (guint i = 0; i < named; i++) {
		guint32 at = g_array_index(positions, guint32, i);
		g_autoptr(GArray) brought = NULL;

		if (!history_at(history, at)->merge)
			continue;
		brought = history_brought_by(history, at, TOOK_MERGE_LIMIT);
		if (brought->len)
			g_array_append_vals(positions, brought->data, brought->len);
	}
	g_array_sort(positions, compare_guint32);
	all = (guint32 *)(void *)positions->data;
	for (guint i = 0; i < positions->len; i++)
		if (!kept || all[kept - 1] != all[i])
			all[kept++] = all[i];
	g_array_set_size(positions, kept);
}

/* Without a marker: by subject and author, else by the change. */
static guint32 find_unmarked(const struct history *history, const struct took_message *message)
{
	const struct subject_asker *asker = &message->asker;
	struct subject_match titled;

	subject_find(history, asker, &titled);
	/* One subject, author and date are of one change: that needs no look at what it does. */
	if (titled.same_person &&
	    ((message->author_date &&
	      history_at(history, titled.position)->author_date == message->author_date) ||
	     subject_is_plausible(history, asker, &titled)))
		return titled.position;
	/* A revert's change is what it undoes, which may have been brought again since. */
	if (!message->changes || message->references)
		return HISTORY_NONE;
	return same_change_find_commit(message->changes, message->repo, asker->commit,
				       asker->author, message->author_date, message->in_base);
}

/* One marker with a whole id, of a commit of the same title: nothing else was asked. */
static bool is_for_good(const struct took_message *message, const GArray *markers)
{
	const struct took_marker *only =
		markers->len == 1 ? &g_array_index(markers, struct took_marker, 0) : NULL;

	return only && only->reading == TOOK_FROM && only->plain && !message->references &&
	       strlen(only->marker->hex) == COMMIT_ID_HEX;
}

bool took_find(const struct history *history, const struct took_message *message, GArray *out)
{
	g_autoptr(GArray) markers = g_array_new(FALSE, FALSE, sizeof(struct took_marker));
	struct subject_match titled;
	bool plain = true;
	guint32 at;

	took_read_markers(history, message, markers, &titled);
	for (guint i = 0; i < markers->len; i++) {
		const struct took_marker *one = &g_array_index(markers, struct took_marker, i);

		if (one->reading != TOOK_FROM)
			continue;
		g_array_append_val(out, one->position);
		plain = plain && one->plain;
	}
	if (out->len > 1 || !plain)
		took_add_merged(history, out);
	if (out->len)
		return is_for_good(message, markers);
	at = titled.position != HISTORY_NONE ? titled.position : find_unmarked(history, message);
	if (at != HISTORY_NONE)
		g_array_append_val(out, at);
	return false;
}

/* "(cherry picked from ...)" is added at the end, "[ Upstream commit ... ]" where it should be. */
static bool is_appended(const struct marker *marker)
{
	return marker->line.length && marker->line.start[0] == '(';
}

const struct marker *took_at_its_word(const struct took_message *message)
{
	const struct marker *found = NULL;

	for (guint i = 0; i < message->markers->len; i++) {
		const struct marker *marker = &g_array_index(message->markers, struct marker, i);
		struct commit_id id;

		if (marker->kind == MARKER_RELATED || !commit_id_parse(marker->hex, &id) ||
		    names_reverted(message->references, marker, NULL))
			continue;
		if (!found || (is_appended(found) && is_appended(marker) &&
			       marker->line.start < found->line.start))
			found = marker;
	}
	return found;
}
