/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/hash-counts.h"

#include <string.h>

enum {
	CACHE_BITS = 12, /* of what came last: small enough for the processor's own */
	FIRST_BITS = 10, /* of the table's first size */
	SLACK = 4096,	 /* entries behind the table's end, for what is displaced there */
	LOAD_PERCENT = 70,
};

/*
 * A table in which a hash's upper bits are its slot, and what finds that taken goes further down:
 * from beginning to end the hashes then are all but sorted.
 */
struct hash_counts {
	guint64 *hashes; /* 0: free */
	guint32 *counts;
	size_t n, size; /* of those in use, of all */
	int bits;
	guint64 recent[1 << CACHE_BITS]; /* counted here first: names come in crowds */
	guint32 recent_counts[1 << CACHE_BITS];
};

static void allocate(struct hash_counts *counts, int bits)
{
	counts->bits = bits;
	counts->n = 0;
	counts->size = ((size_t)1 << bits) + SLACK;
	counts->hashes = g_new0(guint64, counts->size);
	counts->counts = g_new0(guint32, counts->size);
}

struct hash_counts *hash_counts_new(void)
{
	struct hash_counts *counts = g_new0(struct hash_counts, 1);

	allocate(counts, FIRST_BITS);
	return counts;
}

void hash_counts_free(struct hash_counts *counts)
{
	g_free(counts->hashes);
	g_free(counts->counts);
	g_free(counts);
}

/* Where hash is, or where it would be; the end when there is no room. */
static size_t slot_of(const struct hash_counts *counts, guint64 hash)
{
	size_t at = (size_t)(hash >> (64 - counts->bits));

	while (at < counts->size && counts->hashes[at] && counts->hashes[at] != hash)
		at++;
	return at;
}

/* Many hashes with the same upper bits, all ones: names that somebody made up. */
static void lengthen(struct hash_counts *counts)
{
	size_t size = counts->size + SLACK;

	counts->hashes = g_renew(guint64, counts->hashes, size);
	counts->counts = g_renew(guint32, counts->counts, size);
	memset(counts->hashes + counts->size, 0, SLACK * sizeof(guint64));
	memset(counts->counts + counts->size, 0, SLACK * sizeof(guint32));
	counts->size = size;
}

/* hash is not there yet. */
static void insert(struct hash_counts *counts, guint64 hash, guint32 count)
{
	size_t at = slot_of(counts, hash);

	if (at == counts->size)
		lengthen(counts);
	counts->hashes[at] = hash;
	counts->counts[at] = count;
	counts->n++;
}

static void grow(struct hash_counts *counts)
{
	g_autofree guint64 *hashes = counts->hashes;
	g_autofree guint32 *old = counts->counts;
	size_t size = counts->size;

	allocate(counts, counts->bits + 1);
	for (size_t i = 0; i < size; i++)
		if (hashes[i])
			insert(counts, hashes[i], old[i]);
}

static void add_to_table(struct hash_counts *counts, guint64 hash, guint32 by)
{
	size_t at = slot_of(counts, hash);

	if (at < counts->size && counts->hashes[at]) {
		counts->counts[at] += by;
		return;
	}
	if (counts->n >= ((size_t)1 << counts->bits) / 100 * LOAD_PERCENT)
		grow(counts);
	insert(counts, hash, by);
}

static void flush(struct hash_counts *counts)
{
	for (size_t i = 0; i < G_N_ELEMENTS(counts->recent); i++)
		if (counts->recent[i])
			add_to_table(counts, counts->recent[i], counts->recent_counts[i]);
	memset(counts->recent, 0, sizeof(counts->recent));
}

void hash_counts_add(struct hash_counts *counts, guint64 hash, guint32 by)
{
	size_t i = (size_t)hash & (G_N_ELEMENTS(counts->recent) - 1);

	if (counts->recent[i] == hash) {
		counts->recent_counts[i] += by;
		return;
	}
	if (counts->recent[i])
		add_to_table(counts, counts->recent[i], counts->recent_counts[i]);
	counts->recent[i] = hash;
	counts->recent_counts[i] = by;
}

guint32 hash_counts_get(struct hash_counts *counts, guint64 hash)
{
	size_t i = (size_t)hash & (G_N_ELEMENTS(counts->recent) - 1);
	size_t at = slot_of(counts, hash);
	guint32 count = counts->recent[i] == hash ? counts->recent_counts[i] : 0;

	if (at < counts->size && counts->hashes[at])
		count += counts->counts[at];
	return count;
}

struct sorted_counts hash_counts_take_sorted(struct hash_counts *counts)
{
	struct sorted_counts out = { 0 };

	flush(counts);
	/* To the front, each to where it belongs among those before: never far. */
	for (size_t i = 0; i < counts->size; i++) {
		guint64 hash = counts->hashes[i];
		guint32 count = counts->counts[i];
		size_t at;

		if (!hash)
			continue;
		for (at = out.n; at > 0 && counts->hashes[at - 1] > hash; at--) {
			counts->hashes[at] = counts->hashes[at - 1];
			counts->counts[at] = counts->counts[at - 1];
		}
		counts->hashes[at] = hash;
		counts->counts[at] = count;
		out.n++;
	}
	out.hashes = g_renew(guint64, counts->hashes, MAX(out.n, 1));
	out.counts = g_renew(guint32, counts->counts, MAX(out.n, 1));
	allocate(counts, FIRST_BITS);
	return out;
}

struct sorted_counts sorted_counts_merge(const struct sorted_counts *a,
					 const struct sorted_counts *b)
{
	struct sorted_counts out = { 0 };
	size_t i = 0, k = 0;

	out.hashes = g_new(guint64, MAX(a->n + b->n, 1));
	out.counts = g_new(guint32, MAX(a->n + b->n, 1));
	while (i < a->n || k < b->n) {
		guint64 hash = i == a->n   ? b->hashes[k]
			       : k == b->n ? a->hashes[i]
					   : MIN(a->hashes[i], b->hashes[k]);
		guint32 count = 0;

		if (i < a->n && a->hashes[i] == hash)
			count += a->counts[i++];
		if (k < b->n && b->hashes[k] == hash)
			count += b->counts[k++];
		if (!count)
			continue;
		out.hashes[out.n] = hash;
		out.counts[out.n++] = count;
	}
	out.hashes = g_renew(guint64, out.hashes, MAX(out.n, 1));
	out.counts = g_renew(guint32, out.counts, MAX(out.n, 1));
	return out;
}

/*
 * The hashes are spread evenly, so that one of them stands near where its value lies between 0 and
 * 2^64; from there in steps that double, until it is between two of them.
 */
guint32 sorted_counts_get(const struct sorted_counts *sorted, guint64 hash)
{
	size_t guess = (size_t)((hash >> 32) * (guint64)sorted->n >> 32);
	size_t low = guess, high = guess;

	for (size_t step = 8; low > 0 && sorted->hashes[low] > hash; step *= 2)
		low -= MIN(low, step);
	for (size_t step = 8; high < sorted->n && sorted->hashes[high] < hash; step *= 2)
		high += MIN(sorted->n - high, step);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted->hashes[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < sorted->n && sorted->hashes[low] == hash ? sorted->counts[low] : 0;
}

void sorted_counts_clear(struct sorted_counts *sorted)
{
	g_free(sorted->hashes);
	g_free(sorted->counts);
	*sorted = (struct sorted_counts){ 0 };
}
