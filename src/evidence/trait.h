/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trait - what a diff changes where that is no code. */

#ifndef WINNOW_EVIDENCE_TRAIT_H
#define WINNOW_EVIDENCE_TRAIT_H

#include "read/diff.h"

/* "white space", "comments": all that diff changes; NULL: more than that, or it has no lines. */
const char *trait_only(const struct diff *diff);

#endif
