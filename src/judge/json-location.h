/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json-location - where in a JSON text a value stands; jansson tells that only of syntax errors. */

#ifndef WINNOW_JUDGE_JSON_LOCATION_H
#define WINNOW_JUDGE_JSON_LOCATION_H

#include <stddef.h>

#include "base/cleanup.h"

struct json_location {
	size_t line, column; /* from 1 */
};

/* The places of one text. A list or an object is gone through once, however often one asks. */
struct json_places;

/* text must be valid JSON, and stay. */
struct json_places *json_places_new(const char *text);
void json_places_free(struct json_places *places);
DEFINE_CLEANUP(struct json_places *, json_places_free)

/*
 * Follow path, steps of "key" or "[index]" ended by NULL, as far as it leads and say where that is.
 */
struct json_location json_places_locate(struct json_places *places, const char *const *path);

/* Where in the text the value at path begins; NULL if path leads nowhere. */
const char *json_places_find(struct json_places *places, const char *const *path);

#endif
