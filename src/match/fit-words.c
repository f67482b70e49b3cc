/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What it would take, in words. */
#include "match/fit.h"

enum { FILES_TOLD = 3 };

const char *fit_kind_name(enum fit_kind kind)
{
	static const char *const names[] = {
		[FIT_APPLIES] = "applies",
		[FIT_ON_TOP] = "on-top",
		[FIT_THERE] = "there",
		[FIT_WORK] = "needs-work",
		[FIT_FOREIGN] = "code-not-there",
		[FIT_UNKNOWN] = "unknown",
	};

	return names[kind];
}

bool fit_is_proved(const struct fit *fit)
{
	return fit->prerequisites.outcome == PREREQUISITES_PROVED &&
	       (fit->kind == FIT_ON_TOP || fit->kind == FIT_WORK);
}

char *fit_foreign_clause(const struct fit *fit)
{
	if (fit->no_file)
		return g_strdup_printf("the target has no %s", fit->where);
	return g_strdup_printf("no line that it %s is in %s",
			       fit->removes ? "removes" : "stands between", fit->where);
}

static void append_files(GString *out, const GPtrArray *files)
{
	for (guint i = 0; i < MIN(files->len, (guint)FILES_TOLD); i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", (const char *)files->pdata[i]);
	if (files->len > FILES_TOLD)
		g_string_append_printf(out, " and %u more", files->len - FILES_TOLD);
}

/* Why no set is told. */
static void append_why_not(GString *out, const struct fit *fit)
{
	const struct prerequisites *found = &fit->prerequisites;

	if (found->outcome == PREREQUISITES_MANY)
		g_string_append_printf(out, "; more than %d commits would have to come first",
				       PREREQUISITES_LIMIT);
	else if (found->outcome == PREREQUISITES_UNPROVED && found->members->len)
		g_string_append(out, "; what made those lines does not make it apply");
}

/* "9174674c3b4a, d2276b86e5eb": those that come first, in their order. */
static void append_members(GString *out, const struct fit *fit, const struct history *history)
{
	const GArray *members = fit->prerequisites.members;

	for (guint i = 0; i < members->len; i++) {
		guint32 position = g_array_index(members, struct prerequisite, i).position;

		g_string_append_printf(out, "%s%s", i ? ", " : "",
				       commit_id_short(&history_at(history, position)->id).text);
	}
}

char *fit_work_clause(const struct fit *fit, const struct history *history)
{
	GString *out = g_string_new(NULL);

	if (fit->by_name) {
		g_string_append_printf(out, "it applies, and uses what is not there, at %s",
				       fit->where);
	} else if (fit_is_proved(fit)) {
		g_string_append(out, "on top of ");
		append_members(out, fit, history);
		g_string_append(out, " all of it applies but ");
		append_files(out, fit->files);
	} else {
		g_string_append(out, fit->fuzz
					     ? "patch(1) takes it with fuzz, a merge conflicts in "
					     : "it conflicts in ");
		append_files(out, fit->files);
		append_why_not(out, fit);
	}
	return g_string_free(out, FALSE);
}

char *fit_says(const struct fit *fit, const struct history *history)
{
	GString *out = g_string_new(NULL);
	g_autofree char *clause = NULL;

	switch (fit->kind) {
	case FIT_APPLIES:
		g_string_append(out, "applies as it is");
		g_string_append(out, fit->merged ? ", where it is merged" : "");
		break;
	case FIT_ON_TOP:
		g_string_append(out, "applies on top of ");
		append_members(out, fit, history);
		break;
	case FIT_THERE:
		g_string_append(out, "all that it makes is there");
		break;
	case FIT_WORK:
		clause = fit_work_clause(fit, history);
		g_string_append_printf(out, "needs work: %s", clause);
		break;
	case FIT_FOREIGN:
		clause = fit_foreign_clause(fit);
		g_string_append_printf(out, "its code is not there: %s", clause);
		break;
	default:
		g_string_append(out, "cannot be tried");
	}
	return g_string_free(out, FALSE);
}
