/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/tie.h"

static int by_target(const void *a, const void *b)
{
	const struct tie *x = a, *y = b;

	if (x->to != y->to)
		return x->to->position < y->to->position ? -1 : 1;
	if (x->from != y->from)
		return x->from->position < y->from->position ? -1 : 1;
	return x->reference.line.start < y->reference.line.start
		       ? -1
		       : x->reference.line.start > y->reference.line.start;
}

GArray *ties_find(const struct queue *queue, const struct target *target)
{
	GArray *ties = g_array_new(FALSE, FALSE, sizeof(struct tie));

	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);
		const GArray *references = patch->references;

		for (guint r = 0; r < references->len; r++) {
			struct tie tie = { .from = patch };

			tie.reference = g_array_index(references, struct reference, r);
			if (tie.reference.kind == REFERENCE_PICKED ||
			    target_is_second_name(target, references, &tie.reference))
				continue;
			tie.to = target_queued(target, &tie.reference, patch);
			if (tie.to)
				g_array_append_val(ties, tie);
		}
	}
	g_array_sort(ties, by_target);
	return ties;
}

const struct tie *ties_to(const GArray *ties, const struct patch *patch, size_t *n)
{
	const struct tie *all = (const struct tie *)(const void *)ties->data;
	guint low = 0, high = ties->len, end;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (all[middle].to->position < patch->position)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < ties->len && all[end].to == patch; end++)
		continue;
	*n = end - low;
	return *n ? all + low : NULL;
}
