/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>

G_DEFINE_QUARK(winnow - error, winnow_error)

bool fail(GError **error, enum winnow_error code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, WINNOW_ERROR, code, text);
	return false;
}

bool fail_errno(GError **error, const char *format, ...)
{
	int saved = errno;
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	return fail(error, WINNOW_ERROR_SYSTEM, "%s: %s", text, g_strerror(saved));
}
