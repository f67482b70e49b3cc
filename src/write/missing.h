/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing - what a branch lacks, as text for people and as JSON for programs. */

#ifndef WINNOW_WRITE_MISSING_H
#define WINNOW_WRITE_MISSING_H

#include <stdbool.h>
#include <stdio.h>

#include "match/missing.h"

struct missing_report {
	const struct history *history;
	const char *upstream_name;
	const char *branch_name; /* as given: a range, a branch or a list */
	size_t n_commits;	 /* of the branch's own, or lines of the list */
	size_t n_taken;		 /* upstream commits among them */
	size_t n_unknown;	 /* ids given that upstream does not have */
	size_t n_ignored;	 /* left out because of lists */
	const GArray *missing;	 /* struct missing */
	gint64 now;
};

bool missing_write_text(const struct missing_report *report, bool color, FILE *out);

/* Version 1, data/schema/missing-1.json. False if memory for it or the stream gave out. */
bool missing_write_json(const struct missing_report *report, bool color, FILE *out);

#endif
