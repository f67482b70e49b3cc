/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trail - what became of a queue over the rounds of taking it: which entry each patch of a round
 * is, for whose sake what is none was added, and what is left out by now.
 */

#ifndef WINNOW_TAKE_TRAIL_H
#define WINNOW_TAKE_TRAIL_H

#include <stdbool.h>

#include <glib.h>

#include "base/commit-id.h"
#include "take/assembly.h"

struct trail {
	GHashTable *origins; /* what this round calls a patch -> what the queue called it, or the
				id, all of it, of what was added; NULL: the round is the first */
	GHashTable *users;   /* ids of what was added -> set of origins that want it */
	GHashTable *gone;    /* set of origins that are left out, and of upstream's ids of them */
	GHashTable *idle;    /* set of origins that go because all who wanted them do */
};

void trail_init(struct trail *trail);
void trail_clear(struct trail *trail);

/* Of the patch that this round calls name, as struct trail has it; the trail's, or name. */
const char *trail_origin(const struct trail *trail, const char *name);
bool trail_is_added(const struct trail *trail, const char *name);

/* Whether it was added, and all who wanted it are gone. */
bool trail_is_idle(const struct trail *trail, const char *origin);

/*
 * Take what a round changed (struct change *, of which it leaves none) over into told, by the names
 * that the queue has: what was added and is left out again was never added. How much was changed.
 */
size_t trail_tell(struct trail *trail, GPtrArray *changes, GPtrArray *told);

/* Go on to the next round, whose queue is the assembly. */
void trail_follow(struct trail *trail, const struct assembly *assembly);

#endif
