/* SPDX-License-Identifier: GPL-2.0-or-later */
/* namesake - references that lead to a commit by its title alone, which others have, too. */

#ifndef WINNOW_MATCH_NAMESAKE_H
#define WINNOW_MATCH_NAMESAKE_H

#include <glib.h>

#include "index/history.h"

/*
 * The commits, position + 1, of whose title one is that a reference leads to by title: those that
 * are worth asking about. The caller unrefs.
 */
GHashTable *namesakes_find(const struct history *history);

/*
 * Call visit for each Fixes: and revert, later than the commit at position, that leads by title to
 * another commit of its title: it may mean this one. The reference lives as long as the history;
 * namesakes are namesakes_find()'s.
 */
void namesake_each_reference(const struct history *history, GHashTable *namesakes, guint32 position,
			     void (*visit)(const struct history_reference *reference,
					   guint32 position, void *data),
			     void *data);

#endif
