/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pager - a program that shows standard output page by page. */

#ifndef WINNOW_BASE_PAGER_H
#define WINNOW_BASE_PAGER_H

#include <stdbool.h>

#include <glib.h>

/* Zero: there is none. */
struct pager {
	GPid pid;
	bool waits; /* for pager_start(); with the process it ends without having run */
	bool runs;
	bool shows_links; /* pager_knows_links() of it, once it waits */
	int in;
};

/*
 * Have a shell wait that will run command, for a process that may not start any later on. LESS=FRX
 * and LV=-c are set for it unless they are said. Fails with WINNOW_ERROR_SYSTEM.
 */
bool pager_prepare(struct pager *pager, const char *command,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Whether command is less 566 or newer with -R, which shows the links of a terminal (OSC 8); others
 * would show how they are written. Runs it to ask for its version.
 */
bool pager_knows_links(const char *command);

/*
 * Let the shell that waits run it, and send standard output to it from now on. From then on
 * SIGPIPE, SIGINT and SIGQUIT do nothing to this process: whoever quits the pager has seen enough,
 * and ^C is the pager's. Fails with WINNOW_ERROR_SYSTEM; standard output is then as it was.
 */
bool pager_start(struct pager *pager, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Send what is left, and wait until the pager is done. Nothing where none runs. False if standard
 * output had an error other than that nobody reads it any more.
 */
bool pager_finish(struct pager *pager);

#endif
