/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a diff was made to fit, in words. */
#include "take/fitting.h"

/* How its lines were made to fit, for the list. NULL: they did. */
static char *fitted_how(const struct fitting *fit, unsigned strip)
{
	switch (fit->kind) {
	case FITTING_EXACT:
		return strip == 1 ? NULL : g_strdup_printf("its names were for patch -p%u", strip);
	case FITTING_ENDS:
		return g_strdup("its lines end otherwise than those of the file");
	case FITTING_MOVED:
		return g_strdup_printf("it stands up to %" G_GINT64_FORMAT " line%s from where it "
				       "said",
				       ABS(fit->moved), ABS(fit->moved) == 1 ? "" : "s");
	case FITTING_FUZZY:
		return g_strdup("some lines around it are others");
	case FITTING_OLDER:
		return g_strdup("the file has its older name here");
	default:
		return NULL;
	}
}

/* Both of what may be NULL, with "; " between. */
static char *join_clauses(const char *a, const char *b)
{
	return a && b ? g_strdup_printf("%s; %s", a, b) : g_strdup(a ? a : b);
}

char *fitting_says(const struct fitting *fit, unsigned strip)
{
	g_autofree char *how = fitted_how(fit, strip);

	return join_clauses(fit->left.says, how);
}

char *fitting_note(const struct fitting *fit)
{
	const char *how = fit->kind == FITTING_OLDER   ? fit->where
			  : fit->kind == FITTING_FUZZY ? "refreshed context"
						       : NULL;
	g_autofree char *without =
		fit->left.files ? g_strdup_printf("without %s", fit->left.files) : NULL;
	g_autofree char *both = join_clauses(without, how);

	return both ? g_strdup_printf("[ winnow: %s ]", both) : NULL;
}
