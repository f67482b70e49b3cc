/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/progress.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

enum {
	LONGER_THAN_THE_WAIT_US = 350 * 1000,
	LONGER_THAN_A_REDRAW_US = 150 * 1000,
	SOON_US = 90 * 1000, /* a busy machine may take longer over nothing: then nothing is told */
};

/* stderr is this file while a line is drawn. */
static FILE *drawn;

static char *text_drawn(void)
{
	GString *text = g_string_new(NULL);
	int c;

	fflush(stderr);
	rewind(drawn);
	while ((c = fgetc(drawn)) != EOF)
		g_string_append_c(text, (char)c);
	rewind(drawn);
	if (ftruncate(fileno(drawn), 0) != 0)
		perror("ftruncate");
	return g_string_free(text, false);
}

static void ends_soon(bool show)
{
	struct progress progress;
	gint64 began = g_get_monotonic_time();

	progress_begin(&progress, show, "reading", 2);
	progress_step(&progress);
	progress_end(&progress);
	progress_end(&progress);

	g_autofree char *text = text_drawn();

	if (g_get_monotonic_time() - began > SOON_US)
		return;
	tap_same(show ? "work that ends soon draws nothing" : "a silent line draws nothing", "",
		 text);
}

/* The seconds and rates are the clock's: only what comes before them can be told. */
static void takes_long(const char *name, size_t total, const char *first_begins,
		       const char *second_begins)
{
	struct progress progress;

	progress_begin(&progress, true, "reading", total);
	g_usleep(LONGER_THAN_THE_WAIT_US);

	gint64 began = g_get_monotonic_time();

	progress_step(&progress);

	g_autofree char *first = text_drawn();

	progress_step(&progress);

	bool soon = g_get_monotonic_time() - began < SOON_US;
	g_autofree char *at_once = text_drawn();

	g_usleep(LONGER_THAN_A_REDRAW_US);
	progress_step(&progress);

	g_autofree char *second = text_drawn();

	progress_end(&progress);

	g_autofree char *end = text_drawn();

	progress_end(&progress);

	g_autofree char *twice = text_drawn();
	bool passed = g_str_has_prefix(first, first_begins) && (!*at_once || !soon) &&
		      g_str_has_prefix(second, second_begins) && g_str_equal(end, "\r\033[K") &&
		      !*twice;

	tap_ok(passed, name);
	if (!passed) {
		tap_lines("first ", first);
		tap_lines("second", second);
		tap_lines("end   ", end);
	}
}

/* A terminal, as far as this program can tell. */
static void on_a_terminal(void)
{
	int leader = posix_openpt(O_RDWR | O_NOCTTY);
	int terminal = -1;

	if (leader < 0 || grantpt(leader) != 0 || unlockpt(leader) != 0 ||
	    (terminal = open(ptsname(leader), O_RDWR | O_NOCTTY)) < 0) {
		printf("# no terminal can be had here\n");
		return;
	}
	dup2(terminal, STDERR_FILENO);
	g_setenv("TERM", "xterm", true);
	tap_ok(progress_wanted(), "wanted on a terminal");
	g_setenv("TERM", "dumb", true);
	tap_ok(!progress_wanted(), "not on a dumb one");
	g_unsetenv("TERM");
	tap_ok(!progress_wanted(), "not on one without a name");
	close(terminal);
	close(leader);
}

int main(void)
{
	drawn = tmpfile();
	if (!drawn || dup2(fileno(drawn), STDERR_FILENO) < 0)
		return 1;
	g_setenv("TERM", "xterm", true);
	tap_ok(!progress_wanted(), "not wanted in a file");
	ends_soon(true);
	ends_soon(false);
	takes_long("a line with a total", 4, "\r\033[Kreading: 1 of 4 (25 %), ",
		   "\r\033[Kreading: 3 of 4 (75 %), ");
	takes_long("a line without one", 0, "\r\033[Kreading: 1, ", "\r\033[Kreading: 3, ");
	takes_long("thousands", 1234567, "\r\033[Kreading: 1 of 1,234,567 (0 %), ",
		   "\r\033[Kreading: 3 of 1,234,567 (0 %), ");
	takes_long("a total that was too low", 2, "\r\033[Kreading: 1 of 2 (50 %), ",
		   "\r\033[Kreading: 3, ");
	on_a_terminal();
	return tap_done();
}
