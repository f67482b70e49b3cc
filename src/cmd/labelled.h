/* SPDX-License-Identifier: GPL-2.0-or-later */
/* labelled - labels and the reviews that they are about. What measure and rules fit share. */

#ifndef WINNOW_CMD_LABELLED_H
#define WINNOW_CMD_LABELLED_H

#include <stdbool.h>

#include "read/labels.h"
#include "review/report.h"

/*
 * labels_read(), or of a file of decisions those that keep or drop: every bad line is told on
 * stderr. What is kept in one tree and dropped in another is left out.
 */
bool labelled_read(const char *path, struct labels **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The index of the label of review; false if it has none. */
bool labelled_find(const struct labels *labels, const struct review *review, size_t *out);

#endif
