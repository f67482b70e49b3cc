/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hash-counts - how often each of many hashes came, modulo 2^32. */

#ifndef WINNOW_CODE_HASH_COUNTS_H
#define WINNOW_CODE_HASH_COUNTS_H

#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

struct hash_counts;

struct hash_counts *hash_counts_new(void);
void hash_counts_free(struct hash_counts *counts);
DEFINE_CLEANUP(struct hash_counts *, hash_counts_free)

/* hash is not 0 and its upper bits are as good as random; by may be "minus one". */
void hash_counts_add(struct hash_counts *counts, guint64 hash, guint32 by);
guint32 hash_counts_get(struct hash_counts *counts, guint64 hash);

/* In ascending order, the counts in an array of their own; both are owned or both borrowed. */
struct sorted_counts {
	guint64 *hashes;
	guint32 *counts;
	size_t n;
};

/* What counts holds, which is empty afterwards; owned. */
struct sorted_counts hash_counts_take_sorted(struct hash_counts *counts);

/* The sums of both, without those that are 0; owned. */
struct sorted_counts sorted_counts_merge(const struct sorted_counts *a,
					 const struct sorted_counts *b);
guint32 sorted_counts_get(const struct sorted_counts *sorted, guint64 hash);
void sorted_counts_clear(struct sorted_counts *sorted); /* of owned ones */

#endif
