/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/namesake.h"

enum { NAMESAKES_LIMIT = 64 }; /* of one commit, the newest, that are looked at */

void namesake_each_reference(const struct history *history, guint32 position,
			     void (*visit)(const struct history_reference *reference,
					   guint32 position, void *data),
			     void *data)
{
	const char *subject = history_at(history, position)->subject;
	guint32 at = (guint32)history_length(history);

	if (!*subject)
		return;
	for (int n = 0; n < NAMESAKES_LIMIT; n++) {
		const struct history_reference *references;
		size_t n_references = 0;

		at = history_find_subject(history, subject, at);
		if (at == HISTORY_NONE)
			return;
		if (at == position)
			continue;
		references = history_references_to(history, at, &n_references);
		for (size_t i = 0; i < n_references; i++)
			if (references[i].by_title && references[i].from > position &&
			    (references[i].kind == REFERENCE_FIXES ||
			     references[i].kind == REFERENCE_REVERTS))
				visit(&references[i], position, data);
	}
}
