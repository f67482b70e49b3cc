/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/family.h"

#include <string.h>

#include <glib.h>

static const struct {
	const char *reason;
	enum family_place place;
	int kin; /* those of one number are near; 0: of none */
} families[] = {
	{ "not_a_bug_fix", FAMILY_IN_PATCH, 1 },
	{ "only_useful_with_series", FAMILY_IN_PATCH, 2 },
	{ "docs_selftest_buildtest_only", FAMILY_IN_PATCH, 1 },
	{ "no_user_impact_not_needed", FAMILY_IN_PATCH, 1 },
	{ "too_risky_or_behaviour_change", FAMILY_IN_PATCH, 0 },
	{ "bug_or_code_not_in_that_tree", FAMILY_IN_TREES, 3 },
	{ "missing_prerequisite", FAMILY_IN_TREES, 2 },
	{ "reverted_upstream", FAMILY_IN_TREES, 0 },
	{ "needs_followup_fix", FAMILY_IN_TREES, 0 },
	{ "already_in_stable", FAMILY_IN_TREES, 0 },
	{ "hardware_not_supported_in_tree", FAMILY_IN_TREES, 3 },
};

enum family_place family_place(const char *reason)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(families[i].reason, reason) == 0)
			return families[i].place;
	return FAMILY_OTHER;
}

static int kin_of(const char *reason)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(families[i].reason, reason) == 0)
			return families[i].kin;
	return 0;
}

bool family_near(const char *a, const char *b)
{
	return strcmp(a, b) == 0 || (kin_of(a) && kin_of(a) == kin_of(b));
}

int family_order(const char *reason)
{
	size_t i = 0;

	while (i < G_N_ELEMENTS(families) && g_strcmp0(families[i].reason, reason) != 0)
		i++;
	return (int)i;
}
