/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/style.h"

#include "base/terminal.h"

static const struct {
	const char *slot;
	const char *words;
} paints[] = {
#define X(name, slot, words) { slot, words },
	PAINTS(X)
#undef X
};

const char *paint_slot(enum paint paint)
{
	return paints[paint].slot;
}

enum paint paint_of_verdict(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_KEEP:
		return PAINT_GOOD;
	case VERDICT_KEEP_WITH:
		return PAINT_WITH;
	case VERDICT_DROP:
		return PAINT_BAD;
	case VERDICT_ASK:
		return PAINT_DOUBT;
	default:
		return PAINT_PLAIN;
	}
}

void style_set_colors(struct report_style *style)
{
	for (int i = 0; i < N_PAINTS; i++)
		(void)color_parse(paints[i].words, &style->colors[i]);
}

size_t style_columns(const struct report_style *style)
{
	return style->columns ? style->columns : TERMINAL_COLUMNS;
}
