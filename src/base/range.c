/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/range.h"

#include <string.h>

bool range_read(const char *text, struct range *out)
{
	const char *dots = text ? strstr(text, "..") : NULL;

	*out = (struct range){ 0 };
	if (!dots)
		return false;
	out->is_symmetric = dots[2] == '.';
	out->from = g_strndup(text, (gsize)(dots - text));
	out->to = g_strdup(dots + (out->is_symmetric ? 3 : 2));
	return true;
}

void range_clear(struct range *range)
{
	g_free(range->from);
	g_free(range->to);
	*range = (struct range){ 0 };
}
