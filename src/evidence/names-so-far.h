/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names-so-far - names that entries of the queue use and that are not there when their turn comes.
 */

#ifndef WINNOW_EVIDENCE_NAMES_SO_FAR_H
#define WINNOW_EVIDENCE_NAMES_SO_FAR_H

#include <glib.h>

#include "base/cleanup.h"
#include "evidence/collect.h"
#include "code/absent-names.h"

/* The names of the base and of the entries so far. */
struct names_so_far;

/* NULL where there is no base, or its tree cannot be read. Borrows evidence. */
struct names_so_far *names_so_far_new(const struct evidence *evidence);
void names_so_far_free(struct names_so_far *so_far);
DEFINE_CLEANUP(struct names_so_far *, names_so_far_free)

/* What patch, whose diff's ids are, uses that is not there: struct absent_name, the caller's. */
GArray *names_so_far_find(struct names_so_far *so_far, const struct patch *patch,
			  const struct identifiers *ids);

/* An entry that uses what an earlier one brings and the base lacks. */
struct name_use {
	size_t maker; /* position of the earlier one */
	char *name;   /* the first such name */
	char *use;    /* the line that shows it */
};

/* For an array of them. */
void name_use_clear(void *use);

/*
 * What patch brings is there from now on. Appends to uses (struct name_use) what it uses of those
 * before it, one for each of them.
 */
void names_so_far_add(struct names_so_far *so_far, const struct patch *patch,
		      const struct identifiers *ids, GArray *uses);

/* To try what other commits would bring. Borrowed. */
struct tree_names *names_so_far_names(struct names_so_far *so_far);
struct absent_finder *names_so_far_finder(struct names_so_far *so_far);

#endif
