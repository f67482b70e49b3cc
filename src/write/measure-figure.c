/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/measure-figure.h"

#include <math.h>

#include <glib.h>

double measure_percent(size_t part, size_t all)
{
	return all ? 100.0 * (double)part / (double)all : (double)NAN;
}

double measure_told(const struct figures *figures, double value)
{
	return figures->positives && figures->positives < figures->n ? value : (double)NAN;
}

char *measure_figure(double value, int digits, const char *unit)
{
	return isnan(value) ? g_strdup("n/a") : g_strdup_printf("%.*f%s", digits, value, unit);
}
