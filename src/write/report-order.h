/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report-order - in which order reviews are listed. */

#ifndef WINNOW_WRITE_REPORT_ORDER_H
#define WINNOW_WRITE_REPORT_ORDER_H

#include <stdbool.h>

#include <glib.h>

#include "review/report.h"
#include "write/style.h"

/* "severity", "queue", "subsystem": the words of --sort. */
const char *report_sort_name(enum report_sort sort);
bool report_sort_parse(const char *word, enum report_sort *out,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT; /* WINNOW_ERROR_USAGE */

/* What there is to do first: less is more urgent, from 0. */
int verdict_urgency(enum verdict verdict);

/*
 * The reviews whose verdict the style shows, as const struct review *: worst first, above all what
 * is to be decided again, of one verdict those that a rule decided, then by how likely they are to
 * be refused; by subsystem, and within it worst first; or as in the queue. What is equal stays in
 * the queue's order. The caller unrefs.
 */
GPtrArray *report_order(const struct report *report, const struct report_style *style);

/*
 * Whether a list has it that leaves out what nobody has to look at: plain keeps, unless they were
 * asked for, and what was decided and is unchanged. What changed since an earlier review it has.
 */
bool report_lists(const struct report_style *style, const struct review *review);

/* Those of report_order() that a list has. The caller unrefs. */
GPtrArray *report_listed(const struct report *report, const struct report_style *style);

#endif
