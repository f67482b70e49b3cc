/* SPDX-License-Identifier: GPL-2.0-or-later */
/* absence - names that entries of the queue use and that are not there when their turn comes. */

#ifndef WINNOW_EVIDENCE_ABSENCE_H
#define WINNOW_EVIDENCE_ABSENCE_H

#include <glib.h>

#include "base/cleanup.h"
#include "evidence/collect.h"
#include "code/absent-names.h"

/* The names of the base and of the entries so far. */
struct absence;

/* NULL where there is no base, or its tree cannot be read. Borrows evidence. */
struct absence *absence_new(const struct evidence *evidence);
void absence_free(struct absence *absence);
DEFINE_CLEANUP(struct absence *, absence_free)

/* What patch uses that is not there: struct absent_name, the caller's. */
GArray *absence_find(struct absence *absence, const struct patch *patch);

/* An entry that uses what an earlier one brings and the base lacks. */
struct name_need {
	size_t maker; /* position of the earlier one */
	char *name;   /* the first such name */
	char *use;    /* the line that shows it */
};

/* For an array of them. */
void name_need_clear(void *need);

/*
 * What patch brings is there from now on. Appends to needs (struct name_need) what it uses of those
 * before it, one for each of them.
 */
void absence_add(struct absence *absence, const struct patch *patch, GArray *needs);

/* To try what other commits would bring. Borrowed. */
struct tree_names *absence_names(struct absence *absence);
struct absent_finder *absence_finder(struct absence *absence);

#endif
