/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/tie.h"

GArray *ties_find(const struct queue *queue, const struct target *target)
{
	GArray *ties = g_array_new(FALSE, FALSE, sizeof(struct tie));
	g_autoptr(GArray) references = g_array_new(FALSE, FALSE, sizeof(struct reference));

	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);

		g_array_set_size(references, 0);
		references_scan(patch->message.subject, patch->message.body, references);
		for (guint r = 0; r < references->len; r++) {
			struct tie tie = { .from = patch };

			tie.reference = g_array_index(references, struct reference, r);
			tie.to = target_queued(target, &tie.reference, patch);
			if (tie.to)
				g_array_append_val(ties, tie);
		}
	}
	return ties;
}
