/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spare - the files of a change that it can do without where they keep it from applying: documents
 * and lists of people that are others here, files that are not there, and what is only removed and
 * gone already. Backporters leave them out. Code that is another here is no such file.
 */

#ifndef WINNOW_MATCH_SPARE_H
#define WINNOW_MATCH_SPARE_H

#include <stdbool.h>

#include <glib.h>

#include "match/effective.h"

/* From the least to the most: what may be done without. */
enum spare_what {
	SPARE_NOTHING,
	SPARE_PROSE,   /* see effective_is_prose() */
	SPARE_FOREIGN, /* that, and code of which the tree has nothing, and which nothing else of
			  the change may lean on: so no header */
};

struct spare {
	GHashTable *only; /* paths of what is left, for effective_change; borrowed from its diff */
	char *files;	  /* "doc/a.rst, net/b.c": what is not, as the change calls them */
	char *says;	  /* "without doc/a.rst, which does not fit; net/b.c, which is not there" */
};

/*
 * Whether the change, of which on tree, which is as it was before, failed did not fit, can do
 * without all of that, and something else than prose is left. Then *out is to be cleared with
 * spare_clear(); else it is untouched.
 */
bool spare_find(struct effective *tree, const struct effective_change *change, const GArray *failed,
		enum spare_what what, struct spare *out);

/* *spare may be all zero. */
void spare_clear(struct spare *spare);

#endif
