/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing-changed - what of a branch's lack is not as it was when that was asked the last time. */

#ifndef WINNOW_REVIEW_MISSING_CHANGED_H
#define WINNOW_REVIEW_MISSING_CHANGED_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "git/repo.h"
#include "review/inquiry.h"

/* A commit that was missing then and is not now: taken, taken back, or not wanted any more. */
struct missing_gone {
	char *id, *subject;
};

struct missing_changed {
	char *since;		      /* when that was asked; NULL: it does not say */
	struct missing_report report; /* what is missing now and was not then, alone */
	GArray *gone;		      /* struct missing_gone */
	size_t n_same;
	bool only_new; /* see missing_changed_keep_new() */
};

/*
 * Compare report, borrowed, with what path holds: what missing_changed_keep() wrote, or the JSON of
 * "missing", version 1. may_lack: a file that is not there holds nothing. What upstream has taken
 * back since is another finding. Fails with WINNOW_ERROR_INPUT.
 */
bool missing_changed_find(const struct missing_report *report, const char *path, bool may_lack,
			  struct missing_changed **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void missing_changed_free(struct missing_changed *changed);
DEFINE_CLEANUP(struct missing_changed *, missing_changed_free)

/* Leave out what went. */
void missing_changed_keep_new(struct missing_changed *changed);

bool missing_changed_is_any(const struct missing_changed *changed);

/* Write to path what the next one asks of this one. */
bool missing_changed_keep(const struct missing_report *report, const char *path,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where in the cache that is kept; NULL for standard input, which has no name. Caller frees. */
char *missing_changed_path(const struct missing_report *report, const struct repo *repo);

#endif
