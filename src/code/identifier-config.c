/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configuration symbols, in Kconfig's language and in Makefiles. */
#include "code/identifier-parts.h"

#include <string.h>

static bool next_word(struct slice *rest, struct slice *word)
{
	const char *p = rest->start, *end = p + rest->length;

	while (p < end && !token_continues_name(*p)) {
		if (*p == '"' || *p == '\'') {
			const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));

			p = close ? close : end - 1;
		} else if (*p == '#') {
			p = end - 1;
		}
		p++;
	}
	word->start = p;
	while (p < end && token_continues_name(*p))
		p++;
	word->length = (size_t)(p - word->start);
	*rest = (struct slice){ p, (size_t)(end - p) };
	return word->length > 0;
}

/* Words of the language, "y" and "n", and numbers have no capitals. */
static bool is_symbol(struct slice word)
{
	bool has_capital = false;

	for (size_t i = 0; i < word.length; i++)
		has_capital |= g_ascii_isupper(word.start[i]) != 0;
	return has_capital && !(word.length > 1 && word.start[0] == '0' && word.start[1] == 'x');
}

static size_t indentation(struct slice text)
{
	size_t column = 0;

	for (size_t i = 0; i < text.length && g_ascii_isspace(text.start[i]); i++)
		column = text.start[i] == '\t' ? (column / 8 + 1) * 8 : column + 1;
	return column;
}

static bool is_one_of(struct slice word, const char *const *list)
{
	for (; *list; list++)
		if (slice_equal(word, *list))
			return true;
	return false;
}

void identifiers_of_kconfig(const struct identifier_text *text)
{
	static const char *const defining[] = { "config", "menuconfig", NULL };
	/* A default, or a visibility, that never comes true hurts nobody. */
	static const char *const using[] = { "depends", "select", "imply", "if", NULL };
	size_t help = 0; /* the help text's indentation is more than this; 0: none is open */
	bool in_help = false;

	for (size_t i = 0; i < text->n; i++) {
		const struct source_line *line = &text->lines[i];
		struct slice rest = line->text, word;

		if (!slice_trim(rest).length)
			continue;
		if (in_help && indentation(rest) > help)
			continue;
		in_help = false;
		if (!next_word(&rest, &word))
			continue;
		if (slice_equal(word, "help")) {
			/* Its text may stand as far in as the word itself, hardly ever less. */
			in_help = true;
			help = indentation(line->text) - (indentation(line->text) > 0);
		} else if (is_one_of(word, defining)) {
			if (next_word(&rest, &word) && line->added)
				text->define(word, DEFINITION_CERTAIN, line, text->data);
		} else if (line->added && is_one_of(word, using) &&
			   !memmem(rest.start, rest.length, "||", 2)) {
			while (next_word(&rest, &word))
				if (is_symbol(word) && word.start[-1] != '!')
					text->use(word, IDENTIFIER_CONFIG, line,
						  IDENTIFIER_UNGUARDED, text->data);
		}
	}
}

void identifiers_of_makefile(const struct identifier_text *text)
{
	for (size_t i = 0; i < text->n; i++) {
		const struct source_line *line = &text->lines[i];
		struct slice rest = line->text, word;

		while (line->added && next_word(&rest, &word)) {
			if (!slice_has_prefix(word, "CONFIG_"))
				continue;
			word.start += strlen("CONFIG_");
			word.length -= strlen("CONFIG_");
			if (word.length && is_symbol(word))
				text->use(word, IDENTIFIER_CONFIG, line, IDENTIFIER_UNGUARDED,
					  text->data);
		}
	}
}
