/* SPDX-License-Identifier: GPL-2.0-or-later */
/* series - which patches of a queue belong together. */

#ifndef WINNOW_DESK_SERIES_H
#define WINNOW_DESK_SERIES_H

#include <glib.h>

#include "review/report.h"

/*
 * A number for each review; those that have the same are of one series: one names the other's
 * upstream commit as a companion or as what goes on with it. The caller frees.
 */
guint *series_find(const struct report *report);

#endif
