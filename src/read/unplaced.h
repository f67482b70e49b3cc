/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unplaced - mails that seem meant for a stable tree, but not in a way that says which: counted. */

#ifndef WINNOW_READ_UNPLACED_H
#define WINNOW_READ_UNPLACED_H

#include <stdbool.h>
#include <stddef.h>

#include "read/queue.h"

struct unplaced {
	size_t n;
	char *first; /* its subject with tags; NULL while there is none */
};

/*
 * Count patch if its words say that it is a backport, or its tag names a tree, and no version was
 * read from it. by_tag: only by a number in its tag, where the rest is known from elsewhere.
 */
void unplaced_note(struct unplaced *unplaced, const struct patch *patch, bool by_tag);

/* Count one more, called title. */
void unplaced_add(struct unplaced *unplaced, const char *title);

/* Warn of what was counted, if anything: which tree it is for is not clear, and what was done. */
void unplaced_warn(struct unplaced *unplaced, struct queue *queue, const char *location,
		   const char *done);

#endif
