/* SPDX-License-Identifier: GPL-2.0-or-later */
/* likeness - how much two diffs have in common, whatever their messages say. */

#ifndef WINNOW_MATCH_LIKENESS_H
#define WINNOW_MATCH_LIKENESS_H

#include "read/diff.h"

/* From the least to the most. */
enum likeness {
	LIKENESS_OTHER_FILES, /* no file and hardly a line in common */
	LIKENESS_OTHER_LINES, /* they change the same files, and hardly a line alike */
	LIKENESS_UNKNOWN,     /* one cannot be read, is binary, or changes no line */
	LIKENESS_ALIKE,	      /* half the changed lines of the shorter one, or more */
	LIKENESS_SAME,	      /* the same patch-id */
};

/*
 * Lines count without their white space. Lines in common speak for two diffs that have no file in
 * common, too, for files are renamed; but then only lines that say something.
 */
enum likeness likeness_of(const struct diff *a, const struct diff *b);

#endif
