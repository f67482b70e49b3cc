/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/paint.h"

#include "base/text.h"

static const char *const codes[] = {
	[PAINT_PLAIN] = "",	   [PAINT_BOLD] = "\033[1m",   [PAINT_DIM] = "\033[2m",
	[PAINT_GOOD] = "\033[32m", [PAINT_BAD] = "\033[1;31m", [PAINT_DOUBT] = "\033[33m",
	[PAINT_WITH] = "\033[36m",
};

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

void paint_text(const struct report_style *style, enum paint paint, const char *text, FILE *out)
{
	g_autofree char *shown = text_one_line(text, 0);
	bool painted = style->color && paint != PAINT_PLAIN;

	fprintf(out, "%s%s%s", painted ? codes[paint] : "", shown, painted ? "\033[m" : "");
}

void paint_proof(const struct report_style *style, const char *proof, FILE *out)
{
	if (!proof || !*proof)
		return;
	fputs("        | ", out);
	paint_text(style, PAINT_DIM, proof, out);
	fputc('\n', out);
}

void paint_count(size_t n, const char *one, const char *many, FILE *out)
{
	fprintf(out, "%zu %s", n, n == 1 ? one : many);
}
