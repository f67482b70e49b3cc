/* SPDX-License-Identifier: GPL-2.0-or-later */
/* absence - names that entries of the queue use and that are not there when their turn comes. */

#ifndef WINNOW_EVIDENCE_ABSENCE_H
#define WINNOW_EVIDENCE_ABSENCE_H

#include <glib.h>

#include "evidence/collect.h"
#include "match/absent-names.h"

/* An entry that uses what an earlier one brings and the base lacks. */
struct name_need {
	size_t user, maker; /* positions in the queue */
	char *name;	    /* the first such name */
	char *use;	    /* the line that shows it */
};

struct absences {
	GPtrArray *absent; /* by entry: GArray of struct absent_name, NULL: not looked up */
	GArray *needs;	   /* struct name_need, one for each pair */
};

/*
 * Look at each entry of the queue on top of those before it. NULL where there is no base, or its
 * tree cannot be read.
 */
struct absences *absences_find(const struct evidence *evidence);
void absences_free(struct absences *absences);

#endif
