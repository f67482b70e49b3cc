/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/sentences.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

enum { SENTENCES_LIMIT = 400 };

static bool ends_sentence(const char *p, const char *start)
{
	/* "e.g. ", "5. x": an abbreviation or a number. */
	if (!strchr(".!?", *p) || (p[1] && !g_ascii_isspace(p[1])))
		return false;
	if (*p != '.' || p == start)
		return true;
	return !(p - start >= 3 && p[-2] == '.') &&
	       !(p - start >= 2 && g_ascii_isdigit(p[-1]) && g_ascii_isspace(p[-2]));
}

GPtrArray *sentences_in(const char *text)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	const char *start = text, *p = text;

	while (*p && out->len < SENTENCES_LIMIT) {
		bool paragraph = p[0] == '\n' && (p[1] == '\n' || !p[1]);
		bool item = p[0] == '\n' && strchr("-*+", p[1 + strspn(p + 1, " \t")]) &&
			    p[1 + strspn(p + 1, " \t")];
		size_t length = (size_t)(p - start) + !paragraph;

		if (!paragraph && !item && !ends_sentence(p, start) && p[1]) {
			p++;
			continue;
		}
		g_autofree char *raw = g_strndup(start, length);
		char *line = text_fold(raw);

		if (*line)
			g_ptr_array_add(out, line);
		else
			g_free(line);
		start = ++p;
	}
	return out;
}
