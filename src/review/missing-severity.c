/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/missing-severity.h"

#include "match/missing.h"
#include "review/commit-severity.h"

static enum fact_state state_of(const struct missing_tie *tie)
{
	if (!tie->taken)
		return FACT_STATE_MISSING;
	return tie->taken->gone ? FACT_STATE_REVERTED : FACT_STATE_BRANCH;
}

/* What it mends or takes back: what the branch took, what is missing too, or gone. */
static void find_one(struct history *history, const struct rules *rules, struct missing *missing,
		     const struct warn *warn)
{
	guint culprits[N_FACT_STATES] = { 0 };

	for (guint i = 0; i < missing->ties->len; i++) {
		const struct missing_tie *tie =
			&g_array_index(missing->ties, struct missing_tie, i);

		if (followup_is_fix(tie->kind) || tie->kind == FOLLOWUP_REVERT)
			culprits[state_of(tie)]++;
	}
	g_free(missing->severity_says);
	missing->severity = commit_severity(history, rules, missing->position, culprits,
					    &missing->severity_says, warn);
	/* Whatever its words are. */
	if (missing->cves) {
		g_autofree char *names = cves_names(missing->cves);

		g_free(missing->severity_says);
		missing->severity = SEVERITY_SECURITY;
		missing->severity_says = g_strdup_printf("it fixes %s", names);
	}
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
