/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which commits come before one, and with a merge. */
#include "index/history-parts.h"

#include <string.h>

#include "index/row.h"

static void push_parents(const struct history *history, guint32 position, GArray *stack)
{
	struct query *query =
		store_query(history->store,
			    "SELECT first_parent, other_parents FROM commits WHERE position = ?");
	const guint8 *others;
	size_t length = 0;

	query_int(query, position);
	if (!query_next(query))
		return;
	if (!query_is_null(query, 0)) {
		guint32 first = row_position(query, 0, position);

		g_array_append_val(stack, first);
	}
	others = query_get_blob(query, 1, &length);
	for (size_t i = 0; i + 4 <= length; i += 4) {
		guint32 parent;

		memcpy(&parent, others + i, sizeof(parent));
		parent = GUINT32_FROM_LE(parent);
		if (parent >= position) {
			store_note_damage(history->store, "a commit is before its parent");
			break;
		}
		g_array_append_val(stack, parent);
	}
	query_end(query);
}

void history_mark_ancestors(const struct history *history, guint32 position, guint8 *marks)
{
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_val(stack, position);
	while (stack->len) {
		guint32 at = g_array_index(stack, guint32, stack->len - 1);

		g_array_set_size(stack, stack->len - 1);
		if (at >= history->length || marks[at])
			continue;
		/* The mainline had taken all that comes before it. */
		if (history_at(history, at)->on_line) {
			memset(marks, 1, at + 1);
			continue;
		}
		marks[at] = 1;
		push_parents(history, at, stack);
	}
}

GArray *history_brought_by(const struct history *history, guint32 merge, guint limit)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	const struct history_commit *commit = history_at(history, merge);
	g_autofree guint8 *had = NULL;
	g_autofree guint8 *has = NULL;
	guint32 first = commit->first_parent;

	if (!commit->merge || first == HISTORY_NONE || first >= merge)
		return out;
	if (!commit->on_line) {
		had = g_new0(guint8, history->length);
		has = g_new0(guint8, history->length);
		history_mark_ancestors(history, first, had);
		history_mark_ancestors(history, merge, has);
	}
	/* Of the mainline's own merges, what they bring is what stands between the two. */
	for (guint32 at = had ? 0 : first + 1; at < merge; at++) {
		if (had && (had[at] || !has[at]))
			continue;
		if (out->len == limit) {
			g_array_set_size(out, 0);
			break;
		}
		g_array_append_val(out, at);
	}
	return out;
}
