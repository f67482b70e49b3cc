/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/json-location.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n,:");
}

/* p is at '"'. */
static const char *skip_string(const char *p)
{
	for (p++; *p && *p != '"'; p++)
		if (*p == '\\' && p[1])
			p++;
	return *p ? p + 1 : p;
}

static const char *skip_value(const char *p)
{
	int depth = 0;

	do {
		p = skip_blanks(p);
		if (*p == '"') {
			p = skip_string(p);
		} else if (*p == '{' || *p == '[') {
			depth++;
			p++;
		} else if (*p == '}' || *p == ']') {
			depth--;
			p++;
		} else if (*p) {
			p += strcspn(p, " \t\r\n,:{}[]\"");
		}
	} while (depth > 0 && *p);
	return p;
}

/* The value of one step within the value at p; NULL if it is not there. */
static const char *enter(const char *p, const char *step)
{
	size_t index = *step == '[' ? strtoul(step + 1, NULL, 10) : 0;
	bool array = *step == '[';

	p = skip_blanks(p);
	if (*p != (array ? '[' : '{'))
		return NULL;
	for (p = skip_blanks(p + 1); *p && *p != ']' && *p != '}'; p = skip_blanks(skip_value(p))) {
		const char *key = p + 1;

		if (array && !index--)
			return p;
		if (array)
			continue;
		p = skip_string(p);
		if ((size_t)(p - 1 - key) == strlen(step) && strncmp(key, step, strlen(step)) == 0)
			return skip_blanks(p);
		p = skip_blanks(p);
	}
	return NULL;
}

struct json_location json_location_of(const char *text, const char *const *path)
{
	struct json_location location = { 1, 1 };
	const char *at = skip_blanks(text);

	for (; *path; path++) {
		const char *inner = enter(at, *path);

		if (!inner)
			break;
		at = inner;
	}
	for (const char *p = text; p < at; p++) {
		location.column++;
		if (*p == '\n') {
			location.line++;
			location.column = 1;
		}
	}
	return location;
}

const char *json_find(const char *text, const char *const *path)
{
	const char *at = skip_blanks(text);

	for (; at && *path; path++)
		at = enter(at, *path);
	return at;
}
