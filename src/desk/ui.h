/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ui - the desk on a screen: what the keys' functions work on. */

#ifndef WINNOW_DESK_UI_H
#define WINNOW_DESK_UI_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "desk/desk.h"
#include "desk/screen.h"
#include "desk/triage.h"

struct ui {
	const struct triage *triage;
	struct desk *desk;
	struct screen *screen;
	size_t top;	 /* the first row of the list that is shown */
	size_t pane_top; /* the same of the reasons' lines */
	char *status;	 /* what the bottom line says; NULL: which keys there are */
	bool is_bad;	 /* it tells of a failure */
	bool for_tagged; /* ";" was typed: the next key is for the tagged ones */
	bool done;

	/* The reasons of the row that one is at, as last drawn. */
	const struct row *shown;
	char *shown_decision;
	size_t shown_width;
	struct sheet *reasons, *wrapped;
};

/* The bottom line until the next key; masked when it is drawn. */
void ui_say(struct ui *ui, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The same for what went wrong, error's text; false, so that a function can end with it. */
bool ui_fail(struct ui *ui, const GError *error);

#endif
