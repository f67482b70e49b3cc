/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "write/paint.h"

#include "base/text.h"

void paint_text(const struct report_style *style, enum paint paint, const char *text, FILE *out)
{
	g_autofree char *shown = text_one_line(text, 0);
	const char *code = style->colors[paint].code;

	fprintf(out, "%s%s%s", code, shown, *code ? color_reset : "");
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
