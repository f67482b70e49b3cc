/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tie - what one entry of the queue says about another. */

#ifndef WINNOW_EVIDENCE_TIE_H
#define WINNOW_EVIDENCE_TIE_H

#include <glib.h>

#include "match/target.h"
#include "read/queue.h"
#include "message/reference.h"

struct tie {
	const struct patch *from, *to; /* from's message names to */
	struct reference reference;    /* its slices point into from's message */
};

/*
 * Every tie of the queue, grouped by to, in the order of from. The caller frees; patches are
 * borrowed.
 */
GArray *ties_find(const struct queue *queue, const struct target *target);

/* Those that lead to patch; *n of them. */
const struct tie *ties_to(const GArray *ties, const struct patch *patch, size_t *n);

#endif
