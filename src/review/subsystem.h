/* SPDX-License-Identifier: GPL-2.0-or-later */
/* subsystem - what part of the project a change is about, by its own words. */

#ifndef WINNOW_REVIEW_SUBSYSTEM_H
#define WINNOW_REVIEW_SUBSYSTEM_H

/* "net/mlx5" of "net/mlx5: fix a leak"; "other" where a subject begins otherwise. One safe line;
 * the caller frees. */
char *subsystem_of_subject(const char *subject);

#endif
