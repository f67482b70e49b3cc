/* SPDX-License-Identifier: GPL-2.0-or-later */
/* open-cves - the vulnerabilities that a tree has, or may have: the fix of each is not there. */

#ifndef WINNOW_MATCH_OPEN_CVES_H
#define WINNOW_MATCH_OPEN_CVES_H

#include <stdbool.h>

#include <glib.h>

#include "match/cves.h"
#include "match/target.h"

/* A pair of its record whose fix the tree lacks. */
struct cve_hole {
	const struct cve_tie *tie;
	bool here;	 /* the tree has what brought it; else the record does not say what did */
	bool has_commit; /* here: and this commit of the tree is it */
	struct commit_id commit;
};

struct open_cve {
	const struct cve *cve;
	bool since_known; /* the tree has what brought it; else whether the bug is there is open */
	GArray *holes;	  /* struct cve_hole: those that are here, else those of which it is not
			     said; never empty */
};

/*
 * Those that the tree has which target read, or where it read none, that came with what of taken
 * (struct taken) is not gone; in the order of their records, those that are surely there first. A
 * stable tree's own fix, which a record names beside upstream's, counts. The array of struct
 * open_cve is the caller's; it borrows cves.
 */
GArray *open_cves_find(const struct cves *cves, const struct history *history,
		       const struct target *target, const GArray *taken);

/* Whether one of them is surely there. NULL: none is known. */
bool open_cves_are_any(const GArray *open);

#endif
