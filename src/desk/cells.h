/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cells - how much room letters take on a terminal. */

#ifndef WINNOW_DESK_CELLS_H
#define WINNOW_DESK_CELLS_H

#include <wchar.h>

#include <glib.h>

/* Columns of one: two for a wide one, none for one that joins the letter before it. */
static inline size_t cells_of(gunichar c)
{
	int n = wcwidth((wchar_t)c);

	return n < 0 ? 1 : (size_t)n;
}

#endif
