/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/family.h"

#include <string.h>

#include <glib.h>

static const struct {
	const char *reason;
	enum family_place place;
} families[] = {
	{ "not_a_bug_fix", FAMILY_IN_PATCH },
	{ "only_useful_with_series", FAMILY_IN_PATCH },
	{ "docs_selftest_buildtest_only", FAMILY_IN_PATCH },
	{ "no_user_impact_not_needed", FAMILY_IN_PATCH },
	{ "too_risky_or_behaviour_change", FAMILY_IN_PATCH },
	{ "bug_or_code_not_in_that_tree", FAMILY_IN_TREES },
	{ "missing_prerequisite", FAMILY_IN_TREES },
	{ "reverted_upstream", FAMILY_IN_TREES },
	{ "needs_followup_fix", FAMILY_IN_TREES },
	{ "already_in_stable", FAMILY_IN_TREES },
	{ "hardware_not_supported_in_tree", FAMILY_IN_TREES },
};

enum family_place family_place(const char *reason)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
		if (strcmp(families[i].reason, reason) == 0)
			return families[i].place;
	return FAMILY_OTHER;
}
