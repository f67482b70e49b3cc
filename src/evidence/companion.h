/* SPDX-License-Identifier: GPL-2.0-or-later */
/* companion - whether the fixes that a patch must not go without can follow it: each is tried. */

#ifndef WINNOW_EVIDENCE_COMPANION_H
#define WINNOW_EVIDENCE_COMPANION_H

#include <stdbool.h>

#include <glib.h>

#include "evidence/collect.h"
#include "match/effective.h"
#include "match/fit.h"
#include "match/renames.h"

/* A later fix of a patch that the target lacks, tried in the tree that the patch leaves. */
struct companion {
	guint32 position;
	struct fit fit;	    /* of fit_try(): on top of the patch and of those before it */
	const char *only;   /* trait_only() of it */
	const char *tidies; /* tidying_says() of it */
};

/*
 * Try the missing fixes of patch on after, the tree with it, in upstream's order, one on top of the
 * other, as far as there are few. Unless whole, after lacks some of the patch: all that can be told
 * then is that it has none of a fix's files. renames may be NULL: files are known by their own
 * names only. The array of struct companion is the caller's; NULL: there are none.
 */
GArray *companions_try(const struct evidence *evidence, const struct patch *patch,
		       struct effective *after, bool whole, struct renames *renames);

/* Whether one did not apply. */
bool companions_failed(const GArray *companions);

/* That of the commit at position; NULL: it was not tried. companions may be NULL. */
const struct companion *companion_at(const GArray *companions, guint32 position);

/* Whether it is known to apply, or not to; *conflict (borrowed) is where it does not, or NULL. */
bool companion_is_tried(const struct companion *companion, const char **conflict);

/* Whether the target has no use for it. */
bool companion_is_moot(const struct companion *companion);

/* ", and applies on top": what came of it, after "is missing". The caller frees. */
char *companion_clause(const struct companion *companion);

#endif
