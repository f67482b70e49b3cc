/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	REDRAW_US = 100 * 1000,
	WAIT_US = 300 * 1000, /* work that ends sooner shows nothing */
};

bool progress_wanted(void)
{
	const char *term = g_getenv("TERM");

	return isatty(STDERR_FILENO) && term && g_strcmp0(term, "dumb") != 0;
}

void progress_begin(struct progress *progress, bool show, const char *what, size_t total)
{
	*progress = (struct progress){ .what = show ? what : NULL, .total = total };
	progress->started_us = show ? g_get_monotonic_time() : 0;
}

/* "1,234,567" */
static char *grouped(size_t n)
{
	g_autofree char *digits = g_strdup_printf("%zu", n);
	size_t length = strlen(digits);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			g_string_append_c(out, ',');
		g_string_append_c(out, digits[i]);
	}
	return g_string_free(out, FALSE);
}

static void draw(struct progress *progress, gint64 now)
{
	double seconds = (double)(now - progress->started_us) / G_USEC_PER_SEC;
	double rate = (double)progress->done / seconds;
	g_autofree char *done = grouped(progress->done), *total = grouped(progress->total);

	if (progress->total > progress->done) /* it may have been a guess */
		fprintf(stderr, "\r\033[K%s: %s of %s (%zu %%), %.0f/s, %.0f s left",
			progress->what, done, total, progress->done * 100 / progress->total, rate,
			(double)(progress->total - progress->done) / rate);
	else
		fprintf(stderr, "\r\033[K%s: %s, %.0f/s", progress->what, done, rate);
	fflush(stderr);
	progress->drawn_us = now;
}

void progress_step(struct progress *progress)
{
	progress->done++;
	if (!progress->what)
		return;

	gint64 now = g_get_monotonic_time();

	if (now - progress->started_us > WAIT_US && now - progress->drawn_us > REDRAW_US)
		draw(progress, now);
}

void progress_end(struct progress *progress)
{
	if (progress->drawn_us) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	progress->what = NULL;
	progress->drawn_us = 0;
}
