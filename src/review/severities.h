/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * severities - how bad it is to lack commits of upstream, as rules say it, and as they said it the
 * last time: neither a commit nor what a rule makes of it changes.
 */

#ifndef WINNOW_REVIEW_SEVERITIES_H
#define WINNOW_REVIEW_SEVERITIES_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/warn.h"
#include "evidence/fact.h"
#include "index/history.h"
#include "match/severity.h"

struct severities;

/*
 * Of commits of history, about n of them, by the rules of directories, which are read when the
 * first one is to be judged. path, which becomes theirs, is of the file where they are kept, NULL:
 * nowhere. All but path must outlive them.
 */
struct severities *severities_new(struct history *history, const char *const *directories,
				  char *path, size_t n, const struct warn *warn);
void severities_free(struct severities *severities);
DEFINE_CLEANUP(struct severities *, severities_free)

/* As commit_severity(), which see; fails where the rules cannot be read. */
bool severities_find(struct severities *severities, guint32 position,
		     const guint culprits[N_FACT_STATES], enum severity *out, char **says,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
