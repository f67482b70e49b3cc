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

/* "0.50.2" is 5002 to VTE. */
enum { VTE_WITH_LINKS = 5000 };

static bool starts_with_one_of(const char *text, const char *const *prefixes)
{
	for (; text && *prefixes; prefixes++)
		if (g_str_has_prefix(text, *prefixes))
			return true;
	return false;
}

/* "3.4", "3.5a": its own variables are inherited by what runs in it, those of the outer one, too.
 */
static bool tmux_has_links(void)
{
	const char *version = g_getenv("TERM_PROGRAM_VERSION");
	char *end = NULL;
	guint64 major = version ? g_ascii_strtoull(version, &end, 10) : 0;
	guint64 minor = end && *end == '.' ? g_ascii_strtoull(end + 1, NULL, 10) : 0;

	return g_strcmp0(g_getenv("TERM_PROGRAM"), "tmux") == 0 &&
	       (major > 3 || (major == 3 && minor >= 4));
}

bool terminal_has_links(void)
{
	static const char *const terms[] = { "xterm-kitty", "xterm-ghostty", "alacritty", "foot",
					     "wezterm",	    "contour",	     NULL };
	static const char *const programs[] = { "iTerm.app", "WezTerm", "vscode", "ghostty",
						"mintty",    "rio",	NULL };
	static const char *const variables[] = { "KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM" };
	const char *term = g_getenv("TERM"), *vte = g_getenv("VTE_VERSION");

	if (!terminal_is_able() || strcmp(term, "linux") == 0)
		return false;
	if (g_getenv("TMUX"))
		return tmux_has_links();
	if (g_getenv("STY")) /* screen shows them as text */
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(variables); i++)
		if (g_getenv(variables[i]))
			return true;
	return starts_with_one_of(term, terms) ||
	       starts_with_one_of(g_getenv("TERM_PROGRAM"), programs) ||
	       (vte && g_ascii_strtoull(vte, NULL, 10) >= VTE_WITH_LINKS);
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
