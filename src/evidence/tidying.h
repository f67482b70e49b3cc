/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tidying - whether a commit that follows another one up is nothing that that one must not miss. */

#ifndef WINNOW_EVIDENCE_TIDYING_H
#define WINNOW_EVIDENCE_TIDYING_H

#include <stdbool.h>

#include "read/diff.h"

/* A follow-up that only its words show to be one. */
struct tidying {
	const char *title, *message; /* message may be NULL */
	const char *line;	     /* what shows that it follows up */
	const struct diff *diff;     /* its change */
	const struct diff *of;	     /* the change that it follows up */
};

/*
 * Why the other one can go without it: "it only adds assertions", "by its title it only tidies up";
 * NULL: nothing shows that. What broke something in its author's words is no tidying, whatever its
 * title says.
 */
const char *tidying_says(const struct tidying *followup);

#endif
