/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include <string.h>

#include "base/text.h"
#include "match/difference.h"
#include "match/patch-id.h"

enum { NAMED_FILES = 3 };

static enum fact_kind kind_of_note(enum upstream_note_kind kind)
{
	switch (kind) {
	case UPSTREAM_NOTE_SUBJECT:
		return FACT_UPSTREAM_OTHER_SUBJECT;
	case UPSTREAM_NOTE_AUTHOR:
	case UPSTREAM_NOTE_OTHER_CHANGE:
	case UPSTREAM_NOTE_AMBIGUOUS:
		return FACT_UPSTREAM_UNCERTAIN;
	case UPSTREAM_NOTE_SUBJECT_ONLY:
		return FACT_UPSTREAM_SUBJECT_ONLY;
	case UPSTREAM_NOTE_RELATED:
		return FACT_UPSTREAM_RELATED;
	default:
		return FACT_UPSTREAM_BAD_MARKER;
	}
}

/* Whether what the markers name is younger than all of upstream that is at hand. */
static bool is_beyond(const struct view *view)
{
	const struct horizon *horizon = view->evidence->horizon;

	return horizon && horizon->stale && horizon->beyond[view->patch->position - 1];
}

static void add_beyond(const struct view *view, const struct upstream_note *note, struct facts *out)
{
	g_autofree char *upstream = horizon_clause(view->evidence->horizon);

	facts_add(out, (struct fact){
			       .kind = FACT_UPSTREAM_BEYOND,
			       .proof = g_strdup(note->proof),
			       .says = g_strdup_printf("%s, lacks %.12s, which its marker names",
						       upstream, note->hex),
		       });
}

static void add_notes(const struct view *view, struct facts *out)
{
	const struct upstream *upstream = view->upstream;

	for (guint i = 0; i < upstream->notes->len; i++) {
		const struct upstream_note *note =
			&g_array_index(upstream->notes, struct upstream_note, i);

		if (note->kind == UPSTREAM_NOTE_UNKNOWN && is_beyond(view))
			add_beyond(view, note, out);
		facts_add(out, (struct fact){
				       .kind = kind_of_note(note->kind),
				       .has_id = note->has_id,
				       .id = note->id,
				       .proof = g_strdup(note->proof),
				       .says = g_strdup(note->says),
			       });
	}
}

/* Whether a note says why the match is not certain. */
static bool is_doubt_told(const struct upstream *upstream)
{
	for (guint i = 0; i < upstream->notes->len; i++) {
		const struct upstream_note *note =
			&g_array_index(upstream->notes, struct upstream_note, i);

		enum fact_kind kind = kind_of_note(note->kind);

		if (kind == FACT_UPSTREAM_SUBJECT_ONLY ||
		    (kind == FACT_UPSTREAM_UNCERTAIN && note->has_id))
			return true;
	}
	return false;
}

/* A marker names it, and neither subject nor author are its own. */
static void add_doubt(const struct view *view, struct facts *out)
{
	const struct upstream *upstream = view->upstream;
	const struct history_commit *commit =
		history_at(view->evidence->history, g_array_index(upstream->positions, guint32, 0));
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);

	facts_add(out, (struct fact){
			       .kind = FACT_UPSTREAM_UNCERTAIN,
			       .has_id = true,
			       .id = commit->id,
			       .subject = g_strdup(commit->subject),
			       .proof = g_strdup(upstream->proof),
			       .says = g_strdup_printf("its marker names %s, whose subject and "
						       "author are others",
						       name),
		       });
}

static void add_match(const struct view *view, struct facts *out)
{
	static const char *const ways[] = {
		[UPSTREAM_ID] = "it is the upstream commit itself",
		[UPSTREAM_MARKER] = "its marker says so",
		[UPSTREAM_SUBJECT] = "the subject is the same",
		[UPSTREAM_PATCH_ID] = "the change is the same (patch-id)",
	};
	const struct upstream *upstream = view->upstream;
	const struct history *history = view->evidence->history;

	for (guint i = 0; i < upstream->positions->len; i++) {
		const struct history_commit *commit =
			history_at(history, g_array_index(upstream->positions, guint32, i));
		g_autofree char *name = fact_commit_name(&commit->id, commit->subject);

		facts_add(out, (struct fact){
				       .kind = FACT_UPSTREAM_MATCH,
				       .has_id = true,
				       .id = commit->id,
				       .subject = g_strdup(commit->subject),
				       .proof = g_strdup(upstream->proof),
				       .says = g_strdup_printf("made from %s: %s", name,
							       ways[upstream->how]),
			       });
	}
	if (upstream->how != UPSTREAM_NONE && !upstream->certain && upstream->positions->len &&
	    !is_doubt_told(upstream))
		add_doubt(view, out);
}

static void add_no_match(const struct view *view, struct facts *out)
{
	const struct upstream *upstream = view->upstream;

	if (!upstream->looked_up)
		facts_add(out, (struct fact){
				       .kind = FACT_UPSTREAM_NOT_LOOKED_UP,
				       .has_id = upstream->has_id,
				       .id = upstream->id,
				       .proof = g_strdup(upstream->proof),
				       .says = g_strdup("no --upstream was given: follow-ups, age "
							"and presence are not known"),
			       });
	else if (history_kind(view->evidence->history) == HISTORY_TABLE)
		facts_add(out, (struct fact){
				       .kind = FACT_UPSTREAM_NOT_LOOKED_UP,
				       .has_id = upstream->has_id,
				       .id = upstream->id,
				       .proof = g_strdup(upstream->proof),
				       .says = g_strdup(
					       "the table of upstream commits does not hold it"),
			       });
	else if (!is_beyond(view))
		facts_add(out, (struct fact){
				       .kind = FACT_UPSTREAM_NONE,
				       .says = g_strdup("no upstream commit was found: no marker "
							"that leads to one, no commit of the same "
							"subject, none of the same change"),
			       });
}

/* A mail has the date at which it proposed the patch; anything else is judged as of now. */
static void add_age(const struct view *view, struct facts *out)
{
	const struct history_commit *commit =
		history_at(view->evidence->history, view->upstream->position);
	gint64 since = commit->mainline_date, sent = view->patch->sent_date;
	bool by_mail = sent && sent >= since;
	gint64 until = by_mail ? sent : view->evidence->now;
	gint64 days;

	if (!since || until < since)
		return;
	days = text_days_between(since, until);
	facts_set_number(out, FACT_NUMBER_AGE_DAYS, days);
	facts_add(out, (struct fact){
			       .kind = FACT_UPSTREAM_AGE,
			       .has_id = true,
			       .id = commit->id,
			       .proof = g_strdup_printf(
				       "in mainline since %s, %s %s", text_date(since).text,
				       by_mail ? "proposed" : "reviewed", text_date(until).text),
			       .says = g_strdup_printf("%" G_GINT64_FORMAT " day%s in mainline",
						       days, days == 1 ? "" : "s"),
		       });
}

static bool has_binary(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (diff_file_at(diff, i)->binary)
			return true;
	return false;
}

static void add_difference(const struct diff *ours, const struct diff *theirs,
			   const struct commit_id *id, struct facts *out)
{
	g_autoptr(GPtrArray) paths = difference_paths(ours, theirs);
	g_autoptr(GString) names = g_string_new(NULL);
	struct fact fact = { .has_id = true, .id = *id };
	struct commit_id a, b;

	for (guint i = 0; i < paths->len && i < NAMED_FILES; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "", (char *)paths->pdata[i]);
	if (paths->len > NAMED_FILES)
		g_string_append_printf(names, " and %u more", paths->len - NAMED_FILES);

	fact.kind = paths->len ? FACT_UPSTREAM_DIFF_DIFFERS : FACT_UPSTREAM_DIFF_SAME;
	if (paths->len)
		fact.says = g_strdup_printf("the change differs from upstream's in %s", names->str);
	else if (patch_id(ours, &a) && patch_id(theirs, &b) && commit_id_equal(&a, &b))
		fact.says = g_strdup("the change is upstream's");
	else
		fact.says = g_strdup("the change is upstream's in other surroundings");
	facts_add(out, fact);
}

static void compare_diffs(const struct view *view, struct facts *out)
{
	struct repo *repo = history_repo(view->evidence->history);
	const struct upstream *upstream = view->upstream;
	g_autoptr(GError) error = NULL;
	struct diff theirs = { 0 };
	char *text = NULL;
	bool cut = false;

	/* A patch made from several commits equals none; the commit itself needs no comparison. */
	if (!repo || upstream->positions->len != 1 || upstream->how == UPSTREAM_ID ||
	    upstream->how == UPSTREAM_PATCH_ID || !diff_n_files(&view->patch->diff))
		return;
	if (!repo_diff(repo, &upstream->id, PATCH_BYTES_LIMIT, &text, &cut, &error))
		return; /* partial clone: nothing is claimed */
	diff_parse(&theirs, text, 1);
	/* What changes in a binary file is not known, so that nothing can be said of the whole. */
	if (!cut && !has_binary(&view->patch->diff) && !has_binary(&theirs))
		add_difference(&view->patch->diff, &theirs, &upstream->id, out);
	diff_clear(&theirs);
}

void collect_origin(const struct view *view, struct facts *out)
{
	if (view->upstream->positions->len)
		add_match(view, out);
	else
		add_no_match(view, out);
	add_notes(view, out);
	if (view->upstream->position == HISTORY_NONE)
		return;
	add_age(view, out);
	compare_diffs(view, out);
}
