/* SPDX-License-Identifier: GPL-2.0-or-later */
/* base-cache - objects of packs that others are made from, kept as long as they are likely needed.
 */

#ifndef WINNOW_GIT_BASE_CACHE_H
#define WINNOW_GIT_BASE_CACHE_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

struct base_cache;

/* Keeps up to limit bytes. */
struct base_cache *base_cache_new(size_t limit);
void base_cache_free(struct base_cache *cache);
DEFINE_CLEANUP(struct base_cache *, base_cache_free)

/* What is kept of pack at offset, and its type; NULL: nothing. Borrowed until the next call. */
GBytes *base_cache_get(struct base_cache *cache, const void *pack, guint64 offset, int *type);

/* Keep bytes, of which the cache takes a reference of its own; it may be let go at once. */
void base_cache_put(struct base_cache *cache, const void *pack, guint64 offset, int type,
		    GBytes *bytes);

#endif
