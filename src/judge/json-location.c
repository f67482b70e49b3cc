/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/json-location.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

/* What a list or an object holds: where each value begins. */
struct container {
	GPtrArray *values; /* const char * */
	GHashTable *keys;  /* as it stands in the text -> const char *; NULL: a list */
};

struct json_places {
	const char *text;
	GArray *lines;		/* size_t: where each begins */
	GHashTable *containers; /* where it begins -> struct container * */
};

static void container_free(void *data)
{
	struct container *container = data;

	g_ptr_array_unref(container->values);
	if (container->keys)
		g_hash_table_unref(container->keys);
	g_free(container);
}

struct json_places *json_places_new(const char *text)
{
	struct json_places *places = g_new0(struct json_places, 1);
	size_t start = 0;

	places->text = text;
	places->lines = g_array_new(FALSE, FALSE, sizeof(size_t));
	places->containers = g_hash_table_new_full(NULL, NULL, NULL, container_free);
	g_array_append_val(places->lines, start);
	for (const char *p = text; (p = strchr(p, '\n')); p++) {
		start = (size_t)(p + 1 - text);
		g_array_append_val(places->lines, start);
	}
	return places;
}

void json_places_free(struct json_places *places)
{
	g_array_unref(places->lines);
	g_hash_table_unref(places->containers);
	g_free(places);
}

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

/* p is at '[' or '{'. */
static struct container *read_container(const char *p)
{
	struct container *container = g_new0(struct container, 1);
	bool array = *p == '[';

	container->values = g_ptr_array_new();
	if (!array)
		container->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (p = skip_blanks(p + 1); *p && *p != ']' && *p != '}'; p = skip_blanks(skip_value(p))) {
		const char *key = p + 1;

		if (!array) {
			p = skip_string(p);
			g_autofree char *name = g_strndup(key, (gsize)(p - 1 - key));

			p = skip_blanks(p);
			if (!g_hash_table_contains(container->keys, name))
				g_hash_table_insert(container->keys, g_steal_pointer(&name),
						    (gpointer)p);
		}
		g_ptr_array_add(container->values, (gpointer)p);
	}
	return container;
}

/* The value of one step within the value at p; NULL if it is not there. */
static const char *enter(struct json_places *places, const char *p, const char *step)
{
	bool array = *step == '[';
	size_t index = array ? strtoul(step + 1, NULL, 10) : 0;
	struct container *container;

	if (*p != (array ? '[' : '{'))
		return NULL;
	container = g_hash_table_lookup(places->containers, p);
	if (!container) {
		container = read_container(p);
		g_hash_table_insert(places->containers, (gpointer)p, container);
	}
	if (!array)
		return g_hash_table_lookup(container->keys, step);
	return index < container->values->len ? container->values->pdata[index] : NULL;
}

/* As far as path leads; *whole: to its end. */
static const char *follow(struct json_places *places, const char *const *path, bool *whole)
{
	const char *at = skip_blanks(places->text), *inner = at;

	for (; *path && inner; path++) {
		inner = enter(places, at, *path);
		at = inner ? inner : at;
	}
	*whole = inner != NULL;
	return at;
}

struct json_location json_places_locate(struct json_places *places, const char *const *path)
{
	bool whole;
	size_t at = (size_t)(follow(places, path, &whole) - places->text);
	size_t low = 0, high = places->lines->len;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (g_array_index(places->lines, size_t, middle) <= at)
			low = middle;
		else
			high = middle;
	}
	return (struct json_location){ low + 1,
				       at - g_array_index(places->lines, size_t, low) + 1 };
}

const char *json_places_find(struct json_places *places, const char *const *path)
{
	bool whole;
	const char *at = follow(places, path, &whole);

	return whole ? at : NULL;
}
