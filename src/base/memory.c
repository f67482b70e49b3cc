/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"

#include <string.h>

/* What malloc() needs for itself, and rounds up to. */
enum { BLOCK = 16, LEAST = 16 };

static const struct {
	char suffix;
	const char *word;
	unsigned shift;
} units[] = { { 'g', "GiB", 30 }, { 'm', "MiB", 20 }, { 'k', "KiB", 10 } };

size_t memory_of_string(const char *text)
{
	return text ? BLOCK + strlen(text) + 1 : 0;
}

/* What GLib's arrays hold room for. */
static size_t room_for(size_t bytes)
{
	size_t room = LEAST;

	while (room < bytes)
		room *= 2;
	return BLOCK + room;
}

size_t memory_of_array(const GArray *array)
{
	return array ? room_for((size_t)array->len * g_array_get_element_size((GArray *)array)) : 0;
}

size_t memory_of_strings(const GPtrArray *strings)
{
	size_t n = strings ? room_for(strings->len * sizeof(gpointer)) : 0;

	for (guint i = 0; strings && i < strings->len; i++)
		n += memory_of_string(strings->pdata[i]);
	return n;
}

bool memory_parse(const char *text, size_t *out)
{
	char *end = NULL;
	unsigned shift = 0;
	guint64 number;

	if (!g_ascii_isdigit(*text))
		return false;
	number = g_ascii_strtoull(text, &end, 10);
	for (size_t i = 0; i < G_N_ELEMENTS(units) && *end; i++)
		if (g_ascii_tolower(*end) == units[i].suffix)
			shift = units[i].shift;
	if (!number || (*end && !shift) || (shift && end[1]) || number > (G_MAXSIZE - 1) >> shift)
		return false;
	*out = (size_t)number << shift;
	return true;
}

char *memory_in_words(size_t bytes)
{
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (bytes >> units[i].shift && !(bytes & (((size_t)1 << units[i].shift) - 1)))
			return g_strdup_printf("%zu %s", bytes >> units[i].shift, units[i].word);
	return g_strdup_printf("%zu bytes", bytes);
}
