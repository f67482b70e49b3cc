/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/namesake.h"

enum { NAMESAKES_LIMIT = 64 }; /* of one commit, the newest, that are looked at */

/* All commits of position's title. */
static void add_namesakes(const struct history *history, guint32 position, GHashTable *out)
{
	const char *subject;

	if (g_hash_table_contains(out, GUINT_TO_POINTER(position + 1)))
		return; /* by another of its title */
	subject = history_at(history, position)->subject;
	if (!*subject)
		return;
	for (guint32 at = (guint32)history_length(history);
	     (at = history_find_subject(history, subject, at)) != HISTORY_NONE;)
		g_hash_table_add(out, GUINT_TO_POINTER(at + 1));
}

GHashTable *namesakes_find(const struct history *history)
{
	GHashTable *out = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) named = history_named_by_title(history);

	for (guint i = 0; i < named->len; i++) {
		guint32 position = g_array_index(named, guint32, i);
		const GArray *twins = history_twins(history, position);

		add_namesakes(history, position, out);
		/* What names one of them counts for all, and they may differ in title. */
		for (guint k = 0; twins && k < twins->len; k++)
			add_namesakes(history, g_array_index(twins, guint32, k), out);
	}
	return out;
}

void namesake_each_reference(const struct history *history, GHashTable *namesakes, guint32 position,
			     void (*visit)(const struct history_reference *reference,
					   guint32 position, void *data),
			     void *data)
{
	const char *subject;
	guint32 at = (guint32)history_length(history);

	if (!g_hash_table_contains(namesakes, GUINT_TO_POINTER(position + 1)))
		return;
	subject = history_at(history, position)->subject;
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
