/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report as a format string has it: a record a patch. */
#include "write/fields.h"
#include "write/format.h"
#include "write/report-order.h"

bool report_write_fields(const struct report *report, const struct report_style *style, FILE *out)
{
	g_autoptr(GPtrArray) order = report_order(report, style);
	g_autoptr(GString) record = g_string_new(NULL);

	for (guint i = 0; i < order->len && !ferror(out); i++) {
		g_string_truncate(record, 0);
		fields_append(style->fields, order->pdata[i], style->nul, record);
		g_string_append_c(record, style->nul ? '\0' : '\n');
		fwrite(record->str, 1, record->len, out);
	}
	return !ferror(out);
}
