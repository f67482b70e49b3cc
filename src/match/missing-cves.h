/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing-cves - the fixes of open vulnerabilities, as what a branch lacks. */

#ifndef WINNOW_MATCH_MISSING_CVES_H
#define WINNOW_MATCH_MISSING_CVES_H

#include "match/missing.h"
#include "match/open-cves.h"

/*
 * Upstream's fixes of open (struct open_cve): those of what the branch has, each tied to that, then
 * those of which it is not known, tied to nothing, in the order of missing_sort(). The array of
 * struct missing is the caller's; it borrows cves, and of lent, to which what the ties need is
 * added.
 */
GArray *missing_of_cves(const struct history *history, const struct cves *cves, const GArray *open,
			GPtrArray *lent);

#endif
