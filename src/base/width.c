/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/width.h"

#include <string.h>

static size_t columns_of(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

size_t width_of(const char *text)
{
	size_t columns = 0;

	for (; *text; text = g_utf8_next_char(text))
		columns += columns_of(g_utf8_get_char(text));
	return columns;
}

size_t width_fit(const char *text, size_t columns)
{
	const char *p = text;

	for (size_t used = 0; *p; p = g_utf8_next_char(p)) {
		used += columns_of(g_utf8_get_char(p));
		if (used > columns)
			break;
	}
	return (size_t)(p - text);
}

/* Where the last word that is whole ends; length where that would leave less than two thirds. */
static size_t end_of_words(const char *text, size_t length)
{
	size_t end = length;

	if (text[length] == ' ')
		return length;
	while (end && text[end - 1] != ' ')
		end--;
	return end * 3 > length * 2 ? end : length;
}

char *width_cut(const char *text, size_t columns, bool ascii)
{
	const char *ellipsis = ascii ? "..." : "\u2026";
	size_t taken = ascii ? 3 : 1, end;

	if (width_of(text) <= columns)
		return g_strdup(text);
	if (columns <= taken)
		return g_strndup(text, width_fit(text, columns));
	end = end_of_words(text, width_fit(text, columns - taken));
	while (end && strchr(" ,;:(", text[end - 1]))
		end--;
	return g_strdup_printf("%.*s%s", (int)end, text, ellipsis);
}

void width_append(GString *out, const char *text, size_t columns)
{
	size_t used = width_of(text);

	g_string_append(out, text);
	for (; used < columns; used++)
		g_string_append_c(out, ' ');
}

void width_wrap(GString *out, const char *text, size_t columns, size_t column, size_t indent,
		bool (*may_begin_line)(const char *word))
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	bool begun = false; /* the line has a word */

	for (size_t i = 0; words[i];) {
		g_autoptr(GString) group = g_string_new(words[i]); /* not to be parted */
		size_t width;

		for (i++; words[i] && may_begin_line && !may_begin_line(words[i]); i++)
			g_string_append_printf(group, " %s", words[i]);
		if (!group->len)
			continue;
		width = width_of(group->str);
		if (column + begun + width > columns && (begun || column > indent)) {
			g_string_append_printf(out, "\n%*s", (int)indent, "");
			column = indent;
			begun = false;
		}
		if (begun)
			g_string_append_c(out, ' ');
		g_string_append(out, group->str);
		column += begun + width;
		begun = true;
	}
}
