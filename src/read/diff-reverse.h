/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diff-reverse - the diff that takes back what another one does. */

#ifndef WINNOW_READ_DIFF_REVERSE_H
#define WINNOW_READ_DIFF_REVERSE_H

#include <stdbool.h>

#include "read/diff.h"

/* Whether diff_reversed() says all of it: a copy says nothing of what there is to be taken away. */
bool diff_is_reversible(const struct diff *diff);

/* As git writes diffs, with names for -p1; of a binary file only that it differs. Caller frees. */
char *diff_reversed(const struct diff *diff);

#endif
