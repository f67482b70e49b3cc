/* SPDX-License-Identifier: GPL-2.0-or-later */
/* since - a moment as git's --since has it: "2.weeks", "3 days ago", "yesterday", "2024-03-01". */

#ifndef WINNOW_BASE_SINCE_H
#define WINNOW_BASE_SINCE_H

#include <stdbool.h>

#include <glib.h>

/*
 * Words are separated by blanks, dots or underscores; numbers with units (second, minute, hour,
 * day, week, fortnight, month, year) add up and count back from now, months and years by the
 * calendar, UTC. "now", "today" (its midnight) and "yesterday" (a day ago, as git has it) as well
 * as what text_parse_date() reads stand alone. False, *out untouched, for anything else, a moment
 * before the year 1 among them.
 */
bool since_parse(const char *text, gint64 now, gint64 *out);

#endif
