/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/stretches.h"

#include <string.h>

static int compare(const guint64 *a, const guint64 *b)
{
	for (int i = 0; i < VERSION_PARTS; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

/* What text does not say is whatever the rest is. */
static void read_parts(const char *text, guint64 rest, guint64 parts[VERSION_PARTS])
{
	for (int i = 0; i < VERSION_PARTS; i++) {
		char *end = NULL;

		parts[i] = g_ascii_isdigit(*text) ? g_ascii_strtoull(text, &end, 10) : rest;
		if (end)
			text = *end == '.' ? end + 1 : "";
	}
}

static struct stretch read_stretch(const char *version)
{
	const char *dash = strchr(version, '-');
	struct stretch out, other;

	read_parts(version, 0, out.first);
	read_parts(version, G_MAXUINT64, out.last);
	if (!dash)
		return out;
	read_parts(dash + 1, 0, other.first);
	read_parts(dash + 1, G_MAXUINT64, other.last);
	if (compare(other.first, out.first) < 0)
		memcpy(out.first, other.first, sizeof(out.first));
	if (compare(other.last, out.last) > 0)
		memcpy(out.last, other.last, sizeof(out.last));
	return out;
}

static struct stretch *at(const GArray *stretches, guint i)
{
	return &g_array_index(stretches, struct stretch, i);
}

/* The first that does not end before stretch begins; their number if none is. */
static guint find(const GArray *stretches, const struct stretch *stretch)
{
	guint low = 0, high = stretches->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (compare(at(stretches, middle)->last, stretch->first) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void stretches_add(GArray *stretches, const char *version)
{
	struct stretch stretch = read_stretch(version);
	guint i = find(stretches, &stretch), end = i;

	for (; end < stretches->len && compare(at(stretches, end)->first, stretch.last) <= 0;
	     end++) {
		const struct stretch *other = at(stretches, end);

		if (compare(other->first, stretch.first) < 0)
			memcpy(stretch.first, other->first, sizeof(stretch.first));
		if (compare(other->last, stretch.last) > 0)
			memcpy(stretch.last, other->last, sizeof(stretch.last));
	}
	if (end > i)
		g_array_remove_range(stretches, i, end - i);
	g_array_insert_val(stretches, i, stretch);
}

bool stretches_meet(const GArray *a, const GArray *b)
{
	guint i = 0, k = 0;

	while (i < a->len && k < b->len) {
		if (compare(at(a, i)->last, at(b, k)->first) < 0)
			i++;
		else if (compare(at(b, k)->last, at(a, i)->first) < 0)
			k++;
		else
			return true;
	}
	return false;
}

bool stretches_have(const GArray *stretches, const char *version)
{
	struct stretch stretch = read_stretch(version);
	guint i = find(stretches, &stretch);

	return i < stretches->len && compare(at(stretches, i)->first, stretch.last) <= 0;
}
