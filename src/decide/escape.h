/* SPDX-License-Identifier: GPL-2.0-or-later */
/* escape - notes in a line of a decisions file. */

#ifndef WINNOW_DECIDE_ESCAPE_H
#define WINNOW_DECIDE_ESCAPE_H

#include "base/text.h"

/*
 * A note, which is any text in UTF-8, so that it is part of one line, harmless on a terminal, and
 * not taken for what else the line says: line ends and control characters are written with a
 * backslash as C does ("\n", "\x1b"), and one stands before "until" at its beginning and before
 * each word "seen=". Blanks around it are off. The caller frees.
 */
char *escape_note(const char *note);

/* The note that was written so, in valid UTF-8. The caller frees. */
char *escape_undo(struct slice text);

#endif
