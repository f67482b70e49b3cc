/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explanation - everything about one patch: all facts, all rules that applied, the sum. */

#ifndef WINNOW_WRITE_EXPLANATION_H
#define WINNOW_WRITE_EXPLANATION_H

#include <stddef.h>
#include <stdio.h>

#include "review/report.h"
#include "write/style.h"

/* Of the review at index. */
void explanation_write(const struct report *report, size_t index, const struct report_style *style,
		       FILE *out);

/* Only what review says of it on one page: the verdict, what goes with it, the reasons that count. */
void reasons_write(const struct report *report, size_t index, const struct report_style *style,
		   FILE *out);

#endif
