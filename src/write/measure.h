/* SPDX-License-Identifier: GPL-2.0-or-later */
/* measure - figures of verdicts held against decisions, for whoever writes them. */

#ifndef WINNOW_WRITE_MEASURE_H
#define WINNOW_WRITE_MEASURE_H

#include <stdbool.h>
#include <stdio.h>

#include "judge/fit.h"
#include "judge/measure.h"

/* What was measured, and what could not be: labels without an entry, entries without a label. */
struct measured {
	struct measure measure;
	size_t n_labels, n_unused, n_unlabelled;
	bool with_replies;
};

/* What rules fit learned: figures of all contenders, every rule with its support and stability. */
void fit_write_text(const struct fit_result *result, FILE *out);

#endif
