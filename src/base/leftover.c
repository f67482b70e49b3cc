/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/leftover.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

static const char *const beside[] = { "", "-journal", "-wal", "-shm" };
static const int ends[] = { SIGINT, SIGTERM, SIGHUP };

enum { N_BESIDE = G_N_ELEMENTS(beside), N_ENDS = G_N_ELEMENTS(ends) };

/*
 * The one thing in the program that is neither constant nor anybody's: a signal's handler is given
 * nothing, and may neither allocate nor join texts. It changes while these signals are blocked.
 */
static struct {
	char *paths[N_BESIDE]; /* [0] NULL: nothing is noted */
	bool handled[N_ENDS];
} noted;

static void end(int number)
{
	for (size_t i = 0; i < N_BESIDE; i++)
		if (noted.paths[i])
			unlink(noted.paths[i]);
	/* As it would have ended without this. */
	signal(number, SIG_DFL);
	raise(number);
}

static sigset_t block(void)
{
	sigset_t wanted, before;

	sigemptyset(&wanted);
	for (size_t i = 0; i < N_ENDS; i++)
		sigaddset(&wanted, ends[i]);
	pthread_sigmask(SIG_BLOCK, &wanted, &before);
	return before;
}

void leftover_note(const char *path)
{
	struct sigaction action = { .sa_handler = end }, old;
	sigset_t before = block();

	if (!noted.paths[0]) {
		g_autofree char *whole = g_canonicalize_filename(path, NULL);

		for (size_t i = 0; i < N_BESIDE; i++)
			noted.paths[i] = g_strconcat(whole, beside[i], NULL);
		/* nohup ignores them; triage has its own. */
		for (size_t i = 0; i < N_ENDS; i++) {
			noted.handled[i] = sigaction(ends[i], NULL, &old) == 0 &&
					   old.sa_handler == SIG_DFL &&
					   sigaction(ends[i], &action, NULL) == 0;
		}
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void leftover_forget(const char *path)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	sigset_t before = block();

	if (noted.paths[0] && strcmp(noted.paths[0], whole) == 0) {
		for (size_t i = 0; i < N_ENDS; i++)
			if (noted.handled[i])
				signal(ends[i], SIG_DFL);
		for (size_t i = 0; i < N_BESIDE; i++)
			g_clear_pointer(&noted.paths[i], g_free);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}
