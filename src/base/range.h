/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * range - "A..B" as people write it for git: what B has and A has not.
 */

#ifndef WINNOW_BASE_RANGE_H
#define WINNOW_BASE_RANGE_H

#include <glib.h>
#include <stdbool.h>

/* Its ends as they were written; "" is one that was left out, where git takes HEAD. */
struct range {
	char *from, *to;
	bool is_symmetric; /* "A...B": what either has and the other has not */
};

/* False, and *out empty: text (NULL: none) is no range. *out must be cleared with range_clear(). */
bool range_read(const char *text, struct range *out);
void range_clear(struct range *range);

#endif
