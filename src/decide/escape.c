/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/escape.h"

#include <string.h>

static const struct {
	char letter, stands_for;
} letters[] = { { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' } };

static void append_bytes(GString *out, const char *start, const char *end)
{
	for (const char *c = start; c < end; c++)
		g_string_append_printf(out, "\\x%02x", (guint)(guchar)*c);
}

static void append_character(GString *out, const char *start, const char *end)
{
	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
		if (*start == letters[i].stands_for) {
			g_string_append_printf(out, "\\%c", letters[i].letter);
			return;
		}
	}
	if (text_is_unsafe(g_utf8_get_char(start)))
		append_bytes(out, start, end);
	else if (*start == '\\')
		g_string_append(out, "\\\\");
	else
		g_string_append_len(out, start, end - start);
}

char *escape_note(const char *note)
{
	g_autofree char *utf8 = text_to_utf8(note, strlen(note), NULL);
	GString *out = g_string_new(NULL);

	g_strstrip(utf8);
	for (const char *c = utf8; *c; c = g_utf8_next_char(c)) {
		bool word_begins = c == utf8 || c[-1] == ' ';

		if ((c == utf8 && g_str_has_prefix(c, "until")) ||
		    (word_begins && g_str_has_prefix(c, "seen=")))
			g_string_append_c(out, '\\');
		append_character(out, c, g_utf8_next_char(c));
	}
	return g_string_free(out, FALSE);
}

/* What a backslash and c stand for; other characters stand for themselves. */
static char meaning_of(char c)
{
	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		if (letters[i].letter == c)
			return letters[i].stands_for;
	return c;
}

char *escape_undo(struct slice text)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (size_t i = 0; i < text.length; i++) {
		char c = text.start[i];
		size_t left = text.length - i;

		if (c != '\\' || left < 2) {
			g_string_append_c(out, c);
		} else if (text.start[i + 1] == 'x' && left >= 4 &&
			   g_ascii_isxdigit(text.start[i + 2]) &&
			   g_ascii_isxdigit(text.start[i + 3])) {
			g_string_append_c(out, (char)(g_ascii_xdigit_value(text.start[i + 2]) * 16 +
						      g_ascii_xdigit_value(text.start[i + 3])));
			i += 3;
		} else {
			g_string_append_c(out, meaning_of(text.start[++i]));
		}
	}
	return text_to_utf8(out->str, out->len, NULL);
}
