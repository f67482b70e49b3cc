/* SPDX-License-Identifier: GPL-2.0-or-later */
/* neighbours - what is mailed together: one change for several trees, others by the same hand. */

#ifndef WINNOW_EVIDENCE_NEIGHBOURS_H
#define WINNOW_EVIDENCE_NEIGHBOURS_H

#include <stdbool.h>

#include <glib.h>

#include "read/queue.h"

/* Mails so near were sent together; what goes on in a part of the tree shows over a day more. */
enum { NEIGHBOURS_DAYS = 2, NEIGHBOURS_PREFIX_DAYS = 3 };

/* Of one entry. Only mails with a date have neighbours: of files and commits nothing is known. */
struct neighbours {
	bool known;
	guint trees;	   /* that the change is proposed for; a range of versions counts as two */
	guint same_author; /* other changes by its author, mailed within NEIGHBOURS_DAYS */
	bool has_prefix;   /* its subject has one, title_prefix_length() */
	guint same_prefix; /* other changes with it, mailed within NEIGHBOURS_PREFIX_DAYS */
};

/*
 * struct neighbours of every entry, in the queue's order; changes are those of its entries
 * (match/change.h). Of a change that is proposed again counts what was mailed within
 * PATCH_QUEUE_DAYS. The caller frees with g_array_unref().
 */
GArray *neighbours_find(const struct queue *queue, const guint *changes);

#endif
