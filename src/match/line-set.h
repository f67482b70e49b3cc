/* SPDX-License-Identifier: GPL-2.0-or-later */
/* line-set - which lines a file may have, so that what it has none of is not searched for. */

#ifndef WINNOW_MATCH_LINE_SET_H
#define WINNOW_MATCH_LINE_SET_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/text.h"

struct line_set;

/* Of lines (struct file_line), which must stay as they are, and are read when first asked. */
struct line_set *line_set_new(GArray *lines);
struct line_set *line_set_ref(struct line_set *set);
void line_set_unref(struct line_set *set); /* may be NULL, here alone */

/*
 * Whether the line may be among them; false: it is not. Of lines that are not, one in some tens may
 * be. *work counts as hunk_find() does.
 */
bool line_set_may_have(struct line_set *set, struct slice line, size_t *work);

#endif
