/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draw - the desk as it stands on the screen: counts, the list, the reasons, the bottom line. */

#ifndef WINNOW_DESK_DRAW_H
#define WINNOW_DESK_DRAW_H

#include "desk/ui.h"

enum { DRAW_PANE_COLUMNS = 60 }; /* narrower, there is the list alone */

/* Draw all of it; nothing is shown before screen_show(). */
void draw_desk(struct ui *ui);

/* How many rows of the list, and lines of the reasons (0: the list alone), there is room for. */
size_t draw_list_height(const struct ui *ui);
size_t draw_pane_height(const struct ui *ui);

/* How the colours of a style are drawn. */
struct look draw_look(const struct ui *ui, enum paint paint);

/* Forget the reasons that were drawn. */
void draw_forget(struct ui *ui);

#endif
