/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/compare.h"

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
