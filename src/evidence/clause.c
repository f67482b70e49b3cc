/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/clause.h"

#include "index/history.h"

char *state_clause(const struct presence *presence, enum fact_state state)
{
	switch (state) {
	case FACT_STATE_BASE:
		if (presence->inherited || !presence->has_commit)
			return g_strdup("is in the base");
		return g_strdup_printf("is in the base as %s",
				       commit_id_short(&presence->commit).text);
	case FACT_STATE_BRANCH:
		if (!presence->has_commit)
			return g_strdup("is in the branch, beyond the queue");
		return g_strdup_printf("is in the branch, beyond the queue, as %s",
				       commit_id_short(&presence->commit).text);
	case FACT_STATE_QUEUED_BEFORE:
		return g_strdup_printf("is queued before it, at %zu", presence->patch->position);
	case FACT_STATE_QUEUED_AFTER:
		return g_strdup_printf("is queued after it, at %zu", presence->patch->position);
	case FACT_STATE_MISSING:
		return g_strdup(
			presence->inferred
				? "is missing: not queued, and no --onto was given to look in"
				: "is missing");
	case FACT_STATE_REVERTED:
		return g_strdup("was itself reverted upstream");
	default:
		return g_strdup("may or may not be in the target: no --onto was given");
	}
}

char *release_clause(struct releases *releases, guint32 position)
{
	const char *release =
		position == HISTORY_NONE ? NULL : releases_first_with(releases, position);

	return release ? g_strdup_printf(" (it came in %s)", release) : g_strdup("");
}

char *lines_clause(size_t found, size_t total, const char *what)
{
	if (!found)
		return g_strdup_printf("no line that it %s is", what);
	if (total == 1)
		return g_strdup_printf("the line that it %s is", what);
	if (found == total)
		return g_strdup_printf("all %zu lines that it %s are", total, what);
	return g_strdup_printf("%zu of the %zu lines that it %s are", found, total, what);
}
