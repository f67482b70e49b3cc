/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/decided.h"

#include <string.h>

#include "base/error.h"
#include "decide/seen.h"
#include "match/patch-id.h"

static void add_key(struct review *review, char *key)
{
	if (decision_key_is_valid(key))
		g_ptr_array_add(review->keys, key);
	else
		g_free(key);
}

/* A match that may be wrong would have somebody decide about another commit. */
static bool is_sure(const struct upstream *upstream)
{
	return upstream->has_id && (upstream->certain || !upstream->looked_up);
}

void decided_name(struct review *review)
{
	const struct patch *patch = review->patch;
	struct commit_id id;

	review->keys = g_ptr_array_new_with_free_func(g_free);
	if (is_sure(review->upstream))
		add_key(review, decision_key_of_commit(&review->upstream->id));
	if (patch_id(&patch->diff, &id))
		add_key(review, decision_key_of_patch_id(&id));
	if (patch->envelope)
		add_key(review, decision_key_of_message(patch->source));
	if (!review->keys->len && patch->has_commit)
		add_key(review, decision_key_of_commit(&patch->commit));
}

static const struct decision *find_key(const struct decided *decided, const struct review *review,
				       const char *key)
{
	const GPtrArray *versions = review->patch->versions;

	for (guint i = 0; i < versions->len; i++) {
		const struct decision *decision =
			decisions_find(decided->decisions, key, versions->pdata[i]);

		if (decision)
			return decision;
	}
	return versions->len ? NULL : decisions_find(decided->decisions, key, decided->tree);
}

/* There is a tag of that version, with or without the letter that tags begin with. */
static bool is_out(const struct decided *decided, const char *version)
{
	g_autofree char *usual = g_strconcat("v", version, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(decided->repos); i++)
		if (decided->repos[i] && (repo_has_tag(decided->repos[i], usual) ||
					  repo_has_tag(decided->repos[i], version)))
			return true;
	return false;
}

static char *commit_came(const struct decided *decided, const struct decision *decision,
			 const struct patch *patch)
{
	guint32 position = decided->history
				   ? history_find_prefix(decided->history, decision->until_what,
							 slice_of(""), NULL)
				   : HISTORY_NONE;
	const struct history_commit *commit;
	g_autofree char *name = NULL;

	if (position == HISTORY_NONE)
		return NULL;
	commit = history_at(decided->history, position);
	name = fact_commit_name(&commit->id, commit->subject);
	if (decision->until == DECISION_UNTIL_UPSTREAM)
		return g_strdup_printf("%s is upstream", name);
	switch (target_find(decided->target, &commit->id, patch).state) {
	case PRESENCE_BASE:
	case PRESENCE_BRANCH:
		return g_strdup_printf("%s is in", name);
	case PRESENCE_QUEUED_BEFORE:
	case PRESENCE_QUEUED_AFTER:
		return g_strdup_printf("%s is queued", name);
	default:
		return NULL;
	}
}

char *decided_until_came(const struct decided *decided, const struct decision *decision,
			 const struct patch *patch)
{
	gint64 date;

	switch (decision->until) {
	case DECISION_UNTIL_IN:
	case DECISION_UNTIL_UPSTREAM:
		return commit_came(decided, decision, patch);
	case DECISION_UNTIL_OUT:
		return is_out(decided, decision->until_what)
			       ? g_strdup_printf("%s is out", decision->until_what)
			       : NULL;
	case DECISION_UNTIL_DATE:
		return text_parse_date(decision->until_what, &date) && decided->now >= date
			       ? g_strdup_printf("%s has come", decision->until_what)
			       : NULL;
	default:
		return NULL;
	}
}

static void find_news(const struct decided *decided, struct review *review)
{
	g_autoptr(GPtrArray) news = seen_news(review->decision, &review->facts);
	char *came = decided_until_came(decided, review->decision, review->patch);

	review->since = g_ptr_array_new_with_free_func(g_free);
	if (came)
		g_ptr_array_add(review->since, came);
	for (guint i = 0; i < news->len; i++)
		g_ptr_array_add(review->since, seen_says(news->pdata[i]));
	review->decided_anew = review->since->len > 0;
	if (review->decided_anew) {
		g_autofree char *since = review_since(review);

		review->news = g_strdup_printf("since you looked: %s", since);
	}
}

void decided_find(const struct decided *decided, struct review *review)
{
	const GPtrArray *versions = review->patch->versions;

	review->tree = versions->len == 1 ? g_strdup(versions->pdata[0])
		       : versions->len	  ? NULL
					  : g_strdup(decided->tree);
	if (!review->tree)
		review->tree = g_strdup("*");
	review->seen = seen_of(&review->facts);
	for (guint i = 0; decided->decisions && i < review->keys->len && !review->decision; i++)
		review->decision = find_key(decided, review, review->keys->pdata[i]);
	if (review->decision)
		find_news(decided, review);
}

static bool is_for_named_tree(const struct report *report, const struct review *review)
{
	for (guint i = 0; i < review->keys->len; i++)
		if (decisions_know(report->decisions, review->keys->pdata[i]))
			return true;
	return false;
}

char *decided_warning(const struct report *report)
{
	size_t n = 0;

	for (size_t i = 0; report->decisions && i < report->n_reviews; i++) {
		const struct review *review = &report->reviews[i];

		n += !review->decision && !review->patch->versions->len &&
		     strcmp(review->tree, "*") == 0 && is_for_named_tree(report, review);
	}
	if (!n)
		return NULL;
	return g_strdup_printf("%zu of the patches %s decided for trees by their names, and what "
			       "the queue goes on top of has none: that does not count",
			       n, n == 1 ? "was" : "were");
}

void decided_clear(struct review *review)
{
	if (review->keys)
		g_ptr_array_unref(review->keys);
	if (review->since)
		g_ptr_array_unref(review->since);
	if (review->ruling)
		rule_free(review->ruling);
	g_free(review->news);
	g_free(review->tree);
	g_free(review->seen);
}

/* What the word makes of a verdict. */
static const enum verdict verdicts[] = {
	[DECISION_KEEP] = VERDICT_KEEP, [DECISION_KEEP_WITH] = VERDICT_KEEP_WITH,
	[DECISION_DROP] = VERDICT_DROP, [DECISION_ASK] = VERDICT_ASK,
	[DECISION_WAIT] = VERDICT_ASK,
};

/* Rule on review: what it says becomes the judgement's. */
static void overrule(const struct report *report, struct review *review, enum verdict verdict,
		     char *says)
{
	if (!review->ruling) {
		review->ruling = rule_new();
		review->ruling->id = g_strdup("decided");
		review->ruling->path = g_strdup(decisions_path(report->decisions));
		review->ruling->line = review->decision->line;
	}
	review->ruling->decides = verdict;
	judgement_overrule(&review->judgement, &review->facts, review->ruling, says);
	/* What it was to be kept with is there by now. */
	if (verdict == VERDICT_KEEP_WITH && !review->judgement.with->len)
		review->judgement.verdict = review->ruling->decides = VERDICT_KEEP;
}

void decided_judge(const struct report *report, struct review *review)
{
	const struct decision *decision = review->decision;
	enum verdict verdict;

	judge(report->rules, review->patch, &review->facts, &review->judgement);
	if (!decision)
		return;
	verdict = review->judgement.verdict;
	if (!review->decided_anew) {
		overrule(report, review, verdicts[decision->word], decision_says(decision, false));
	} else if ((decision->word == DECISION_DROP || decision->word == DECISION_ASK) &&
		   (verdict == VERDICT_KEEP || verdict == VERDICT_KEEP_WITH)) {
		g_autofree char *says = decision_says(decision, true);

		overrule(report, review, VERDICT_ASK,
			 g_strdup_printf("does it still hold? %s", says));
	}
}

bool decided_put(struct decisions *decisions, const struct review *review,
		 const struct decision *what, gint64 now, GError **error)
{
	struct decision decision = *what;
	struct text_date date = text_date(now);

	if (!review->keys->len)
		return fail(
			error, WINNOW_ERROR_INPUT,
			"patch %zu cannot be decided: it has no upstream commit, no diff and no "
			"message id to know it by",
			review->patch->position);
	decision.key = review->keys->pdata[0];
	decision.date = date.text;
	decision.seen = review->seen;
	if (!decision.tree)
		decision.tree = review->tree;
	if (!decisions_put(decisions, &decision, error))
		return false;
	/* It had no upstream commit when it was decided before. */
	for (guint i = 1; i < review->keys->len; i++)
		decisions_remove(decisions, review->keys->pdata[i], decision.tree);
	return true;
}

void decided_settle_until(const struct report *report, struct decision *what)
{
	const struct history *history = report ? report->history : NULL;
	g_autofree char *lower = NULL;
	guint32 position;

	if (what->until != DECISION_UNTIL_IN || !history)
		return;
	lower = g_ascii_strdown(what->until_what, -1);
	position = history_find_prefix(history, lower, slice_of(""), NULL);
	if (position == HISTORY_NONE) {
		what->until = DECISION_UNTIL_UPSTREAM;
		return;
	}
	g_free(what->until_what);
	what->until_what = g_strdup(commit_id_short(&history_at(history, position)->id).text);
}

const char *decided_remove(struct decisions *decisions, const struct review *review,
			   const char *tree)
{
	const char *const trees[] = { tree ? tree : review->tree, "*" };

	for (size_t k = 0; k < (tree ? 1 : G_N_ELEMENTS(trees)); k++) {
		bool found = false;

		for (guint i = 0; i < review->keys->len; i++)
			found |= decisions_remove(decisions, review->keys->pdata[i], trees[k]);
		if (found)
			return trees[k];
	}
	return NULL;
}

/* Whether a decision against a commit (may be NULL) holds: what it was to last until has not come.
 */
static bool is_against(const struct decided *decided, const struct decision *decision,
		       bool is_finding, const struct patch *patch)
{
	g_autofree char *came = NULL;

	if (!decision ||
	    !(decision->word == DECISION_DROP || (is_finding && decision->word == DECISION_WAIT)))
		return false;
	came = decided_until_came(decided, decision, patch);
	return !came;
}

char *decided_against(const struct decided *decided, const struct review *review,
		      const struct commit_id *id)
{
	g_autofree char *own = decision_key_of_commit(id);
	const struct decision *decision;

	if (!decided->decisions)
		return NULL;
	decision = find_key(decided, review, own);
	if (is_against(decided, decision, false, review->patch))
		return decision_says(decision, true);
	for (guint i = 0; i < review->keys->len; i++) {
		g_autofree char *finding = decision_key_of_finding(review->keys->pdata[i], id);

		decision = find_key(decided, review, finding);
		if (is_against(decided, decision, true, review->patch))
			return decision_says(decision, true);
	}
	return NULL;
}

bool decided_unwanted(const struct decided *decided, const struct commit_id *missing,
		      const struct commit_id *object)
{
	g_autofree char *own = decision_key_of_commit(missing);
	g_autofree char *other = decision_key_of_commit(object);
	g_autofree char *finding = decision_key_of_finding(other, missing);
	const struct decisions *decisions = decided->decisions;

	return is_against(decided, decisions_find(decisions, own, decided->tree), false, NULL) ||
	       is_against(decided, decisions_find(decisions, finding, decided->tree), true, NULL);
}
