/* SPDX-License-Identifier: GPL-2.0-or-later */
/* changed - what is not as it was when a queue was reviewed the last time. */

#ifndef WINNOW_REVIEW_CHANGED_H
#define WINNOW_REVIEW_CHANGED_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "review/earlier.h"
#include "review/report.h"

enum change_kind {
	CHANGE_NEW,	 /* it was not in the queue */
	CHANGE_VERDICT,	 /* it came to another verdict */
	CHANGE_EVIDENCE, /* to the same, and something that could change a mind is known now */
};

/* Of one review. */
struct review_change {
	enum change_kind kind;
	enum verdict was;
	GPtrArray *news; /* char *: what is known now and was not, each a clause */
	GPtrArray *lost; /* char *: what was known and is not so any more, where the verdict is
			    another */
};

struct changed {
	char *since; /* when the earlier review was made, as that says; NULL: it does not */
	const struct report *whole; /* what was compared */
	struct report report;	    /* the reviews that changed alone, in the queue's order */
	GPtrArray *gone;	    /* const struct earlier_patch *: not in the queue any more */
	size_t n_same;
	bool only_new; /* see changed_keep_new() */
};

/*
 * Compare report with an earlier one of its queue, both borrowed. A patch is known again by its key
 * and tree, else by its source; where several have the same, in their order. Never NULL.
 */
struct changed *changed_find(const struct report *report, const struct earlier *earlier);
void changed_free(struct changed *changed);
DEFINE_CLEANUP(struct changed *, changed_free)

/* Leave out what is no finding: what went, and what is to be kept as it is. */
void changed_keep_new(struct changed *changed);

/* Whether anything did, or any patch went. */
bool changed_is_any(const struct changed *changed);

/* "new", "verdict", "evidence". */
const char *change_kind_name(enum change_kind kind);

#endif
