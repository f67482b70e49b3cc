/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tidying - whether a commit that follows another one up only tidies what that one left. */

#ifndef WINNOW_EVIDENCE_TIDYING_H
#define WINNOW_EVIDENCE_TIDYING_H

#include <stdbool.h>

#include "read/diff.h"

/*
 * title is its subject, diff its change, line what shows that it follows up: what broke something
 * in its author's words is no tidying, whatever its title says.
 */
bool tidying_is(const char *title, const struct diff *diff, const char *line);

#endif
