/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json-location - where in a JSON text a value stands; jansson tells that only of syntax errors. */

#ifndef WINNOW_JUDGE_JSON_LOCATION_H
#define WINNOW_JUDGE_JSON_LOCATION_H

#include <stddef.h>

struct json_location {
	size_t line, column; /* from 1 */
};

/*
 * Follow path, steps of "key" or "[index]" ended by NULL, as far as it leads and say where that is.
 * text must be valid JSON.
 */
struct json_location json_location_of(const char *text, const char *const *path);

/* Where in text the value at path begins; NULL if path leads nowhere. The same of text. */
const char *json_find(const char *text, const char *const *path);

#endif
