/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/line-set.h"

#include "match/hunk.h"

struct line_set {
	guint refs;
	GArray *lines;
	guint32 *places;  /* of all lines, those of one bucket together; NULL: not asked yet */
	guint32 *buckets; /* where each begins among the places, and where the last one ends */
	unsigned width;	  /* of a bucket's number, in bits */
};

struct line_set *line_set_new(GArray *lines)
{
	struct line_set *set = g_new0(struct line_set, 1);

	set->refs = 1;
	set->lines = g_array_ref(lines);
	return set;
}

struct line_set *line_set_ref(struct line_set *set)
{
	set->refs++;
	return set;
}

void line_set_unref(struct line_set *set)
{
	if (!set || --set->refs)
		return;
	g_array_unref(set->lines);
	g_free(set->places);
	g_free(set->buckets);
	g_free(set);
}

size_t line_set_length(const struct line_set *set)
{
	return set->lines->len;
}

/* The upper bits of a product are the ones that all bits of the hash went into. */
static size_t bucket_of(const struct line_set *set, struct slice line)
{
	return slice_key_hash(&line) * 0x9e3779b97f4a7c15u >> (64 - set->width);
}

/* First how many lines each bucket has, then where it ends; filled from behind it ends up at its
 * begin. */
static void fill(struct line_set *set, size_t *work)
{
	g_autofree guint32 *of = g_new(guint32, set->lines->len + 1);
	size_t n_buckets;

	set->width = g_bit_storage(set->lines->len);
	n_buckets = (size_t)1 << set->width;
	set->buckets = g_new0(guint32, n_buckets + 1);
	set->places = g_new(guint32, set->lines->len + 1);
	for (guint i = 0; i < set->lines->len; i++) {
		struct slice line = g_array_index(set->lines, struct file_line, i).text;

		of[i] = (guint32)bucket_of(set, line);
		set->buckets[of[i]]++;
		*work += 1 + line.length / HUNK_BYTES_A_LINE;
	}
	for (size_t b = 1; b <= n_buckets; b++)
		set->buckets[b] += set->buckets[b - 1];
	for (guint i = set->lines->len; i-- > 0;)
		set->places[--set->buckets[of[i]]] = i;
}

const guint32 *line_set_places(struct line_set *set, struct slice line, size_t *n, size_t *work)
{
	size_t bucket;

	if (!set->buckets)
		fill(set, work);
	*work += 1 + line.length / HUNK_BYTES_A_LINE;
	bucket = bucket_of(set, line);
	*n = set->buckets[bucket + 1] - set->buckets[bucket];
	return set->places + set->buckets[bucket];
}
