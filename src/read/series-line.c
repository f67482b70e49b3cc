/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/series-line.h"

#include <stdlib.h>
#include <string.h>

enum {
	OPTIONS_LIMIT = 16, /* words behind a name, guards around it */
	STRIP_LIMIT = 64,
};

void series_line_clear(struct series_line *line)
{
	g_free(line->name);
	g_free(line->guard);
	if (line->problems)
		g_ptr_array_unref(line->problems);
	*line = (struct series_line){ 0 };
}

static void problem(struct series_line *line, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void problem(struct series_line *line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(line->problems, g_strdup_vprintf(format, args));
	va_end(args);
}

/* What guards have come to, read from left to right. */
struct guarding {
	bool begun;
	const char *left_out_by; /* NULL: it is taken */
};

/* One that does not hold counts only as the first: "+x" waits for x, "-x" for its absence. */
static void add_guard(struct guarding *guarding, const char *guard)
{
	bool takes = *guard == '+', negated = guard[1] == '!';
	bool holds = negated || !guard[1];

	if (holds)
		guarding->left_out_by = takes ? NULL : guard;
	else if (!guarding->begun)
		guarding->left_out_by = takes ? guard : NULL;
	guarding->begun = true;
}

static bool is_guard(const char *word)
{
	return *word == '+' || *word == '-';
}

/* "#+x" and "#-x" behind a name, which quilt takes for a comment. */
static bool is_guard_behind(const char *word)
{
	return word[0] == '#' && is_guard(word + 1) && word[2] && !strchr("+-#", word[2]);
}

static bool read_strip(const char *digits, unsigned *strip)
{
	char *end = NULL;
	unsigned long n;

	if (strcmp(digits, "ab") == 0) { /* names as git has them */
		*strip = 1;
		return true;
	}
	n = strtoul(digits, &end, 10);
	if (!g_ascii_isdigit(*digits) || *end || n > STRIP_LIMIT)
		return false;
	*strip = (unsigned)n;
	return true;
}

/* "-p0", "-p 1", "-pab", "-R", and guards that look like comments. */
static void read_options(struct series_line *line, char **word, struct guarding *guarding)
{
	for (unsigned n = 0; *word; word++, n++) {
		const char *option = *word;

		if (n == OPTIONS_LIMIT) {
			problem(line, "more than %d words behind '%s': ignoring the rest",
				OPTIONS_LIMIT, line->name);
			return;
		}
		if (is_guard_behind(option)) {
			if (option[1] == '+' || option[2] == '!')
				guarding->left_out_by = option;
			continue;
		}
		if (*option == '#')
			return;
		if (strcmp(option, "-R") == 0) {
			line->reversed = true;
			continue;
		}
		if (strcmp(option, "-p") == 0 && word[1])
			option = *++word;
		else if (g_str_has_prefix(option, "-p"))
			option += 2;
		else
			option = "";
		if (!read_strip(option, &line->strip))
			problem(line, "ignoring unknown option '%s' of '%s'", *word, line->name);
	}
}

void series_line_read(struct slice text, struct series_line *out)
{
	g_autofree char *raw = slice_dup(text);
	g_autofree char *folded = text_fold(raw);
	g_auto(GStrv) words = text_words(folded);
	struct guarding guarding = { 0 };
	char **word = words;

	*out = (struct series_line){ .strip = 1 };
	out->problems = g_ptr_array_new_with_free_func(g_free);
	for (; *word && is_guard(*word); word++)
		add_guard(&guarding, *word);
	if (!*word || **word == '#') {
		if (word != words)
			problem(out, "a guard without a patch: '%s'", words[0]);
		return;
	}
	out->name = g_strdup(*word);
	read_options(out, word + 1, &guarding);
	out->guard = g_strdup(guarding.left_out_by);
}
