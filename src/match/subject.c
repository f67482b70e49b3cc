/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/subject.h"

#include <string.h>

#include "match/patch-id.h"

enum {
	CANDIDATES_LIMIT = 64, /* commits of one subject that are looked at, the newest */
	COMPARED_LIMIT = 8,    /* of them, whose lines are compared */
};

struct candidate {
	guint32 position;
	enum title_nearness nearness;
	enum likeness likeness;
	bool same_date, there, reverted;
};

/* The asker's diff and date, which are read once. */
struct subject_search {
	const struct history *history;
	struct repo *repo; /* NULL: nothing can be compared */
	const struct subject_asker *asker;
	const struct diff *diff; /* NULL: it cannot be had */
	struct diff own;	 /* what diff points to, where it had to be read */
	gint64 author_date;	 /* 0: not known */
};

static bool read_diff(struct repo *repo, const struct commit_id *commit, struct diff *out)
{
	char *text = NULL;
	bool cut = false;

	if (!repo_diff(repo, commit, PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return false;
	diff_parse(out, text, 1);
	return !cut;
}

static void search_begin(struct subject_search *search, const struct history *history,
			 const struct subject_asker *asker)
{
	*search = (struct subject_search){ .history = history,
					   .repo = history_repo(history),
					   .asker = asker,
					   .diff = asker->diff };
}

static void search_end(struct subject_search *search)
{
	diff_clear(&search->own);
}

/* What is not at hand. */
static void read_asker(struct subject_search *search)
{
	const struct commit_id *commit = search->asker->commit;
	struct commit read;

	if (!search->repo || !commit)
		return;
	if (!search->diff && read_diff(search->repo, commit, &search->own))
		search->diff = &search->own;
	if (repo_read_commit(search->repo, commit, &read, NULL)) {
		search->author_date = read.author_date;
		commit_clear(&read);
	}
}

static enum likeness compare(const struct subject_search *search, guint32 position)
{
	enum likeness likeness = LIKENESS_UNKNOWN;
	struct diff theirs = { 0 };

	if (search->repo && search->diff &&
	    read_diff(search->repo, &history_at(search->history, position)->id, &theirs))
		likeness = likeness_of(search->diff, &theirs);
	diff_clear(&theirs);
	return likeness;
}

/* Every commit of the subject, by the same author if there is one. */
static GArray *candidates_of(const struct subject_search *search, bool *same_person, size_t *n)
{
	const struct history *history = search->history;
	const struct subject_asker *asker = search->asker;
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct candidate));
	GArray *same = g_array_new(FALSE, TRUE, sizeof(struct candidate));
	guint32 at = *asker->subject ? history_find_subject(history, asker->subject,
							    (guint32)history_length(history))
				     : HISTORY_NONE;
	size_t n_all = 0, n_same = 0;

	for (; at != HISTORY_NONE; at = history_find_subject(history, asker->subject, at)) {
		const struct history_commit *commit = history_at(history, at);
		struct candidate candidate = { .position = at,
					       .nearness = title_nearness(asker->subject,
									  commit->subject),
					       .likeness = LIKENESS_UNKNOWN };

		if (commit->merge)
			continue;
		if (n_all++ < CANDIDATES_LIMIT)
			g_array_append_val(all, candidate);
		if (person_equal(asker->author, commit->author_name, commit->author_email) &&
		    n_same++ < CANDIDATES_LIMIT)
			g_array_append_val(same, candidate);
	}
	*same_person = n_same > 0;
	*n = *same_person ? n_same : n_all;
	g_array_unref(*same_person ? all : same);
	return *same_person ? same : all;
}

/* Whether a sets itself apart from b by more than its place in history. */
static int compare_evidence(const struct candidate *a, const struct candidate *b)
{
	bool same = a->likeness == LIKENESS_SAME;

	if (same != (b->likeness == LIKENESS_SAME))
		return same ? 1 : -1;
	if (a->same_date != b->same_date)
		return a->same_date ? 1 : -1;
	if (a->nearness != b->nearness)
		return a->nearness > b->nearness ? 1 : -1;
	if (a->likeness != b->likeness)
		return a->likeness > b->likeness ? 1 : -1;
	if (a->there != b->there)
		return b->there ? 1 : -1;
	return 0;
}

/* Of those that are there already the newest, of the others the oldest. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
	int evidence = compare_evidence(a, b);

	if (evidence)
		return evidence > 0;
	/* Written anew, it is more likely the one that upstream stayed with. */
	if (a->likeness != LIKENESS_SAME && a->reverted != b->reverted)
		return b->reverted;
	return a->there ? a->position > b->position : a->position < b->position;
}

/* Of several: patch-ids, which are kept, tell most; lines are compared where none is the same. */
static void weigh(struct subject_search *search, GArray *candidates)
{
	const struct subject_asker *asker = search->asker;
	struct commit_id wanted;
	bool known, found = false;
	size_t compared = 0;

	read_asker(search);
	known = search->diff && patch_id(search->diff, &wanted);
	for (guint i = 0; i < candidates->len; i++) {
		struct candidate *one = &g_array_index(candidates, struct candidate, i);
		const struct history_commit *commit = history_at(search->history, one->position);
		const struct commit_id *id = known ? patch_ids_of(asker->ids, &commit->id) : NULL;

		one->there = asker->is_there && asker->is_there(one->position, asker->data);
		one->reverted = history_is_reverted(search->history, one->position, NULL);
		one->same_date = search->author_date && commit->author_date == search->author_date;
		if (id && commit_id_equal(id, &wanted)) {
			one->likeness = LIKENESS_SAME;
			found = true;
		}
	}
	for (guint i = 0; !found && i < candidates->len && compared < COMPARED_LIMIT; i++) {
		struct candidate *one = &g_array_index(candidates, struct candidate, i);

		one->likeness = compare(search, one->position);
		compared++;
	}
}

static void weigh_only(struct subject_search *search, struct candidate *only)
{
	read_asker(search);
	only->same_date =
		search->author_date &&
		history_at(search->history, only->position)->author_date == search->author_date;
	only->likeness = compare(search, only->position);
}

void subject_find(const struct history *history, const struct subject_asker *asker,
		  struct subject_match *out)
{
	g_autoptr(GArray) candidates = NULL;
	const struct candidate *best;
	struct subject_search search;
	size_t n = 0;

	*out = (struct subject_match){ .position = HISTORY_NONE, .likeness = LIKENESS_UNKNOWN };
	search_begin(&search, history, asker);
	candidates = candidates_of(&search, &out->same_person, &n);
	if (candidates->len > 1)
		weigh(&search, candidates);
	else if (candidates->len && search.diff)
		weigh_only(&search, &g_array_index(candidates, struct candidate, 0));
	search_end(&search);
	if (!candidates->len)
		return;
	best = &g_array_index(candidates, struct candidate, 0);
	for (guint i = 1; i < candidates->len; i++)
		if (is_better(&g_array_index(candidates, struct candidate, i), best))
			best = &g_array_index(candidates, struct candidate, i);
	for (guint i = 0; i < candidates->len; i++) {
		const struct candidate *one = &g_array_index(candidates, struct candidate, i);

		out->tied += !compare_evidence(one, best);
		n -= one->nearness < best->nearness;
	}
	out->tied--;
	out->position = best->position;
	out->likeness = best->likeness;
	out->same_date = best->same_date;
	out->others = n - 1;
}

enum likeness subject_likeness(const struct history *history, const struct subject_asker *asker,
			       guint32 position)
{
	enum likeness likeness;
	struct subject_search search;

	search_begin(&search, history, asker);
	read_asker(&search);
	likeness = compare(&search, position);
	search_end(&search);
	return likeness;
}

static bool share_paths(struct repo *repo, const struct commit_id *a, const struct commit_id *b)
{
	g_autoptr(GPtrArray) ours = NULL;
	g_autoptr(GPtrArray) theirs = NULL;
	g_autoptr(GHashTable) set = NULL;

	if (!repo_changed_paths(repo, a, &ours, NULL) ||
	    !repo_changed_paths(repo, b, &theirs, NULL))
		return true;
	set = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < ours->len; i++)
		g_hash_table_add(set, ours->pdata[i]);
	for (guint i = 0; i < theirs->len; i++)
		if (g_hash_table_contains(set, theirs->pdata[i]))
			return true;
	return !ours->len || !theirs->len;
}

bool subject_is_plausible(const struct history *history, const struct subject_asker *asker,
			  const struct subject_match *match)
{
	struct repo *repo = history_repo(history);

	if (match->others || asker->diff || !repo || !asker->commit)
		return match->likeness > LIKENESS_OTHER_LINES;
	return share_paths(repo, asker->commit, &history_at(history, match->position)->id) ||
	       subject_likeness(history, asker, match->position) > LIKENESS_OTHER_LINES;
}
