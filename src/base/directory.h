/* SPDX-License-Identifier: GPL-2.0-or-later */
/* directory - what is in a directory and what is at a path: as it is, or an error. */

#ifndef WINNOW_BASE_DIRECTORY_H
#define WINNOW_BASE_DIRECTORY_H

#include <stdbool.h>
#include <sys/types.h>

#include <glib.h>

/*
 * The names in a directory (char *) in the order of their bytes, without "." and ".."; *names is
 * the caller's. NULL: there is no such directory. Fails, also where only some could be read:
 * "cannot read 'x': why".
 */
bool directory_list(const char *path, GPtrArray **names, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What is at path, a link not followed, as stat(2) says in st_mode; 0: nothing. Whoever would
 * write there must know, not guess. Fails: "cannot look at 'x': why".
 */
bool directory_look_at(const char *path, mode_t *mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Remove it with all that is in it, links not followed; what cannot be removed stays, and then it
 * is false. A signal's handler may do so, too.
 */
bool directory_remove(const char *path);

#endif
