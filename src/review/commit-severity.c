/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/commit-severity.h"

#include <string.h>

#include "judge/severity.h"

static void set_message(struct exhibit *exhibit, const struct history *history, guint32 position)
{
	const struct history_commit *commit = history_at(history, position);
	struct repo *repo = history_repo(history);
	struct commit read;

	if (!repo || !repo_read_commit(repo, &commit->id, &read, NULL)) {
		exhibit_set_message(exhibit, commit->subject);
		return;
	}
	exhibit_set_message(exhibit, read.message);
	commit_clear(&read);
}

enum severity commit_severity(struct history *history, const struct rules *rules, guint32 position,
			      const guint culprits[N_FACT_STATES], char **says,
			      const struct warn *warn)
{
	const struct history_commit *commit = history_at(history, position);
	g_autoptr(GPtrArray) gave_up = g_ptr_array_new();
	g_autofree char *sentence = NULL;
	struct exhibit exhibit;
	enum severity severity;

	exhibit_init(&exhibit);
	set_message(&exhibit, history, position);
	if (history_knows_paths(history))
		exhibit_set_paths(&exhibit, history_paths(history, position));
	memcpy(exhibit.counts[FACT_PRESENCE_REPAIRED], culprits,
	       sizeof(exhibit.counts[FACT_PRESENCE_REPAIRED]));
	severity = severity_judge(rules, &exhibit, &sentence, gave_up);
	for (guint i = 0; i < gave_up->len; i++) {
		const struct rule *rule = gave_up->pdata[i];

		warn_tell(warn, "%s:%zu: %s: the pattern gave up on %s", rule->path, rule->line,
			  rule->id, commit_id_short(&commit->id).text);
	}
	exhibit_clear(&exhibit);
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

/* The patch is as good as taken; what a chained one mends is missing itself. */
static void find_one(struct history *history, const struct rules *rules, struct fact *fact,
		     const struct warn *warn)
{
	guint culprits[N_FACT_STATES] = { 0 };

	culprits[fact->chained ? FACT_STATE_MISSING : FACT_STATE_BRANCH] = 1;
	fact->severity = commit_severity(history, rules, fact->position, culprits, NULL, warn);
}

void followup_severities_find(struct history *history, const struct rules *rules,
			      struct facts *facts, const struct warn *warn)
{
	for (guint i = 0; history && i < facts->list->len; i++) {
		struct fact *fact = &g_array_index(facts->list, struct fact, i);

		if (!is_lacked(fact))
			continue;
		/* What has a number is that bad, whatever its words are. */
		if (facts_have(facts, FACT_CVE_FOLLOWUP, &fact->id))
			fact->severity = SEVERITY_SECURITY;
		else
			find_one(history, rules, fact, warn);
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
}
