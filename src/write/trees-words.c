/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/trees-words.h"

#include <string.h>

/* "RELEASE-4.17.2", "v6.1.3": what stands before the number is the same for all of a project. */
static const char *number_of(const char *release)
{
	const char *digits = strpbrk(release, "0123456789");

	return digits ? digits : release;
}

const char *trees_cell(const struct state *state)
{
	if (state->kind == STATE_HAS)
		return state->release ? number_of(state->release) : "yes";
	return state_cell(state->kind);
}

char *trees_summary(const struct matrix_report *report, guint tree)
{
	GString *out = g_string_new(NULL);
	size_t counts[N_STATES];

	matrix_count(report, tree, counts);
	g_string_append_printf(out, "has %zu, needs %zu", counts[STATE_HAS],
			       counts[STATE_NEEDS] + counts[STATE_NEEDS_WORK]);
	if (counts[STATE_NEEDS_WORK])
		g_string_append_printf(out, " (%zu with work)", counts[STATE_NEEDS_WORK]);
	if (counts[STATE_NOT_THERE])
		g_string_append_printf(out, ", without the bug %zu", counts[STATE_NOT_THERE]);
	if (counts[STATE_REVERTED])
		g_string_append_printf(out, ", taken back %zu", counts[STATE_REVERTED]);
	if (counts[STATE_UNKNOWN])
		g_string_append_printf(out, ", unknown %zu", counts[STATE_UNKNOWN]);
	return g_string_free(out, FALSE);
}

GArray *trees_rows(const struct matrix_report *report, const struct report_style *style)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint row = 0; row < report->rows->len; row++)
		if (!style->needed_only || matrix_is_needed(report, row))
			g_array_append_val(out, row);
	return out;
}

char *trees_row_name(const struct matrix_report *report, const struct matrix_row *row)
{
	return row->position != HISTORY_NONE
		       ? g_strdup(commit_id_short(&history_at(report->history, row->position)->id)
					  .text)
		       : g_strdup(row->source ? row->source : "");
}

enum paint paint_of_state(enum state_kind kind)
{
	static const enum paint paints[] = {
		[STATE_HAS] = PAINT_GOOD,	[STATE_NEEDS] = PAINT_BAD,
		[STATE_NEEDS_WORK] = PAINT_BAD, [STATE_NOT_THERE] = PAINT_DIM,
		[STATE_REVERTED] = PAINT_WITH,	[STATE_UNKNOWN] = PAINT_DOUBT,
	};

	return paints[kind];
}
