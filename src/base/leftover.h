/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * leftover - files and directories that are nothing until they are renamed: they are deleted when
 * the program is ended by a signal meanwhile, and one that a killed program left is taken away by
 * the next that makes the same. All of it is for the thread that the program began with.
 */

#ifndef WINNOW_BASE_LEFTOVER_H
#define WINNOW_BASE_LEFTOVER_H

/*
 * Make a new file to be renamed to place, in the same directory, and note it: an open descriptor,
 * and *path, which is the caller's. Until that is closed nobody takes it for one that was left, so
 * rename first. -1, and errno: there is none.
 */
int leftover_make_file(const char *place, int mode, char **path);

/*
 * Likewise a directory for the user alone, called name where there is none yet, and something
 * beginning with it else; *lock is to be closed when it is not needed any more, -1 if there is
 * none.
 */
char *leftover_make_directory(const char *name, int *lock);

/* What is made otherwise, from now on; SQLite's files beside it go with it. */
void leftover_note(const char *path);

/* From now on it stays, or is not there any more. */
void leftover_forget(const char *path);

#endif
