/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * twins - commits that upstream has twice: one is said to be picked from the other, and both are
 * there, as where a branch of fixes took what another branch had. Nobody else's business than
 * history.c's.
 */

#ifndef WINNOW_INDEX_TWINS_H
#define WINNOW_INDEX_TWINS_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"

struct twins;

struct twins *twins_new(void);
void twins_free(struct twins *twins);
DEFINE_CLEANUP(struct twins *, twins_free)

/* The commit at from says that it was picked from the one at to. */
void twins_add(struct twins *twins, guint32 from, guint32 to);

/* Whether the two that a message ties together are one change; asked once for each pair. */
typedef bool twins_judge(guint32 from, guint32 to, void *data);

/*
 * All that are one change with the commit at position, itself included, rising; NULL when it is
 * alone. Borrowed. Of a chain without end the first TWINS_LIMIT that are met.
 */
enum { TWINS_LIMIT = 16 };
const GArray *twins_of(struct twins *twins, guint32 position, twins_judge *judge, void *data);

#endif
