/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/json-location.h"

#include "tap.h"

static const char text[] = "{ \"a\": 1,\n"
			   "  \"b\": [ 10, { \"c\": \"x\" },\n"
			   "    \"}]\\\"{\", true ],\n"
			   "  \"d\\\"e\": null,\n"
			   "\t\"f\": { \"b\": [], \"g\": {} }\n"
			   "}\n";

static const struct {
	const char *path[5];
	size_t line, column;
} cases[] = {
	{ { NULL }, 1, 1 },
	{ { "a" }, 1, 8 },
	{ { "b" }, 2, 8 },
	{ { "b", "[0]" }, 2, 10 },
	{ { "b", "[1]" }, 2, 14 },
	{ { "b", "[1]", "c" }, 2, 21 },
	{ { "b", "[2]" }, 3, 5 },
	{ { "b", "[3]" }, 3, 14 },
	{ { "d\\\"e" }, 4, 11 },
	{ { "f" }, 5, 7 },
	{ { "f", "b" }, 5, 14 },
	{ { "f", "g" }, 5, 23 },
	/* As far as it leads. */
	{ { "z" }, 1, 1 },
	{ { "f", "z" }, 5, 7 },
	{ { "b", "[9]" }, 2, 8 },
	{ { "b", "c" }, 2, 8 },
	{ { "a", "[0]" }, 1, 8 },
	{ { "f", "b", "[0]" }, 5, 14 },
};

int main(void)
{
	_cleanup_(json_places_freep) struct json_places *places = json_places_new(text);
	_cleanup_(json_places_freep) struct json_places *blank = json_places_new("\n\n  7");
	struct json_location place;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *joined = g_strjoinv(" ", (char **)cases[i].path);
		g_autofree char *expected =
			g_strdup_printf("%zu:%zu", cases[i].line, cases[i].column);
		g_autofree char *actual = NULL;

		place = json_places_locate(places, cases[i].path);
		actual = g_strdup_printf("%zu:%zu", place.line, place.column);
		tap_same(joined, expected, actual);
	}
	place = json_places_locate(blank, (const char *const[]){ NULL });
	tap_ok(place.line == 3 && place.column == 3, "blank lines before");
	return tap_done();
}
