/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trees/bug.h"

#include "git/repo.h"
#include "match/code-there.h"
#include "message/nomination.h"
#include "read/patch-commit.h"

enum {
	CULPRITS_LIMIT = 3, /* missing ones, whose lines are looked for */
};

void bug_clear(struct bug *bug)
{
	g_free(bug->proof);
	g_free(bug->says);
	*bug = (struct bug){ .state = BUG_UNKNOWN, .culprit = HISTORY_NONE };
}

/* What is asked about, read when it is needed. */
struct bug_search {
	const struct bug_place *place;
	guint32 position;
	struct message message;
	struct diff diff;
	bool is_read; /* both are; else they are empty */
	struct bug *out;
};

static void conclude(const struct bug_search *search, enum bug_state state, guint32 culprit,
		     const char *proof, char *says)
{
	struct bug *out = search->out;

	g_free(out->proof);
	g_free(out->says);
	out->state = state;
	out->culprit = culprit;
	out->proof = g_strdup(proof);
	out->says = says;
}

static char *name_of(const struct history *history, guint32 position)
{
	const struct history_commit *commit = history_at(history, position);

	return commit_id_name(&commit->id, commit->subject);
}

static bool read_diff(struct repo *repo, const struct commit_id *id, struct diff *out)
{
	char *text = NULL;
	bool cut = false;

	if (!repo_diff(repo, id, PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return false;
	diff_parse(out, text, 1);
	return !cut;
}

static void read_commit(struct bug_search *search)
{
	struct repo *repo = history_repo(search->place->history);
	const struct commit_id *id = &history_at(search->place->history, search->position)->id;

	search->is_read =
		message_of_commit(repo, id, &search->message) && read_diff(repo, id, &search->diff);
}

/* Where the tree has a commit and has not gone back on it. */
static bool is_there(const struct bug_place *place, guint32 position, struct presence *out)
{
	*out = target_find(place->target, &history_at(place->history, position)->id, NULL);
	return (out->state == PRESENCE_BASE || out->state == PRESENCE_BRANCH) &&
	       !target_took_back(place->target, position);
}

static const char *verb_of(enum reference_kind kind)
{
	return kind == REFERENCE_REVERTS     ? "which it takes back"
	       : kind == REFERENCE_FIX_WORDS ? "which by its words it repairs"
					     : "which its Fixes: names";
}

/* One that the commit says it repairs and the tree has. */
static bool find_there(const struct bug_search *search, const GArray *references)
{
	const struct bug_place *place = search->place;

	for (guint i = 0; i < references->len; i++) {
		const struct history_reference *one =
			&g_array_index(references, struct history_reference, i);
		g_autofree char *name = NULL;

		if (!is_there(place, one->to, &search->out->presence))
			continue;
		name = name_of(place->history, one->to);
		conclude(search, BUG_THERE, one->to, one->line,
			 search->out->presence.has_commit
				 ? g_strdup_printf(
					   "%s, %s, is in it as %s", name, verb_of(one->kind),
					   commit_id_short(&search->out->presence.commit).text)
				 : g_strdup_printf("%s, %s, is in it", name, verb_of(one->kind)));
		return true;
	}
	return false;
}

/* The first that the culprit itself repairs, where the tree has all of them; NULL. The caller
 * frees. */
static char *repaired_by(const struct bug_place *place, guint32 culprit)
{
	g_autoptr(GArray) references = history_references_from(place->history, culprit);
	guint32 first = HISTORY_NONE;

	for (guint i = 0; i < references->len; i++) {
		const struct history_reference *one =
			&g_array_index(references, struct history_reference, i);
		struct presence presence;

		if (one->kind != REFERENCE_FIXES)
			continue;
		if (one->to == HISTORY_NONE || !is_there(place, one->to, &presence))
			return NULL;
		if (first == HISTORY_NONE)
			first = one->to;
	}
	return first != HISTORY_NONE ? name_of(place->history, first) : NULL;
}

/* Why it proves little that the culprit is not there; NULL: nothing says so. The caller frees. */
static char *doubt_of(const struct bug_search *search, guint32 culprit)
{
	const struct bug_place *place = search->place;
	const GPtrArray *paths = history_paths(place->history, culprit);
	struct nomination nomination = { 0 };
	g_autofree char *repaired = NULL;
	guint32 by;
	char *out = NULL;

	if (place->apart)
		return g_strdup("it shares no history with upstream");
	if (history_is_reverted(place->history, culprit, &by))
		return g_strdup_printf("upstream reverted that with %s",
				       commit_id_short(&history_at(place->history, by)->id).text);
	repaired = repaired_by(place, culprit);
	if (repaired)
		return g_strdup_printf("that itself repairs %s, which is there", repaired);
	if (paths && paths->len > CODE_WIDE_FILES &&
	    renames_moved_file(place->history, culprit, &search->diff))
		return g_strdup_printf("that changes %u files and may only have moved the bug",
				       paths->len);
	if (place->version &&
	    nomination_of(&search->message, place->version, &nomination) == NOMINATION_ASKED)
		out = g_strdup_printf("its author asks for %s", place->version);
	nomination_clear(&nomination);
	return out;
}

static struct effective_change change_of(const struct bug_search *search)
{
	return (struct effective_change){ .diff = &search->diff,
					  .maker = 1,
					  .renames = search->place->renames,
					  .position = search->position };
}

/* Whether all of its lines stand in the tree: then the bug may be there by whatever commit. */
static bool stands_whole(const struct bug_search *search, const struct code_there *code)
{
	_cleanup_(effective_freep) struct effective *layer = effective_layer(search->place->tree);
	struct effective_change change = change_of(search);
	enum code_side side = code->total[CODE_REMOVED] ? CODE_REMOVED : CODE_AROUND;
	struct application application;
	bool whole;

	effective_apply(layer, &change, &application);
	whole = application.kind <= APPLICATION_MOVED ||
		(code->total[side] && code->found[side] == code->total[side]);
	application_clear(&application);
	return whole;
}

/* Whether what a missing culprit made is there all the same. */
static bool made_unseen(const struct bug_search *search, guint32 culprit)
{
	const struct bug_place *place = search->place;
	const GPtrArray *paths = history_paths(place->history, culprit);
	bool wide = paths && paths->len > CODE_WIDE_FILES;
	struct diff diff = { 0 };
	struct effective_change change = { .diff = &diff };
	struct code_there code = { 0 };
	bool made, elsewhere;

	if (!read_diff(history_repo(place->history), &history_at(place->history, culprit)->id,
		       &diff)) {
		diff_clear(&diff);
		return true;
	}
	elsewhere = !diff_shares_file(&search->diff, &diff);
	code_there_look(place->tree, &change, wide ? &search->diff : NULL, &code);
	/* Who asks for stable trees may have looked: of its files the culprit changes none. */
	made = code_there_made(&code) || (elsewhere && nomination_is_there(&search->message));
	code_there_clear(&code);
	diff_clear(&diff);
	return made;
}

static void look(const struct bug_search *search, struct code_there *out)
{
	struct effective_change change = change_of(search);

	code_there_look(search->place->tree, &change, NULL, out);
}

/* None of those that it names is there. */
static void judge_missing(struct bug_search *search, const GArray *references)
{
	const struct bug_place *place = search->place;
	const struct history_reference *first =
		&g_array_index(references, struct history_reference, 0);
	g_autofree char *name = name_of(place->history, first->to);
	g_autofree char *doubt = NULL;
	struct code_there code = { 0 };
	bool made = false, whole = false, some;

	if (target_took_back(place->target, first->to)) {
		conclude(search, BUG_NOT_THERE, first->to, first->line,
			 g_strdup_printf("%s, %s, was taken back there", name,
					 verb_of(first->kind)));
		return;
	}
	if (first->kind == REFERENCE_REVERTS) {
		conclude(search, BUG_NOT_THERE, first->to, first->line,
			 g_strdup_printf("%s, %s, is not in it", name, verb_of(first->kind)));
		return;
	}
	read_commit(search);
	doubt = search->is_read ? doubt_of(search, first->to) : g_strdup("it cannot be read");
	if (search->is_read)
		look(search, &code);
	some = code.found[CODE_REMOVED] || (!code.total[CODE_REMOVED] && code.found[CODE_AROUND]);
	if (some)
		whole = stands_whole(search, &code);
	for (guint i = 0; whole && !made && i < MIN(references->len, CULPRITS_LIMIT); i++)
		made = made_unseen(search,
				   g_array_index(references, struct history_reference, i).to);
	if (doubt && (some || !search->is_read))
		conclude(search, BUG_UNKNOWN, first->to, first->line,
			 g_strdup_printf("%s, %s, is not in it, but %s", name, verb_of(first->kind),
					 doubt));
	else if (whole && made)
		conclude(search, BUG_UNKNOWN, first->to, first->line,
			 g_strdup_printf("%s, %s, is not in it, yet the lines that it changes are",
					 name, verb_of(first->kind)));
	else
		conclude(search, BUG_NOT_THERE, first->to, first->line,
			 g_strdup_printf("%s, %s, is not in it", name, verb_of(first->kind)));
	code_there_clear(&code);
}

static bool adds_nothing(const struct diff *diff)
{
	for (size_t i = 0; i < diff_n_files(diff); i++)
		if (diff_file_at(diff, i)->lines_added)
			return false;
	return true;
}

/* Nothing is named: its author's word for trees, then the lines. */
static void judge_lines(struct bug_search *search)
{
	struct nomination nomination = { 0 };
	struct code_there code = { 0 };
	enum nomination_scope scope = NOMINATION_SILENT;
	g_autofree char *line = NULL;

	read_commit(search);
	if (!search->is_read) {
		conclude(search, BUG_UNKNOWN, HISTORY_NONE, NULL,
			 g_strdup("what it changes cannot be read"));
		return;
	}
	if (search->place->version)
		scope = nomination_of(&search->message, search->place->version, &nomination);
	search->out->only_removes = adds_nothing(&search->diff);
	look(search, &code);
	line = slice_dup(nomination.line);

	if (code_there_none(&code))
		conclude(search, BUG_NOT_THERE, HISTORY_NONE, code.path,
			 g_strdup_printf("none of the %zu lines that it changes or stands between "
					 "is in it",
					 code.total[CODE_REMOVED] + code.total[CODE_AROUND]));
	else if (scope == NOMINATION_ELSEWHERE)
		conclude(search, BUG_NOT_THERE, HISTORY_NONE, line,
			 g_strdup_printf("its author asks for %s",
					 nomination.asked ? nomination.asked : "other trees"));
	else if (scope == NOMINATION_ASKED && nomination.asked)
		conclude(search, BUG_THERE, HISTORY_NONE, line,
			 g_strdup_printf("its author asks for %s", nomination.asked));
	else if (code_there_mostly(&code))
		conclude(search, BUG_THERE, HISTORY_NONE, code.path,
			 g_strdup("it names no commit that it repairs, but the lines that it "
				  "changes are in it"));
	else
		conclude(search, BUG_UNKNOWN, HISTORY_NONE, code.path,
			 g_strdup("it names no commit that it repairs, and some of the lines that "
				  "it changes are in it, others are not"));
	code_there_clear(&code);
	nomination_clear(&nomination);
}

/* What the commit repairs: what a tag or a revert names, or where there is none, words do. */
static GArray *culprits_of(const struct bug_place *place, guint32 position)
{
	g_autoptr(GArray) references = history_references_from(place->history, position);
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct history_reference));

	for (int words = 0; words < 2 && !out->len; words++)
		for (guint i = 0; i < references->len; i++) {
			const struct history_reference *one =
				&g_array_index(references, struct history_reference, i);
			bool fits = words ? one->kind == REFERENCE_FIX_WORDS
					  : one->kind == REFERENCE_FIXES ||
						    one->kind == REFERENCE_REVERTS;

			if (fits && one->to != HISTORY_NONE && one->to != position)
				g_array_append_vals(out, one, 1);
		}
	return out;
}

void bug_find(const struct bug_place *place, guint32 position, struct bug *out)
{
	struct bug_search search = { .place = place, .position = position, .out = out };
	g_autoptr(GArray) culprits = culprits_of(place, position);

	*out = (struct bug){ .state = BUG_UNKNOWN, .culprit = HISTORY_NONE };
	if (culprits->len && find_there(&search, culprits))
		return;
	if (culprits->len &&
	    g_array_index(culprits, struct history_reference, 0).kind != REFERENCE_FIX_WORDS)
		judge_missing(&search, culprits);
	else
		judge_lines(&search);
	message_clear(&search.message);
	diff_clear(&search.diff);
}
