/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/base-cache.h"

enum {
	LARGE_PART = 4, /* what takes more than this part of the room is not kept */
	OVERHEAD = 256, /* bytes that keeping one costs beside its own */
};

struct base {
	const void *pack;
	guint64 offset;
	int type;
	GBytes *bytes;
	GList link; /* in the order of use */
};

struct base_cache {
	GHashTable *bases; /* struct base *, both key and value */
	GQueue used;	   /* the one used last at the head */
	size_t limit, size;
};

static guint hash_base(gconstpointer key)
{
	const struct base *base = key;

	return (guint)((base->offset ^ (guintptr)base->pack >> 4) * 0x9e3779b97f4a7c15 >> 32);
}

static gboolean equal_base(gconstpointer a, gconstpointer b)
{
	const struct base *x = a, *y = b;

	return x->offset == y->offset && x->pack == y->pack;
}

static void base_free(void *data)
{
	struct base *base = data;

	g_bytes_unref(base->bytes);
	g_free(base);
}

struct base_cache *base_cache_new(size_t limit)
{
	struct base_cache *cache = g_new0(struct base_cache, 1);

	cache->bases = g_hash_table_new_full(hash_base, equal_base, NULL, base_free);
	cache->limit = limit;
	return cache;
}

void base_cache_free(struct base_cache *cache)
{
	g_hash_table_unref(cache->bases);
	g_free(cache);
}

GBytes *base_cache_get(struct base_cache *cache, const void *pack, guint64 offset, int *type)
{
	struct base key = { .pack = pack, .offset = offset };
	struct base *found = g_hash_table_lookup(cache->bases, &key);

	if (!found)
		return NULL;
	g_queue_unlink(&cache->used, &found->link);
	g_queue_push_head_link(&cache->used, &found->link);
	*type = found->type;
	return found->bytes;
}

void base_cache_put(struct base_cache *cache, const void *pack, guint64 offset, int type,
		    GBytes *bytes)
{
	struct base *base;

	if (g_bytes_get_size(bytes) > cache->limit / LARGE_PART)
		return;
	base = g_new0(struct base, 1);
	*base = (struct base){ pack, offset, type, g_bytes_ref(bytes), { base, NULL, NULL } };
	if (!g_hash_table_add(cache->bases, base))
		g_assert_not_reached(); /* what is there is found, and not put again */
	g_queue_push_head_link(&cache->used, &base->link);
	cache->size += OVERHEAD + g_bytes_get_size(bytes);
	while (cache->size > cache->limit) {
		struct base *oldest = cache->used.tail->data;

		g_queue_unlink(&cache->used, &oldest->link);
		cache->size -= OVERHEAD + g_bytes_get_size(oldest->bytes);
		g_hash_table_remove(cache->bases, oldest);
	}
}
