/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key - keys of a terminal by their names: "j", "^D", "PgDn". */

#ifndef WINNOW_DESK_KEY_H
#define WINNOW_DESK_KEY_H

#include <glib.h>

/* A letter is its code point; what has none is beyond all of them. */
enum key_code {
	KEY_CODE_CANCEL = 7, /* ^G */
	KEY_CODE_ENTER = '\n',
	KEY_CODE_ESCAPE = 27,
	KEY_CODE_UP = 0x110000,
	KEY_CODE_DOWN,
	KEY_CODE_LEFT,
	KEY_CODE_RIGHT,
	KEY_CODE_PAGE_UP,
	KEY_CODE_PAGE_DOWN,
	KEY_CODE_HOME,
	KEY_CODE_END,
	KEY_CODE_BACKSPACE,
	KEY_CODE_DELETE,
	KEY_CODE_RESIZE, /* the terminal has another size */
	KEY_CODE_PASTE,
	KEY_CODE_NOTHING, /* a sequence that nobody knows, or a signal came */
	KEY_CODE_GONE,	  /* there is no terminal any more */
};

/* The code of the key with that name; KEY_CODE_NOTHING: there is none. */
guint key_code(const char *name);

#endif
