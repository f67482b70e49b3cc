/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json-escape.h"

#include <string.h>

#include "tap.h"

static const struct {
	const char *name, *json, *expected;
} cases[] = {
	{ "plain", "{\n  \"a\": [1, \"b\"]\n}", "{\n  \"a\": [1, \"b\"]\n}" },
	{ "nothing", "", "" },
	{ "DEL", "\"a\177b\"", "\"a\\u007fb\"" },
	{ "C1, first, CSI and last", "\"\302\200\302\233\302\237\"", "\"\\u0080\\u009b\\u009f\"" },
	{ "what follows C1", "\"\302\240\"", "\"\302\240\"" },
	{ "the Arabic letter mark", "\"\330\234\"", "\"\\u061c\"" },
	{ "marks", "\"\u200e\u200f\"", "\"\\u200e\\u200f\"" },
	{ "line and paragraph separators", "\"\u2028\u2029\"", "\"\\u2028\\u2029\"" },
	{ "overrides", "\"\u202a\u202e\"", "\"\\u202a\\u202e\"" },
	{ "isolates", "\"\u2066\u2069\"", "\"\\u2066\\u2069\"" },
	{ "what does not show", "\"\u200b\u00ad\ufeff\"", "\"\\u200b\\u00ad\\ufeff\"" },
	{ "tags, beyond 16 bits", "\"\U000e0041\"", "\"\\udb40\\udc41\"" },
	{ "other scripts stay", "\"\u00e9\u6f22\U0001f427\"", "\"\u00e9\u6f22\U0001f427\"" },
	{ "what is escaped already", "\"\\u009b\\\\\"", "\"\\u009b\\\\\"" },
	{ "several in a row, text behind", "\"a\177\u202e\177 b\"",
	  "\"a\\u007f\\u202e\\u007f b\"" },
};

int main(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) out = g_string_new(NULL);

		json_escape(out, cases[i].json, strlen(cases[i].json));
		tap_same(cases[i].name, cases[i].expected, out->str);
	}
	return tap_done();
}
