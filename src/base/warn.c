/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/warn.h"

#include <stdarg.h>

enum { TOLD_LIMIT = 1000 }; /* of one list; nobody reads more */

void warn_tell(const struct warn *warn, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	if (!warn->tell)
		return;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	warn->tell(text, warn->data);
}

void warn_tell_all(const struct warn *warn, const GPtrArray *texts, guint first)
{
	guint n = texts->len > first ? texts->len - first : 0;
	guint end = first + MIN(n, TOLD_LIMIT);

	for (guint i = first; i < end; i++)
		warn_tell(warn, "%s", (const char *)texts->pdata[i]);
	if (n > TOLD_LIMIT)
		warn_tell(warn, "and %u more warnings like these", n - TOLD_LIMIT);
}
