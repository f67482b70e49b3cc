/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/missing-severity.h"

#include "judge/severity.h"
#include "match/missing.h"

/* What the commit's message says; its subject alone where that cannot be read. */
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

static enum fact_state state_of(const struct missing_tie *tie)
{
	if (!tie->taken)
		return FACT_STATE_MISSING;
	return tie->taken->gone ? FACT_STATE_REVERTED : FACT_STATE_BRANCH;
}

/* What it mends or takes back: what the branch took, what is missing too, or gone. */
static void count_culprits(struct exhibit *exhibit, const struct missing *missing)
{
	for (guint i = 0; i < missing->ties->len; i++) {
		const struct missing_tie *tie =
			&g_array_index(missing->ties, struct missing_tie, i);

		if (followup_is_fix(tie->kind) || tie->kind == FOLLOWUP_REVERT)
			exhibit->counts[FACT_PRESENCE_REPAIRED][state_of(tie)]++;
	}
}

static void find_one(struct history *history, const struct rules *rules, struct missing *missing,
		     const struct warn *warn)
{
	const struct history_commit *commit = history_at(history, missing->position);
	g_autoptr(GPtrArray) gave_up = g_ptr_array_new();
	struct exhibit exhibit;

	exhibit_init(&exhibit);
	set_message(&exhibit, history, missing->position);
	if (history_knows_paths(history))
		exhibit_set_paths(&exhibit, history_paths(history, missing->position));
	count_culprits(&exhibit, missing);
	g_free(missing->severity_says);
	missing->severity = severity_judge(rules, &exhibit, &missing->severity_says, gave_up);
	for (guint i = 0; i < gave_up->len; i++) {
		const struct rule *rule = gave_up->pdata[i];

		warn_tell(warn, "%s:%zu: %s: the pattern gave up on %s", rule->path, rule->line,
			  rule->id, commit_id_short(&commit->id).text);
	}
	exhibit_clear(&exhibit);
}

void missing_severities_find(struct history *history, const struct rules *rules, GArray *missing,
			     const struct warn *warn)
{
	for (guint i = 0; i < missing->len; i++)
		find_one(history, rules, &g_array_index(missing, struct missing, i), warn);
	missing_sort(missing);
}

size_t missing_severities_sift(GArray *missing, enum severity least)
{
	size_t n = 0;

	for (guint i = missing->len; i > 0; i--)
		if (g_array_index(missing, struct missing, i - 1).severity < least) {
			g_array_remove_index(missing, i - 1);
			n++;
		}
	return n;
}
