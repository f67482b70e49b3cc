/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terminal - what standard output is shown on. */

#ifndef WINNOW_BASE_TERMINAL_H
#define WINNOW_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

enum { TERMINAL_COLUMNS = 80 }; /* where nobody says how many there are */

/* $COLUMNS, else what the terminal says, else TERMINAL_COLUMNS. */
size_t terminal_columns(void);

/* Whether standard output is a terminal. */
bool terminal_is_one(void);

/* Whether it knows more than lines of letters: $TERM is set and not "dumb". */
bool terminal_is_able(void);

/*
 * Whether it is known to show links (OSC 8): as its variables say, those of VTE from 0.50 on,
 * kitty, iTerm, WezTerm, Windows Terminal and others; in tmux from 3.4 on, which drops what the
 * outer one lacks. A console and what is not known do not.
 */
bool terminal_has_links(void);

/* Whether the user's locale is one of UTF-8. The program's own may be another. */
bool terminal_has_utf8(void);

#endif
