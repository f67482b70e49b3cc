/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is noteworthy about a marker, and what speaks against a commit of the same subject. */
#include "match/upstream-parts.h"

#include "base/text.h"

enum { SUBJECT_SHOWN = 200 }; /* characters of a commit's that a note names */

static struct upstream_note *add_note(struct upstream *out, enum upstream_note_kind kind,
				      char *proof, char *says)
{
	struct upstream_note note = { .kind = kind, .proof = proof, .says = says };

	g_array_append_val(out->notes, note);
	return &g_array_index(out->notes, struct upstream_note, out->notes->len - 1);
}

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

/* A marker whose id leads nowhere on this branch: say what it is instead. */
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

void upstream_note_marker(struct upstream_finder *finder, const struct took_marker *took,
			  bool found, struct upstream *out)
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

void upstream_doubt_subject(const struct subject_match *match, const struct history_commit *commit,
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
