/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * place - where a user's own files are, as the XDG base directory specification has it: what a
 * variable names, XDG_CACHE_HOME and so on, else a directory below the home directory.
 */

#ifndef WINNOW_BASE_PLACE_H
#define WINNOW_BASE_PLACE_H

#include <glib.h>

/*
 * The path of name there, which need not exist. NULL: the variable names no absolute path, and
 * there is no home directory, for HOME, or the user's entry where it is not set, names none that
 * is there. Nobody's home is made. The caller frees.
 */
char *place_home(const char *name);
char *place_cache(const char *name);
char *place_config(const char *name);
char *place_state(const char *name);

#endif
