/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare - the order of numbers, for sorting and searching arrays of them. */

#ifndef WINNOW_BASE_COMPARE_H
#define WINNOW_BASE_COMPARE_H

/* Of guint32, or of what begins with one: the least first. */
int compare_guint32(const void *a, const void *b);

/* Of guint64. */
int compare_guint64(const void *a, const void *b);

#endif
