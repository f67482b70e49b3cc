/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/placeholder.h"

#include <string.h>

static void take(struct slice *rest, size_t length)
{
	rest->start += length;
	rest->length -= length;
}

bool placeholder_next(struct slice *rest, enum placeholder_piece *kind, struct slice *piece)
{
	const char *brace;

	if (!rest->length)
		return false;
	brace = memchr(rest->start, '{', rest->length);
	if (brace != rest->start) {
		*kind = PLACEHOLDER_TEXT;
		*piece = (struct slice){ rest->start,
					 brace ? (size_t)(brace - rest->start) : rest->length };
		take(rest, piece->length);
		return true;
	}
	brace = memchr(rest->start, '}', rest->length);
	*kind = brace ? PLACEHOLDER_NAME : PLACEHOLDER_UNCLOSED;
	*piece = (struct slice){ rest->start + 1,
				 brace ? (size_t)(brace - rest->start - 1) : rest->length - 1 };
	take(rest, brace ? piece->length + 2 : rest->length);
	return true;
}
