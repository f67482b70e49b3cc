/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/allowance.h"

#include "base/memory.h"

struct share {
	struct patch *patch;
	size_t bytes;
	size_t index; /* of those that came */
	bool shed;
};

struct allowance {
	size_t limit, bytes; /* that are there, and that are taken */
	size_t n, n_shed;    /* patches */
	GSequence *shares;   /* those that can give way, the largest last */
	char *why;
};

struct allowance *allowance_new(size_t limit)
{
	struct allowance *allowance = g_new0(struct allowance, 1);
	g_autofree char *size = memory_in_words(limit);

	allowance->limit = limit;
	allowance->shares = g_sequence_new(g_free);
	allowance->why = g_strdup_printf("the queue would take more than %s of memory "
					 "(--max-memory), and its largest patches give way",
					 size);
	return allowance;
}

void allowance_free(struct allowance *allowance)
{
	g_sequence_free(allowance->shares);
	g_free(allowance->why);
	g_free(allowance);
}

static int by_bytes(const void *a, const void *b, void *data)
{
	const struct share *x = a, *y = b;

	(void)data;
	if (x->bytes != y->bytes)
		return x->bytes < y->bytes ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void count(struct allowance *allowance, const struct share *share)
{
	allowance->bytes += share->bytes;
	g_sequence_insert_sorted(allowance->shares, g_memdup2(share, sizeof(*share)), by_bytes,
				 NULL);
}

/* What has nothing left to give keeps counting, and is asked no more. */
static void shed_largest(struct allowance *allowance)
{
	GSequenceIter *last = g_sequence_iter_prev(g_sequence_get_end_iter(allowance->shares));
	struct share share = *(struct share *)g_sequence_get(last);

	g_sequence_remove(last);
	if (!patch_shed(share.patch, allowance->why))
		return;
	allowance->n_shed += !share.shed;
	allowance->bytes -= share.bytes;
	share.bytes = patch_memory(share.patch);
	share.shed = true;
	count(allowance, &share);
}

void allowance_take(struct allowance *allowance, struct patch *patch)
{
	count(allowance, &(struct share){ patch, patch_memory(patch), allowance->n++, false });
	while (allowance->bytes > allowance->limit && !g_sequence_is_empty(allowance->shares))
		shed_largest(allowance);
}

char *allowance_warning(const struct allowance *allowance)
{
	g_autofree char *size = memory_in_words(allowance->limit);

	if (!allowance->n_shed)
		return NULL;
	return g_strdup_printf("the queue would take more than %s of memory: %zu of its %zu "
			       "patches, the largest, are reviewed without their diff "
			       "(--max-memory)",
			       size, allowance->n_shed, allowance->n);
}
