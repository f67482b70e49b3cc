/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/pattern-nesting.h"

#include <string.h>

#include <glib.h>

/* How many bytes the escape at text takes; 0: it is none of those that stand for themselves. */
static size_t escape_length(const char *text)
{
	return text[1] && (g_ascii_ispunct(text[1]) || strchr("bBdDsSwWnrt", text[1])) ? 2 : 0;
}

/* The class at text, as "[^a-z\\]]"; 0: it does not end, or has more in it than that. */
static size_t class_length(const char *text)
{
	size_t i = text[1] == '^' ? 2 : 1;

	if (text[i] == ']')
		return 0;
	while (text[i] && text[i] != ']') {
		size_t n = text[i] == '\\' ? escape_length(text + i) : text[i] != '[';

		if (!n)
			return 0;
		i += n;
	}
	return text[i] ? i + 1 : 0;
}

/*
 * What opens a group at text. *depth counts it, but for "(?i)", which is one by itself. 0: one that
 * has a name, a number or a word, or an option that changes how a pattern is read.
 */
static size_t opening_length(const char *text, unsigned *depth)
{
	static const char *const plain[] = { "(?:", "(?=", "(?!", "(?<=", "(?<!" };
	size_t options;

	if (text[1] == '*')
		return 0;
	if (text[1] != '?') {
		++*depth;
		return 1;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
		if (g_str_has_prefix(text, plain[i])) {
			++*depth;
			return strlen(plain[i]);
		}
	options = strspn(text + 2, "ims-");
	if (!options || (text[2 + options] != ':' && text[2 + options] != ')'))
		return 0;
	*depth += text[2 + options] == ':';
	return options + 3;
}

bool pattern_is_nested(const char *text)
{
	unsigned depth = 0;

	while (*text) {
		size_t n = 1;

		if (*text == '\\')
			n = escape_length(text);
		else if (*text == '[')
			n = class_length(text);
		else if (*text == '(')
			n = opening_length(text, &depth);
		else if (*text == ')' && !depth--)
			return false;
		if (!n)
			return false;
		text += n;
	}
	return depth == 0;
}
