/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * backport-list - upstream commits that somebody took, a line each as git-fixes reads it: "ID",
 * "ID,OWNER" or "ID,OWNER,PATH"; '#' begins a comment.
 */

#ifndef WINNOW_READ_BACKPORT_LIST_H
#define WINNOW_READ_BACKPORT_LIST_H

#include <stddef.h>

#include <glib.h>

/* Strings are the list's. */
struct backport {
	size_t line;
	const char *id;		  /* 7 to 40 hex digits, as written */
	const char *owner, *path; /* NULL: not said */
};

/* Read text, struct backport in an array to be freed with backport_list_free(). What is no such
 * line is told in warnings (char *), "LINE: ...", and left out. */
struct backport_list *backport_list_parse(const char *text, GPtrArray *warnings);
void backport_list_free(struct backport_list *list);

size_t backport_list_length(const struct backport_list *list);
const struct backport *backport_list_at(const struct backport_list *list, size_t index);

#endif
