/* SPDX-License-Identifier: GPL-2.0-or-later */
/* release - the first of upstream's tagged versions that has a commit. */

#ifndef WINNOW_MATCH_RELEASE_H
#define WINNOW_MATCH_RELEASE_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "index/history.h"

/* Whether a tag is a version: "v5.18-rc1", "2.6.39", "RELEASE-4.17.0", a number with a dot in it. */
bool release_is_version(const char *name);

struct releases;

/* Borrows history. Without a repository none is known. Tags are read when first asked for. */
struct releases *releases_new(const struct history *history);
void releases_free(struct releases *releases);
DEFINE_CLEANUP(struct releases *, releases_free)

/*
 * The name of the oldest version tag on the mainline that has the commit at position, "v5.18-rc1";
 * NULL: none has, or none is known. Borrowed from releases.
 */
const char *releases_first_with(struct releases *releases, guint32 position);

/* Whether the release of that version, "6.11" by a tag "v6.11", was out at date. */
bool releases_had(struct releases *releases, const char *version, gint64 date);

#endif
