/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/family.h"

#include <string.h>

#include <glib.h>

static const struct {
	const char *reason;
	enum family_where where;
	enum family_group group;
	const char *question;
} families[] = {
	{ "not_a_bug_fix", FAMILY_IN_PATCH, FAMILY_GROUP_NO_FIX, "does it repair anything?" },
	{ "only_useful_with_series", FAMILY_IN_PATCH, FAMILY_GROUP_SERIES,
	  "is it of use without the rest of its series?" },
	{ "docs_selftest_buildtest_only", FAMILY_IN_PATCH, FAMILY_GROUP_NO_FIX,
	  "does it change anything for users?" },
	{ "no_user_impact_not_needed", FAMILY_IN_PATCH, FAMILY_GROUP_NO_FIX,
	  "does anybody run into it?" },
	{ "too_risky_or_behaviour_change", FAMILY_IN_PATCH, FAMILY_GROUP_NO_FIX,
	  "is it worth the risk in a stable tree?" },
	{ "bug_or_code_not_in_that_tree", FAMILY_IN_TREES, FAMILY_GROUP_NOT_THERE,
	  "is the bug in this tree?" },
	{ "missing_prerequisite", FAMILY_IN_TREES, FAMILY_GROUP_SERIES,
	  "does it need another commit first?" },
	{ "reverted_upstream", FAMILY_IN_TREES, FAMILY_GROUP_LATER,
	  "does upstream still have it?" },
	{ "needs_followup_fix", FAMILY_IN_TREES, FAMILY_GROUP_LATER,
	  "does it need a later fix, too?" },
	{ "already_in_stable", FAMILY_IN_TREES, FAMILY_GROUP_NOT_THERE,
	  "does the tree have it already?" },
	{ "hardware_not_supported_in_tree", FAMILY_IN_TREES, FAMILY_GROUP_NOT_THERE,
	  "does this tree know the hardware?" },
};

/* Reasons that are seen nowhere before somebody says so; the first ones after they are seen. */
static const struct {
	const char *reason;
	enum family_group group;
} others[] = {
	{ "breaks_or_regresses", FAMILY_GROUP_LATER },
	{ "patch_itself_wrong", FAMILY_GROUP_LATER },
	{ "needs_more_soak_time", FAMILY_GROUP_LATER },
	{ "maintainer_handles_stable", FAMILY_GROUP_NONE },
};

bool family_is_known(const char *reason)
{
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(others[i].reason, reason) == 0)
			return true;
	return family_order(reason) < (int)G_N_ELEMENTS(families);
}

enum family_where family_where(const char *reason)
{
	size_t i = (size_t)family_order(reason);

	return i < G_N_ELEMENTS(families) ? families[i].where : FAMILY_OTHER;
}

enum family_group family_group(const char *reason)
{
	size_t at = (size_t)family_order(reason);

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_strcmp0(others[i].reason, reason) == 0)
			return others[i].group;
	return at < G_N_ELEMENTS(families) ? families[at].group : FAMILY_GROUP_NONE;
}

bool family_near(const char *a, const char *b)
{
	return strcmp(a, b) == 0 || (family_group(a) && family_group(a) == family_group(b));
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
