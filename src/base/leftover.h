/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * leftover - a file that is nothing until it is renamed, and what its writer keeps beside it: they
 * are deleted when the program is ended by SIGINT, SIGTERM or SIGHUP meanwhile.
 */

#ifndef WINNOW_BASE_LEFTOVER_H
#define WINNOW_BASE_LEFTOVER_H

/* From now on; one file at a time, and another one is not noted. SQLite's files are beside it. */
void leftover_note(const char *path);

/* From now on it stays, or is not there any more. */
void leftover_forget(const char *path);

#endif
