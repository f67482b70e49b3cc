/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/severity.h"

#include "judge/hearing.h"

enum severity severity_judge(const struct rules *rules, const struct exhibit *exhibit, char **says,
			     GPtrArray *gave_up)
{
	_cleanup_(hearing_freep) struct hearing *hearing = hearing_new(exhibit, rules->many);

	*says = NULL;
	for (guint i = 0; i < rules->severities->len; i++) {
		const struct rule *rule = rules->severities->pdata[i];
		const struct hearing_result *result = hearing_rule(hearing, rule);

		if (result->hit.gave_up && gave_up)
			g_ptr_array_add(gave_up, (gpointer)rule);
		if (!result->applies)
			continue;
		*says = rule_sentence(rule, exhibit, &result->hit);
		return rule->severity;
	}
	return rules->severities->len ? SEVERITY_FUNCTIONAL : SEVERITY_UNKNOWN;
}
