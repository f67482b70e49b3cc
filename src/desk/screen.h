/* SPDX-License-Identifier: GPL-2.0-or-later */
/* screen - the terminal: what is drawn on it, the keys, programs that have it for a while. */

#ifndef WINNOW_DESK_SCREEN_H
#define WINNOW_DESK_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "desk/sheet.h"

struct screen;

/*
 * Whether there is a terminal that can be drawn on: standard output is one. Where standard input
 * is not (it had the queue), keys come from the controlling terminal. Fails with
 * WINNOW_ERROR_USAGE.
 */
bool screen_possible(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Letters beyond ASCII are drawn where the locale of the environment has them, else "?". */
bool screen_open(struct screen **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The terminal is as it was before. */
void screen_free(struct screen *screen);
DEFINE_CLEANUP(struct screen *, screen_free)

size_t screen_rows(const struct screen *screen);
size_t screen_columns(const struct screen *screen);

void screen_clear(struct screen *screen);

/*
 * Draw text from column x on, at most width columns of it; how many were taken. What controls a
 * terminal is drawn as "?".
 */
size_t screen_put(struct screen *screen, size_t y, size_t x, size_t width, const char *text,
		  const struct look *look);

/* A line of a sheet, without its first columns. */
void screen_put_line(struct screen *screen, size_t y, size_t x, size_t width,
		     const struct sheet_line *line, size_t skip);

/* The rest of a row in one look. */
void screen_fill(struct screen *screen, size_t y, size_t x, const struct look *look);

/* Draw all of it with the next screen_show(), as if the terminal had lost it. */
void screen_redraw(struct screen *screen);

/* Show what was drawn; the terminal's cursor is put at x of row y, or hidden: y is G_MAXSIZE. */
void screen_show(struct screen *screen, size_t y, size_t x);

/*
 * Wait for a key: a letter's code point or one of desk/key.h's. A sequence that nobody knows is
 * none. Text that was pasted is KEY_CODE_PASTE.
 */
guint screen_key(struct screen *screen);
const char *screen_pasted(const struct screen *screen);

/*
 * Let a program have the terminal until it ends. Fails with WINNOW_ERROR_SYSTEM if it cannot be
 * started or ends with a failure.
 */
bool screen_run(struct screen *screen, char *const *argv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
