/* SPDX-License-Identifier: GPL-2.0-or-later */
/* missing-words - what all forms for people say of what a branch lacks; for this folder only. */

#ifndef WINNOW_WRITE_MISSING_WORDS_H
#define WINNOW_WRITE_MISSING_WORDS_H

#include <glib.h>

#include "review/inquiry.h"

/* "Fixes of what the branch has": what entries of one kind stand under. */
const char *missing_heading(const struct missing *missing);

/* "3 days ago (2024-02-27)", "2 years ago (...)"; "" where the date is not known. The caller frees.
 */
char *missing_age(gint64 date, gint64 now);

/* "fixes", "fixes by its title". */
char *missing_tie_verb(const struct missing_tie *tie);

/* What the branch has of the object, behind its name: ", here 0123456789ab", ", which is missing
 * too"; "" where it has the very commit. */
char *missing_tie_rest(const struct history *history, const struct missing_tie *tie);

/* "fixes CVE-2024-1001; fixes 0123456789ab ("subject"), here ba9876543210": what it is to what the
 * branch has, "; of 3 other trees 2 took it: ..." and "; applies as it is" where that was asked.
 * Unmasked; the caller frees. */
char *missing_sentence(const struct missing_report *report, const struct missing *missing);

/* "crash, it speaks of a "use-after-free"": how bad it is to lack it, and what says so; "" where
 * nobody asked. Unmasked; the caller frees. */
char *missing_how_bad(const struct missing *missing);

/* Both in one line, how bad it is in brackets. Unmasked; the caller frees. */
char *missing_because(const struct missing_report *report, const struct missing *missing);

/* "applies on top of 0123456789ab": what it would take; NULL: not asked. The caller frees. */
char *missing_fit(const struct missing_report *report, const struct missing *missing);

/* "v6.1..stable: 20 commits, 12 taken from upstream; missing: 2 fixes, ...". Unmasked. */
char *missing_summary(const struct missing_report *report);

#endif
