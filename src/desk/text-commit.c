/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commits of upstream with their diffs: the patch's own, and what followed it. */
#include <string.h>

#include "base/error.h"
#include "desk/texts.h"

enum {
	DIFF_LIMIT = 1 << 20,
	FOLLOWUPS_SHOWN = 50,
	MESSAGE_INDENT = 4,
};

static struct repo *repo_of(const struct report *report, GError **error)
{
	struct repo *repo = report->history ? history_repo(report->history) : NULL;

	if (!report->history)
		fail(error, WINNOW_ERROR_INPUT, "no upstream was given: see --upstream");
	else if (!repo)
		fail(error, WINNOW_ERROR_INPUT,
		     "upstream is a table or an index alone: no commit can be read from it");
	return repo;
}

static void show_commit(struct repo *repo, const struct commit_id *id, struct paper *paper)
{
	g_autoptr(GError) why = NULL;
	g_autofree char *diff = NULL;
	struct commit commit = { 0 };
	bool cut = false;

	paper_print(paper, PAINT_DOUBT, "commit %s", commit_id_hex(id).text);
	if (!repo_read_commit(repo, id, &commit, &why)) {
		paper_print(paper, PAINT_BAD, "it cannot be read: %s", why->message);
		return;
	}
	paper_print(paper, PAINT_PLAIN, "Author: %s <%s>\nDate:   %s", commit.author_name,
		    commit.author_email, text_date(commit.author_date).text);
	paper_print(paper, PAINT_PLAIN, "%s", "");
	paper_lines(paper, PAINT_PLAIN, MESSAGE_INDENT, commit.message);
	paper_print(paper, PAINT_PLAIN, "%s", "");
	commit_clear(&commit);
	if (!repo_diff(repo, id, DIFF_LIMIT, &diff, &cut, &why)) {
		paper_print(paper, PAINT_BAD, "its diff cannot be read: %s", why->message);
		return;
	}
	paper_diff(paper, diff);
	if (cut)
		paper_print(paper, PAINT_DIM, "(the diff is longer)");
}

bool texts_upstream(const struct report *report, const struct review *review, struct paper *paper,
		    GError **error)
{
	const struct upstream *upstream = review->upstream;
	struct repo *repo = repo_of(report, error);

	if (!repo)
		return false;
	if (!upstream->has_id)
		return fail(error, WINNOW_ERROR_INPUT, "no upstream commit was found for it");
	if (upstream->position == HISTORY_NONE)
		return fail(error, WINNOW_ERROR_INPUT, "%s, which its marker names, is not on %s",
			    commit_id_short(&upstream->id).text, report->upstream_name);
	show_commit(repo, &upstream->id, paper);
	return true;
}

/* In the order of the facts; one commit may be tied to it in several ways. */
static void show_followup(struct repo *repo, const struct fact *fact, GHashTable *shown,
			  struct paper *paper)
{
	if (paper->text->len)
		paper_print(paper, PAINT_PLAIN, "%s", "");
	paper_print(paper, PAINT_BOLD, "%s", fact->says);
	if (fact->proof)
		paper_print(paper, PAINT_DIM, "    | %s", fact->proof);
	if (!g_hash_table_add(shown, (gpointer)&fact->id))
		return;
	paper_print(paper, PAINT_PLAIN, "%s", "");
	show_commit(repo, &fact->id, paper);
}

/* What a keep-with lists is wanted, too, where it goes before the patch. */
static bool is_with(const struct review *review, const struct fact *fact)
{
	const GArray *with = review->judgement.with;

	for (guint i = 0; with && i < with->len; i++)
		if (commit_id_equal(&g_array_index(with, struct commit_id, i), &fact->id))
			return true;
	return false;
}

bool texts_followups(const struct report *report, const struct review *review, struct paper *paper,
		     GError **error)
{
	g_autoptr(GHashTable) shown = g_hash_table_new(commit_id_hash, commit_id_hash_equal);
	struct repo *repo = repo_of(report, error);
	guint n = 0;

	if (!repo)
		return false;
	for (size_t i = 0; i < facts_count(&review->facts) && n <= FOLLOWUPS_SHOWN; i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		if (!fact->has_id || !(fact_is(fact, FACT_AFTER) || is_with(review, fact)))
			continue;
		if (n++ < FOLLOWUPS_SHOWN)
			show_followup(repo, fact, shown, paper);
		else
			paper_print(paper, PAINT_DIM, "\nand more: see winnow explain");
	}
	if (!n)
		return fail(error, WINNOW_ERROR_INPUT, "nothing that followed it was found");
	return true;
}
