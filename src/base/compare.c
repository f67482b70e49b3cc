/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/compare.h"

#include <string.h>

#include <glib.h>

int compare_guint32(const void *a, const void *b)
{
	const guint32 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

int compare_guint64(const void *a, const void *b)
{
	const guint64 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

int compare_versions(const char *a, const char *b)
{
	static const char digits[] = "0123456789";

	while (*a && *b) {
		size_t x, y;

		if (!g_ascii_isdigit(*a) || !g_ascii_isdigit(*b)) {
			if (*a != *b)
				break;
			a++;
			b++;
			continue;
		}
		a += strspn(a, "0");
		b += strspn(b, "0");
		x = strspn(a, digits);
		y = strspn(b, digits);
		if (x != y || strncmp(a, b, x) != 0)
			return x != y ? (x < y ? -1 : 1) : strncmp(a, b, x);
		a += x;
		b += y;
	}
	return strcmp(a, b);
}
