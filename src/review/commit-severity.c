/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/commit-severity.h"

#include <string.h>

#include "judge/severity.h"

/* Whether it could be read. */
static bool set_message(struct exhibit *exhibit, const struct history *history, guint32 position)
{
	const struct history_commit *commit = history_at(history, position);
	struct repo *repo = history_repo(history);
	struct commit read;

	if (!repo || !repo_read_commit(repo, &commit->id, &read, NULL)) {
		exhibit_set_message(exhibit, commit->subject);
		return false;
	}
	exhibit_set_message(exhibit, read.message);
	commit_clear(&read);
	return true;
}

enum severity commit_severity(struct history *history, const struct rules *rules, guint32 position,
			      const guint culprits[N_FACT_STATES], char **says, bool *whole,
			      const struct warn *warn)
{
	const struct history_commit *commit = history_at(history, position);
	g_autoptr(GPtrArray) gave_up = g_ptr_array_new();
	g_autofree char *sentence = NULL;
	bool is_read, knows_paths = history_knows_paths(history);
	const GPtrArray *paths = knows_paths ? history_paths(history, position) : NULL;
	struct exhibit exhibit;
	enum severity severity;

	exhibit_init(&exhibit);
	is_read = set_message(&exhibit, history, position);
	if (knows_paths)
		exhibit_set_paths(&exhibit, paths);
	memcpy(exhibit.counts[FACT_PRESENCE_REPAIRED], culprits,
	       sizeof(exhibit.counts[FACT_PRESENCE_REPAIRED]));
	severity = severity_judge(rules, &exhibit, &sentence, gave_up);
	for (guint i = 0; i < gave_up->len; i++) {
		const struct rule *rule = gave_up->pdata[i];

		warn_tell(warn, "%s:%zu: %s: the pattern gave up on %s", rule->path, rule->line,
			  rule->id, commit_id_short(&commit->id).text);
	}
	exhibit_clear(&exhibit);
	if (whole)
		*whole = is_read && paths && !gave_up->len;
	if (says)
		*says = g_steal_pointer(&sentence);
	return severity;
}

/* Whether it mends or takes back what the patch brings, and the tree will lack it. */
static bool is_lacked(const struct fact *fact)
{
	return fact->state == FACT_STATE_MISSING && fact->position != HISTORY_NONE &&
	       (fact->kind == FACT_FOLLOWUP_FIX || fact->kind == FACT_FOLLOWUP_FIX_WORDS ||
		fact->kind == FACT_CVE_FOLLOWUP || fact->kind == FACT_FOLLOWUP_REVERT);
}

/* Of what, and by what rules. */
struct asked {
	struct history *history;
	const struct rules *rules;
	const struct warn *warn;
	guint32 position;  /* the patch's */
	enum severity own; /* how bad it is to lack that; UNKNOWN: not asked yet */
};

/* Whether the patch is no more itself: then it is as little without it. */
static bool is_cosmetic_itself(struct asked *asked)
{
	static const guint culprits[N_FACT_STATES] = { 0 };

	if (!asked->own && asked->position != HISTORY_NONE)
		asked->own = commit_severity(asked->history, asked->rules, asked->position,
					     culprits, NULL, NULL, asked->warn);
	return asked->own == SEVERITY_COSMETIC;
}

static bool is_fix(const struct fact *fact)
{
	return fact->kind == FACT_FOLLOWUP_FIX || fact->kind == FACT_FOLLOWUP_FIX_WORDS;
}

/* Nobody misses it, and nobody is told to take it along. */
static void pass_over(struct fact *fact, const char *why)
{
	g_autofree char *says = fact->says;

	fact->state = FACT_STATE_MOOT;
	fact->says = g_strdup_printf("%s, but %s", says, why);
}

/* The patch is as good as taken; what a chained one mends is missing itself. */
static void find_one(struct asked *asked, struct fact *fact)
{
	guint culprits[N_FACT_STATES] = { 0 };
	g_autofree char *says = NULL, *why = NULL;

	culprits[fact->chained ? FACT_STATE_MISSING : FACT_STATE_BRANCH] = 1;
	fact->severity = commit_severity(asked->history, asked->rules, fact->position, culprits,
					 &says, NULL, asked->warn);
	/* Of those by words alone what only tidies up has been passed over: see tidying.h. */
	if (fact->severity != SEVERITY_COSMETIC || fact->kind != FACT_FOLLOWUP_FIX ||
	    is_cosmetic_itself(asked))
		return;
	why = g_strdup_printf("is cosmetic: %s", says ? says : "nothing breaks without it");
	pass_over(fact, why);
}

static bool is_passed_over(const struct facts *facts, const struct commit_id *id)
{
	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *fact = facts_at(facts, i);

		if (is_fix(fact) && fact->state == FACT_STATE_MOOT &&
		    commit_id_equal(&fact->id, id))
			return true;
	}
	return false;
}

/* What is left to mend of what mends nothing: a fix of what is passed over is, too. */
static void pass_over_chained(struct facts *facts)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (guint i = 0; i < facts->list->len; i++) {
			struct fact *fact = &g_array_index(facts->list, struct fact, i);

			if (!is_lacked(fact) || !is_fix(fact) || !fact->chained ||
			    !is_passed_over(facts, &fact->object))
				continue;
			pass_over(fact, "what it fixes need not come along");
			changed = true;
		}
	}
}

void followup_severities_find(struct history *history, const struct rules *rules, guint32 position,
			      struct facts *facts, const struct warn *warn)
{
	struct asked asked = { history, rules, warn, position, SEVERITY_UNKNOWN };

	for (guint i = 0; history && i < facts->list->len; i++) {
		struct fact *fact = &g_array_index(facts->list, struct fact, i);

		if (!is_lacked(fact))
			continue;
		/* What has a number is that bad, whatever its words are. */
		if (facts_have(facts, FACT_CVE_FOLLOWUP, &fact->id))
			fact->severity = SEVERITY_SECURITY;
		else
			find_one(&asked, fact);
		/* Into its place among those of its kind; the others stay where they are. */
		for (guint k = i; k > 0; k--) {
			struct fact *before = &g_array_index(facts->list, struct fact, k - 1);
			struct fact *one = &g_array_index(facts->list, struct fact, k), swapped;

			if (before->kind != one->kind || !before->severity ||
			    before->severity >= one->severity)
				break;
			swapped = *before;
			*before = *one;
			*one = swapped;
		}
	}
	pass_over_chained(facts);
}
