/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tap - what the unit tests print. */

#ifndef WINNOW_TESTS_UNIT_TAP_H
#define WINNOW_TESTS_UNIT_TAP_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

static int tap_count, tap_failures;

static inline void tap_lines(const char *label, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "(null)", "\n", -1);

	for (char **line = lines; *line; line++)
		printf("# %s %s\n", label, *line);
}

static inline void tap_ok(bool passed, const char *name)
{
	printf("%sok %d - %s\n", passed ? "" : "not ", ++tap_count, name);
	tap_failures += !passed;
}

/* Either may be NULL. */
static inline void tap_same(const char *name, const char *expected, const char *actual)
{
	bool passed = g_strcmp0(expected, actual) == 0;

	tap_ok(passed, name);
	if (!passed) {
		tap_lines("expected", expected);
		tap_lines("actual  ", actual);
	}
}

static inline void tap_number(const char *name, gint64 expected, gint64 actual)
{
	tap_ok(expected == actual, name);
	if (expected != actual)
		printf("# expected %" G_GINT64_FORMAT "\n# actual   %" G_GINT64_FORMAT "\n",
		       expected, actual);
}

/* What main() returns. */
static inline int tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failures ? 1 : 0;
}

#endif
