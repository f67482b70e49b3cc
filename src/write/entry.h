/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entry - a change of a report's text, told once for all that were sent of it. */

#ifndef WINNOW_WRITE_ENTRY_H
#define WINNOW_WRITE_ENTRY_H

#include <stdbool.h>

#include <glib.h>

#include "review/report.h"

/* Reviews of which the same is told, in the queue's order. */
struct entry_part {
	GPtrArray *reviews; /* const struct review *, at least one */
};

struct entry {
	guint number;	  /* from 1 */
	GPtrArray *parts; /* struct entry_part *: drop, ask, keep-with, keep */
};

/*
 * The reviews of these verdicts (by enum verdict) as struct entry, in the queue's order; the caller
 * unrefs. Mails of one change and subject are one entry, whatever trees and versions they are for;
 * a part of it is what has the same verdict for the same facts. Of others those are one entry that
 * are one change and of which everything is the same.
 */
GPtrArray *entries_find(const struct report *report, const bool *verdicts);

/*
 * Whether a reason is told by itself. Where a rule decided, what was weighed besides does not
 * matter, nor does next to nothing, nor what nobody can use: explain has it.
 */
bool entry_tells(const struct judgement *judgement, const struct reason *reason);

/* Whether a reason is about what was looked up, or decides, and is not of the part told first. */
bool entry_is_new(const struct entry *entry, const struct reason *reason);

#endif
