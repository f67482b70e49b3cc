/* SPDX-License-Identifier: GPL-2.0-or-later */
/* titled - commits of an index by their title. */

#ifndef WINNOW_INDEX_TITLED_H
#define WINNOW_INDEX_TITLED_H

#include <glib.h>

#include "base/store.h"

/*
 * The newest commit before limit whose subject is of the same title as this one (message/title.h);
 * HISTORY_NONE if there is none.
 */
guint32 titled_before(struct store *store, const char *subject, guint32 limit);

#endif
