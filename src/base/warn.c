/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/warn.h"

#include <stdarg.h>

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
	for (guint i = first; i < texts->len; i++)
		warn_tell(warn, "%s", (const char *)texts->pdata[i]);
}
