/* SPDX-License-Identifier: GPL-2.0-or-later */
/* about - what an index knows of itself, word by word. */

#ifndef WINNOW_INDEX_ABOUT_H
#define WINNOW_INDEX_ABOUT_H

#include <glib.h>

#include "base/store.h"

/* How many commits it has, whose positions are those before. */
guint32 about_length(struct store *store);

/* NULL if it does not know. The caller frees. */
char *about_get(struct store *store, const char *key);
void about_set(struct store *store, const char *key, const char *value);

#endif
