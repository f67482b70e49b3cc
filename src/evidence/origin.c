/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/parts.h"

#include <string.h>

#include "base/text.h"
#include "evidence/clause.h"
#include "match/removed.h"

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

/* The first marker that names a commit which is not upstream's; NULL: it has none. */
static const struct upstream_note *dead_end(const struct upstream *upstream)
{
	for (guint i = 0; i < upstream->notes->len; i++) {
		const struct upstream_note *note =
			&g_array_index(upstream->notes, struct upstream_note, i);

		if (note->kind == UPSTREAM_NOTE_UNKNOWN || note->kind == UPSTREAM_NOTE_OFF_BRANCH)
			return note;
	}
	return NULL;
}

static void add_none(const struct upstream *upstream, struct facts *out)
{
	const struct upstream_note *note = dead_end(upstream);

	facts_add(out,
		  (struct fact){
			  .kind = FACT_UPSTREAM_NONE,
			  .proof = note ? g_strdup(note->proof) : NULL,
			  .says = g_strdup_printf("no upstream commit was found: %s; no "
						  "commit of the same subject, none of the "
						  "same change",
						  note ? note->says : "no marker leads to one"),
		  });
}

/* What upstream has no longer it cannot have repaired. */
static void add_removed(const struct view *view, struct facts *out)
{
	const struct evidence *evidence = view->evidence;
	guint32 by = removed_find(evidence->history, evidence->target, &view->patch->diff,
				  evidence->progress);
	const struct history_commit *commit;

	if (by == HISTORY_NONE)
		return;
	commit = history_at(evidence->history, by);

	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *release = release_clause(evidence->releases, by);

	facts_add(out, (struct fact){
			       .kind = FACT_UPSTREAM_REMOVED,
			       .has_id = true,
			       .id = commit->id,
			       .subject = g_strdup(commit->subject),
			       .says = g_strdup_printf("upstream removed what it changes on %s, "
						       "by %s%s",
						       text_date(commit->mainline_date).text, name,
						       release),
		       });
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
	else if (!is_beyond(view)) {
		add_none(upstream, out);
		add_removed(view, out);
	}
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
	collect_differences(view, out);
}
