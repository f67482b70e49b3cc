/* SPDX-License-Identifier: GPL-2.0-or-later */
/* change - which entries of a queue are one change, proposed for several trees. */

#ifndef WINNOW_MATCH_CHANGE_H
#define WINNOW_MATCH_CHANGE_H

#include <glib.h>

#include "match/upstream.h"
#include "read/queue.h"

/*
 * The change of every entry, in the queue's order: numbers from 1, in the order of the changes'
 * first entries. Entries of one upstream commit are one change. So are mails of which none is
 * known, if they have the same author and subject, are for different trees and came within
 * PATCH_QUEUE_DAYS: two for one tree are two changes ("fix a typo"). All others are alone.
 * upstreams are those of the entries. The caller frees with g_free().
 */
guint *changes_find(const struct queue *queue, const struct upstream *upstreams);

#endif
