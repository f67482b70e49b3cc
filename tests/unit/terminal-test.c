/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/terminal.h"

#include "tap.h"

static const struct {
	const char *name, *all, *type, *lang;
	bool expected;
} locales[] = {
	{ "nothing is said", NULL, NULL, NULL, false },
	{ "C", "C", NULL, "en_US.UTF-8", false },
	{ "C.UTF-8", "C.UTF-8", NULL, NULL, true },
	/* None of them is installed anywhere. */
	{ "by its name", "xx_XX.UTF-8", NULL, NULL, true },
	{ "as others write it", NULL, "xx_XX.utf8", NULL, true },
	{ "by the last name that is asked for", NULL, NULL, "xx_XX.UTF-8@a", true },
	{ "an empty one says nothing", "", "", "xx_XX.UTF-8", true },
	{ "of another charset", "xx_XX.ISO-8859-1", "C.UTF-8", "C.UTF-8", false },
};

static const struct {
	const char *name, *said;
	size_t expected;
} columns[] = {
	{ "columns as said", "132", 132 },
	{ "more than anybody has", "99999999999999999999", 10000 },
	{ "none", "0", TERMINAL_COLUMNS },
	{ "fewer than none", "-5", TERMINAL_COLUMNS },
	{ "no number", "wide", TERMINAL_COLUMNS },
	{ "nothing said", NULL, TERMINAL_COLUMNS },
};

static const struct {
	const char *name, *term;
	bool expected;
} terms[] = {
	{ "a terminal that is able", "xterm", true },
	{ "a dumb one", "dumb", false },
	{ "one without a name", "", false },
	{ "none", NULL, false },
};

static void set(const char *name, const char *value)
{
	if (value)
		g_setenv(name, value, TRUE);
	else
		g_unsetenv(name);
}

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(locales); i++) {
		set("LC_ALL", locales[i].all);
		set("LC_CTYPE", locales[i].type);
		set("LANG", locales[i].lang);
		tap_ok(terminal_has_utf8() == locales[i].expected, locales[i].name);
	}
	/* Where standard output is a terminal, that one has its own width. */
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
		set("COLUMNS", columns[i].said);
		if (columns[i].expected != TERMINAL_COLUMNS || !terminal_is_one())
			tap_number(columns[i].name, (gint64)columns[i].expected,
				   (gint64)terminal_columns());
	}
	for (size_t i = 0; i < G_N_ELEMENTS(terms); i++) {
		set("TERM", terms[i].term);
		tap_ok(terminal_is_able() == terms[i].expected, terms[i].name);
	}
	return tap_done();
}
