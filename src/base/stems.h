/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stems - which of many beginnings of words a text has, told in one pass over it. */

#ifndef WINNOW_BASE_STEMS_H
#define WINNOW_BASE_STEMS_H

#include <glib.h>

struct stems;

enum { STEMS_KINDS_LIMIT = 32 };

struct stems *stems_new(void);
void stems_free(struct stems *stems);

/*
 * Stems of one kind, below STEMS_KINDS_LIMIT: "back|no such", lower-case ASCII that begins with a
 * letter. The list is borrowed.
 */
void stems_add(struct stems *stems, unsigned kind, const char *list);

/*
 * The kinds that have a stem in text where a word begins, a bit each; case does not matter. What
 * is not ASCII is no part of a word here.
 */
guint32 stems_kinds_in(const struct stems *stems, const char *text);

#endif
