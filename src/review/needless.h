/* SPDX-License-Identifier: GPL-2.0-or-later */
/* needless - answers that nobody would thank for. */

#ifndef WINNOW_REVIEW_NEEDLESS_H
#define WINNOW_REVIEW_NEEDLESS_H

#include "review/copies.h"

/*
 * Why an answer to copies need not be written, as a clause: those who would get it said all of it
 * themselves, or it would doubt a patch that says what goes wrong without it, or ask to take along
 * what is cosmetic. NULL: it is of use. The caller frees.
 */
char *copies_needless(const struct report *report, const struct copies *copies);

#endif
