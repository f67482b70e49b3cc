/* SPDX-License-Identifier: GPL-2.0-or-later */
/* line-set - where a line may stand in a file, so that it is not searched for elsewhere. */

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

size_t line_set_length(const struct line_set *set); /* of lines */

/*
 * The places, from 0 and rising, where the line may stand; *n of them. It stands nowhere else, and
 * at most of them. Borrowed from set. *work counts as hunk_find() does.
 */
const guint32 *line_set_places(struct line_set *set, struct slice line, size_t *n, size_t *work);

#endif
