/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * disk-cache - answers in a file, for the next run: bytes by a key, of what costs more to ask than
 * to look up. What the system refuses, and what is not ours, is left as it is; what cannot be read
 * was never there.
 */

#ifndef WINNOW_BASE_DISK_CACHE_H
#define WINNOW_BASE_DISK_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

/* All of it from any thread. */
struct disk_cache;

/*
 * Those of the file path, which need not be there, at most limit bytes of values: the newest.
 * made_by: what else the answers depend on, and how values are written; of a file that was made by
 * another none count, and it is written anew.
 */
struct disk_cache *disk_cache_open(const char *path, const char *made_by, size_t limit);
struct disk_cache *disk_cache_ref(struct disk_cache *cache);

/* The last one writes what was added. NULL is none. */
void disk_cache_unref(struct disk_cache *cache);
DEFINE_CLEANUP(struct disk_cache *, disk_cache_unref)

/* Whether anything that is added can come into the file. */
bool disk_cache_is_ours(const struct disk_cache *cache);

/* The value, which anybody may have written, for the caller to unref; NULL: there is none. */
GBytes *disk_cache_get(struct disk_cache *cache, const void *key, size_t length);

/* Keep value, which stays the caller's; of two with a key the first one counts, and of one run no
 * more than limit. Where another process is just writing, nothing of this one is kept. */
void disk_cache_add(struct disk_cache *cache, const void *key, size_t length, GBytes *value);

#endif
