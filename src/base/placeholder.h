/* SPDX-License-Identifier: GPL-2.0-or-later */
/* placeholder - texts with {names} that something is filled in for. */

#ifndef WINNOW_BASE_PLACEHOLDER_H
#define WINNOW_BASE_PLACEHOLDER_H

#include <stdbool.h>

#include "base/text.h"

enum placeholder_piece {
	PLACEHOLDER_TEXT,     /* stands for itself */
	PLACEHOLDER_NAME,     /* what stood within braces */
	PLACEHOLDER_UNCLOSED, /* from a brace that nothing closes to the end */
};

/*
 * Take the next piece off *rest: text up to a brace, or what is within braces. A closing brace
 * alone is text; an opening one cannot be had. False when *rest is empty.
 */
bool placeholder_next(struct slice *rest, enum placeholder_piece *kind, struct slice *piece);

#endif
