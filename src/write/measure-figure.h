/* SPDX-License-Identifier: GPL-2.0-or-later */
/* measure-figure - figures as people read them: one that cannot be is none, not 0. */

#ifndef WINNOW_WRITE_MEASURE_FIGURE_H
#define WINNOW_WRITE_MEASURE_FIGURE_H

#include <stddef.h>

#include "judge/figures.h"

/* Of all; of nothing there is no share: NAN. */
double measure_percent(size_t part, size_t all);

/* value, which one of figures is, or NAN: what tells two kinds apart needs one of each. */
double measure_told(const struct figures *figures, double value);

/* "12.3 %", or "n/a" of NAN. The caller frees. */
char *measure_figure(double value, int digits, const char *unit);

#endif
