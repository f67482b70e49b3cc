/* SPDX-License-Identifier: GPL-2.0-or-later */
/* screen-keys - keys out of the letters and sequences that a terminal sends. */

#ifndef WINNOW_DESK_SCREEN_KEYS_H
#define WINNOW_DESK_SCREEN_KEYS_H

#include <glib.h>

/* Have the terminal that curses has just opened send them so that they can be told apart. */
void screen_keys_begin(void);

/* Wait for one, as screen_key() has it. pasted becomes what was, where it is KEY_CODE_PASTE. */
guint screen_keys_next(GString *pasted);

#endif
