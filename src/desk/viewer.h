/* SPDX-License-Identifier: GPL-2.0-or-later */
/* viewer - a text on the whole screen, to move in as in less(1). */

#ifndef WINNOW_DESK_VIEWER_H
#define WINNOW_DESK_VIEWER_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/screen.h"

/*
 * Show text until the user has seen enough; title stands below it. Long lines are broken between
 * words where wrapped, else they are cut and can be moved sideways.
 */
void viewer_show(struct screen *screen, const char *title, const char *text, size_t length,
		 bool wrapped);

/* What its keys do, for help: lines of "  KEYS  what". */
void viewer_keys(GString *out);

#endif
