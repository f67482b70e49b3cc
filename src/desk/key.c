/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/key.h"

#include <string.h>

static const struct {
	const char *name;
	guint code;
} named[] = {
	{ "Up", KEY_CODE_UP },	      { "Down", KEY_CODE_DOWN },
	{ "Left", KEY_CODE_LEFT },    { "Right", KEY_CODE_RIGHT },
	{ "PgUp", KEY_CODE_PAGE_UP }, { "PgDn", KEY_CODE_PAGE_DOWN },
	{ "Home", KEY_CODE_HOME },    { "End", KEY_CODE_END },
	{ "Enter", KEY_CODE_ENTER },  { "Space", ' ' },
	{ "Esc", KEY_CODE_ESCAPE },   { "Backspace", KEY_CODE_BACKSPACE },
	{ "Del", KEY_CODE_DELETE },
};

guint key_code(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(named); i++)
		if (strcmp(name, named[i].name) == 0)
			return named[i].code;
	if (name[0] == '^' && g_ascii_isupper(name[1]) && !name[2])
		return (guint)(name[1] - 'A' + 1);
	return g_utf8_strlen(name, -1) == 1 ? g_utf8_get_char(name) : KEY_CODE_NOTHING;
}
