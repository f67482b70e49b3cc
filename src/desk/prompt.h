/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prompt - a question on the bottom line, and its answer typed there. */

#ifndef WINNOW_DESK_PROMPT_H
#define WINNOW_DESK_PROMPT_H

#include "desk/screen.h"

/*
 * Ask question; initial stands there to be changed. Esc and ^G give up: NULL, as when there is no
 * terminal any more. draw (data) draws what is above it when the terminal has got another size. The
 * caller frees.
 */
char *prompt(struct screen *screen, const char *question, const char *initial,
	     void (*draw)(void *data), void *data);

#endif
