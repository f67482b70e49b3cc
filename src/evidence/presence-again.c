/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a change that the base has applies to it once more. */
#include "evidence/parts.h"

#include "match/code-there.h"
#include "match/difference.h"
#include "match/effective.h"
#include "read/diff-reverse.h"

/* Whether it can be taken back from there: then it is there, be its place one of several alike. */
static bool can_be_undone(struct effective *tree, const struct diff *diff)
{
	struct diff reverse = { 0 };
	struct effective_change change = { .diff = &reverse, .maker = 1 };
	struct application application;
	bool can;

	if (!diff_is_reversible(diff))
		return false;
	diff_parse(&reverse, diff_reversed(diff), 1);
	effective_apply(tree, &change, &application);
	can = application.kind <= APPLICATION_MOVED;
	application_clear(&application);
	diff_clear(&reverse);
	return can;
}

/* The lines tell where what stands around them has changed since. */
static bool has_its_lines(struct effective *tree, const struct diff *diff)
{
	struct effective_change change = { .diff = diff };
	struct code_there code;
	bool made;

	code_there_look(tree, &change, NULL, &code);
	made = code.total[CODE_ADDED] && code_there_made(&code);
	code_there_clear(&code);
	return made;
}

static bool stands_in_base(const struct view *view)
{
	struct commit_id base;
	struct repo *repo = target_repo(view->evidence->target, &base);
	_cleanup_(effective_freep) struct effective *tree = effective_new(repo, &base);

	return has_its_lines(tree, &view->patch->diff) || can_be_undone(tree, &view->patch->diff);
}

static bool undoes(const struct view *view, const struct commit_id *later)
{
	struct repo *repo = history_repo(view->evidence->history);
	struct diff theirs = { 0 };
	char *text = NULL;
	bool cut = false, result;

	if (!repo || !repo_diff(repo, later, PATCH_BYTES_LIMIT, &text, &cut, NULL))
		return false;
	diff_parse(&theirs, text, 1);
	result = difference_undoes(&theirs, &view->patch->diff);
	diff_clear(&theirs);
	return result;
}

char *applies_again_clause(const struct view *view, const struct facts *facts)
{
	if (stands_in_base(view))
		return g_strdup("");
	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *fact = facts_at(facts, i);

		if (fact_is(fact, FACT_ACTS) && fact->state == FACT_STATE_BASE &&
		    undoes(view, &fact->id)) {
			g_autofree char *name = fact_commit_name(&fact->id, fact->subject);

			return g_strdup_printf(", where %s has changed its lines since", name);
		}
	}
	return NULL;
}
