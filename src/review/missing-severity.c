/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/missing-severity.h"

#include "match/missing.h"

static enum fact_state state_of(const struct missing_tie *tie)
{
	if (!tie->taken)
		return FACT_STATE_MISSING;
	return tie->taken->gone ? FACT_STATE_REVERTED : FACT_STATE_BRANCH;
}

/* What it mends or takes back: what the branch took, what is missing too, or gone. */
static bool find_one(struct severities *severities, struct missing *missing, GError **error)
{
	guint culprits[N_FACT_STATES] = { 0 };

	for (guint i = 0; i < missing->ties->len; i++) {
		const struct missing_tie *tie =
			&g_array_index(missing->ties, struct missing_tie, i);

		if (followup_is_fix(tie->kind) || tie->kind == FOLLOWUP_REVERT)
			culprits[state_of(tie)]++;
	}
	g_clear_pointer(&missing->severity_says, g_free);
	if (!severities_find(severities, missing->position, culprits, &missing->severity,
			     &missing->severity_says, error))
		return false;
	/* Whatever its words are. */
	if (missing->cves) {
		g_autofree char *names = cves_names(missing->cves);

		g_free(missing->severity_says);
		missing->severity = SEVERITY_SECURITY;
		missing->severity_says = g_strdup_printf("it fixes %s", names);
	}
	return true;
}

bool missing_severities_find(struct severities *severities, GArray *missing, GError **error)
{
	for (guint i = 0; i < missing->len; i++)
		if (!find_one(severities, &g_array_index(missing, struct missing, i), error))
			return false;
	missing_sort(missing);
	return true;
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
