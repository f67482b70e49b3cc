/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report - the forms that a report is written in. */

#ifndef WINNOW_WRITE_REPORT_H
#define WINNOW_WRITE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "review/report.h"

struct report_style {
	bool color;
	bool verdicts[N_VERDICTS]; /* which patches to show; the summary counts all */
};

bool report_write_text(const struct report *report, const struct report_style *style, FILE *out);

/* Version 1, data/schema/review-1.json. False if memory for it or the stream gave out. */
bool report_write_json(const struct report *report, const struct report_style *style, FILE *out);

/* Everything about one patch: all facts, all rules that applied, the sum. */
void report_write_explanation(const struct report *report, size_t index,
			      const struct report_style *style, FILE *out);

#endif
