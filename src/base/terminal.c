/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <glib.h>

enum { MOST_COLUMNS = 10000 };

size_t terminal_columns(void)
{
	const char *said = g_getenv("COLUMNS");
	gint64 n = said ? g_ascii_strtoll(said, NULL, 10) : 0;
	struct winsize size;

	if (n > 0)
		return (size_t)MIN(n, MOST_COLUMNS);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return TERMINAL_COLUMNS;
}

bool terminal_is_one(void)
{
	return isatty(STDOUT_FILENO);
}

bool terminal_is_able(void)
{
	const char *term = g_getenv("TERM");

	return term && *term && strcmp(term, "dumb") != 0;
}

bool terminal_has_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	const char *name = NULL;

	if (locale) {
		bool utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;

		freelocale(locale);
		return utf8;
	}
	/* One that is not installed, as in containers: its name says it as well. */
	for (size_t i = 0; i < G_N_ELEMENTS(names) && !(name && *name); i++)
		name = g_getenv(names[i]);
	return name && (strcasestr(name, "utf-8") || strcasestr(name, "utf8"));
}
