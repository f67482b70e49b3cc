/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/family.h"

#include <string.h>

#include <glib.h>

static const struct {
	const char *reason;
	enum family_where where;
	int kin; /* those of one number are near; 0: of none */
	const char *question;
} families[] = {
	{ "not_a_bug_fix", FAMILY_IN_PATCH, 1, "does it repair anything?" },
	{ "only_useful_with_series", FAMILY_IN_PATCH, 2,
	  "is it of use without the rest of its series?" },
	{ "docs_selftest_buildtest_only", FAMILY_IN_PATCH, 1,
	  "does it change anything for users?" },
	{ "no_user_impact_not_needed", FAMILY_IN_PATCH, 1, "does anybody run into it?" },
	{ "too_risky_or_behaviour_change", FAMILY_IN_PATCH, 0,
	  "is it worth the risk in a stable tree?" },
	{ "bug_or_code_not_in_that_tree", FAMILY_IN_TREES, 3, "is the bug in this tree?" },
	{ "missing_prerequisite", FAMILY_IN_TREES, 2, "does it need another commit first?" },
	{ "reverted_upstream", FAMILY_IN_TREES, 0, "does upstream still have it?" },
	{ "needs_followup_fix", FAMILY_IN_TREES, 0, "does it need a later fix, too?" },
	{ "already_in_stable", FAMILY_IN_TREES, 0, "does the tree have it already?" },
	{ "hardware_not_supported_in_tree", FAMILY_IN_TREES, 3,
	  "does this tree know the hardware?" },
};

/* Reasons that are seen nowhere before somebody says so. */
static const char *const others[] = { "breaks_or_regresses", "patch_itself_wrong",
				      "needs_more_soak_time", "maintainer_handles_stable", NULL };

bool family_is_known(const char *reason)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(families[i].reason, reason) == 0)
			return true;
	return g_strv_contains(others, reason);
}

enum family_where family_where(const char *reason)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(families[i].reason, reason) == 0)
			return families[i].where;
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

const char *family_question(const char *reason)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (g_strcmp0(families[i].reason, reason) == 0)
			return families[i].question;
	return "is it worth having in a stable tree?";
}
