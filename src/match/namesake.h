/* SPDX-License-Identifier: GPL-2.0-or-later */
/* namesake - references that lead to a commit by its title alone, which others have, too. */

#ifndef WINNOW_MATCH_NAMESAKE_H
#define WINNOW_MATCH_NAMESAKE_H

#include <glib.h>

#include "history/history.h"

/*
 * Call visit for each Fixes: and revert, later than the commit at position, that leads by title to
 * another commit of its title: it may mean this one. The reference lives as long as the history.
 */
void namesake_each_reference(const struct history *history, guint32 position,
			     void (*visit)(const struct history_reference *reference,
					   guint32 position, void *data),
			     void *data);

#endif
