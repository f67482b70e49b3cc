/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What cannot be told, for what upstream's commits name may be several. */
#include "review/inquiry-parts.h"

#include "match/namesake.h"

/* Which commit an ambiguous id means cannot be told; that it may be one of the branch's can. */
static void warn_ambiguous(const struct history_reference *reference, void *data)
{
	const struct inquiry *inquiry = data;
	const struct history *history = inquiry->source.history;

	for (guint i = 0; i < inquiry->taken.all->len; i++) {
		guint32 position = g_array_index(inquiry->taken.all, struct taken, i).position;
		const struct history_commit *from, *to = history_at(history, position);

		if (!commit_id_has_prefix(&to->id, reference->hex))
			continue;
		from = history_at(history, reference->from);
		warn_tell(&inquiry->options->warn,
			  "%s (\"%s\") names several commits, one of them %s, which the branch "
			  "took: %s",
			  commit_id_short(&from->id).text, from->subject,
			  commit_id_short(&to->id).text, reference->line);
		return;
	}
}

/* What has been told of already, and the inquiry. */
struct namesakes {
	const struct inquiry *inquiry;
	GHashTable *told; /* position + 1 of what names a title */
};

/* A title that several commits have means one of them, and only the newest is told of. */
static void warn_namesake(const struct history_reference *reference, guint32 position, void *data)
{
	struct namesakes *namesakes = data;
	const struct inquiry *inquiry = namesakes->inquiry;
	const struct history *history = inquiry->source.history;
	const struct history_commit *from = history_at(history, reference->from);
	const struct history_commit *to = history_at(history, position);
	bool fixes = reference->kind == REFERENCE_FIXES;

	if (target_find(inquiry->target, &from->id, NULL).state != PRESENCE_MISSING ||
	    !g_hash_table_add(namesakes->told, GUINT_TO_POINTER(reference->from + 1)))
		return;
	warn_tell(&inquiry->options->warn,
		  "%s (\"%s\") %s a commit by a title that several have, one of them %s, which the "
		  "branch took: %s",
		  commit_id_short(&from->id).text, from->subject, fixes ? "fixes" : "reverts",
		  commit_id_short(&to->id).text, reference->line);
}

static void warn_namesakes(const struct inquiry *inquiry, const GArray *missing)
{
	struct namesakes namesakes = { inquiry, g_hash_table_new(NULL, NULL) };
	g_autoptr(GHashTable) all = namesakes_find(inquiry->source.history);

	for (guint i = 0; i < missing->len; i++)
		g_hash_table_add(
			namesakes.told,
			GUINT_TO_POINTER(g_array_index(missing, struct missing, i).position + 1));
	for (guint i = 0; i < inquiry->taken.all->len; i++)
		namesake_each_reference(inquiry->source.history, all,
					g_array_index(inquiry->taken.all, struct taken, i).position,
					warn_namesake, &namesakes);
	g_hash_table_unref(namesakes.told);
}

void inquiry_warn_vague(struct inquiry *inquiry)
{
	history_each_ambiguous(inquiry->source.history, warn_ambiguous, inquiry);
	warn_namesakes(inquiry, inquiry->missing);
}
