/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare - the order of numbers and versions, for sorting and searching arrays of them. */

#ifndef WINNOW_BASE_COMPARE_H
#define WINNOW_BASE_COMPARE_H

/* Of guint32, or of what begins with one: the least first. */
int compare_guint32(const void *a, const void *b);

/* "5.4" before "5.10": numbers in both texts by their value, all else as strcmp() has it. */
int compare_versions(const char *a, const char *b);

/* Of guint64. */
int compare_guint64(const void *a, const void *b);

#endif
