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
static const char *why_not(const struct fit *fit)
{
	switch (fit->prerequisites.outcome) {
	case PREREQUISITES_MANY:
		return "; more than 8 commits would have to come first";
	case PREREQUISITES_UNPROVED:
		return fit->prerequisites.members->len
			       ? "; what made those lines does not make it apply"
			       : "";
	default:
		return "";
	}
}

static char *say_work(const struct fit *fit)
{
	GString *out = g_string_new("needs work: ");

	if (fit->by_name) {
		g_string_append_printf(out, "it applies, and uses what is not there, at %s",
				       fit->where);
		return g_string_free(out, FALSE);
	}
	if (fit_is_proved(fit)) {
		g_string_append(out, "on top of these all of it applies but ");
		append_files(out, fit->files);
		return g_string_free(out, FALSE);
	}
	g_string_append(out, fit->fuzz ? "patch(1) takes it with fuzz, a merge conflicts in "
				       : "it conflicts in ");
	append_files(out, fit->files);
	g_string_append(out, why_not(fit));
	return g_string_free(out, FALSE);
}

char *fit_says(const struct fit *fit)
{
	g_autofree char *foreign = NULL;

	switch (fit->kind) {
	case FIT_APPLIES:
		return g_strdup("applies as it is");
	case FIT_ON_TOP:
		return g_strdup_printf("applies on top of %s",
				       fit->prerequisites.members->len == 1 ? "this" : "these");
	case FIT_THERE:
		return g_strdup("all that it makes is there");
	case FIT_WORK:
		return say_work(fit);
	case FIT_FOREIGN:
		foreign = fit_foreign_clause(fit);
		return g_strdup_printf("its code is not there: %s", foreign);
	default:
		return g_strdup("cannot be tried");
	}
}
