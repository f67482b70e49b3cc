/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/kind-words.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum {
	WORD_MIN = 2,
	TEXT_LIMIT = 20000, /* bytes of a message that are looked at */
	ID_DIGITS_MIN = 7,  /* a word of so many hexadecimal digits is somebody's id */
	BODY_UNIT = 16,	    /* bytes of a body that count as one */
};

static const char letters[N_KIND_PARTS] = { 's', 'b', 'z' };

char kind_part_letter(enum kind_part part)
{
	return letters[part];
}

static bool is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

bool kind_key_is_sound(const char *key)
{
	size_t n = strlen(key);

	if (n < 2 + WORD_MIN || n >= KIND_KEY_SIZE || !memchr(letters, key[0], N_KIND_PARTS) ||
	    key[1] != ' ')
		return false;
	for (size_t i = 2; i < n; i++)
		if ((!is_word_char(key[i]) && key[i] != '\'') || g_ascii_isupper(key[i]))
			return false;
	return true;
}

bool kind_key_is_masked(const char *key)
{
	const char *word = key + 2;

	static const char *const parts[] = { "stable", "backport", "cherry", "nominat" };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (strstr(word, parts[i]))
			return true;
	return strcmp(word, "lts") == 0;
}

static void visit_words(enum kind_part part, const char *text,
			void (*visit)(enum kind_part, const char *, void *), void *data)
{
	struct slice rest = slice_cut(slice_of(text), TEXT_LIMIT);
	const char *p = rest.start, *end = p + rest.length;
	char key[KIND_KEY_SIZE] = { letters[part], ' ' };

	while (p < end) {
		const char *start = p;
		size_t n;

		while (p < end && (is_word_char(*p) || (*p == '\'' && p > start && p + 1 < end &&
							g_ascii_isalpha(p[1]))))
			p++;
		n = (size_t)(p - start);
		if (!n)
			p++;
		if (n < WORD_MIN || n + 2 >= sizeof(key) || g_ascii_isdigit(*start) ||
		    (p < end && *p == '@') || (start > rest.start && start[-1] == '@') ||
		    (n >= ID_DIGITS_MIN && slice_hex_run((struct slice){ start, n }) == n))
			continue;
		for (size_t i = 0; i < n; i++)
			key[2 + i] = g_ascii_tolower(start[i]);
		key[2 + n] = '\0';
		visit(part, key, data);
	}
}

/* The power of two that is at or below size + 1. */
static int magnitude(size_t size)
{
	int n = 0;

	while (size + 1 >= (size_t)2 << n && n < 12)
		n++;
	return n;
}

static void visit_sizes(const struct patch *patch,
			void (*visit)(enum kind_part, const char *, void *), void *data)
{
	const struct diff *diff = &patch->diff;
	size_t added = 0, removed = 0;
	char key[KIND_KEY_SIZE];

	for (size_t i = 0; i < diff_n_lines(diff); i++) {
		char origin = diff_line_of(diff, i).origin;

		added += origin == '+';
		removed += origin == '-';
	}

	const struct {
		const char *name;
		size_t size;
	} sizes[] = {
		{ "added", added },
		{ "removed", removed },
		{ "files", diff_n_files(diff) },
		{ "text", strlen(patch->message.own_body) / BODY_UNIT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_snprintf(key, sizeof(key), "%c %s%d", letters[KIND_SIZE], sizes[i].name,
			   magnitude(sizes[i].size));
		visit(KIND_SIZE, key, data);
	}
	if (!added != !removed) {
		g_snprintf(key, sizeof(key), "%c only_%s", letters[KIND_SIZE],
			   added ? "adds" : "removes");
		visit(KIND_SIZE, key, data);
	}
}

void kind_words(const struct patch *patch,
		void (*visit)(enum kind_part part, const char *key, void *data), void *data)
{
	visit_words(KIND_SUBJECT, patch->message.own_subject, visit, data);
	visit_words(KIND_BODY, patch->message.own_subject, visit, data);
	visit_words(KIND_BODY, patch->message.own_body, visit, data);
	visit_sizes(patch, visit, data);
}

double kind_value(enum kind_part part, guint n)
{
	return part == KIND_SIZE ? 0.5 : 1 / sqrt(MAX(n, 1));
}
