/* SPDX-License-Identifier: GPL-2.0-or-later */
/* supersede - of a patch that was sent again, only the newest version is under review. */

#ifndef WINNOW_READ_SUPERSEDE_H
#define WINNOW_READ_SUPERSEDE_H

#include <stdbool.h>

#include "read/patch.h"
#include "read/queue.h"

/*
 * Take out of the queue's patches what the same sender sent for the same trees in a later version,
 * into queue->superseded. Versions are those of the tags, "v2", "RESEND". A series gives way as a
 * whole to one that shares half of the titles of the shorter one, but not to a few of its mails
 * that were sent anew in its own thread; a single patch to one of its title, or that replies to it.
 */
void queue_supersede(struct queue *queue);

/* Whether newer takes the place of older, by version, sender, trees and date: not by title. */
bool patch_supersedes(const struct patch *newer, const struct patch *older);

#endif
