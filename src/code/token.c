/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/token.h"

#include <string.h>

enum { CHARACTER_LIMIT = 12 }; /* bytes between apostrophes: '\x1f', 'abcd'; else it is prose */

struct reader {
	const struct source_line *lines;
	size_t n, next; /* next: the line behind the current one */
	const struct source_line *line;
	const char *p, *end;
	bool blank;
	GArray *tokens;
};

static bool next_line(struct reader *reader)
{
	while (reader->next < reader->n) {
		reader->line = &reader->lines[reader->next++];
		if (reader->line->text.length > TOKEN_LINE_LIMIT)
			continue;
		reader->p = reader->line->text.start;
		reader->end = reader->p + reader->line->text.length;
		reader->blank = true;
		return true;
	}
	return false;
}

static void add_token(struct reader *reader, enum token_kind kind, const char *start,
		      const char *end)
{
	struct token token = {
		.kind = kind,
		.text = { start, (size_t)(end - start) },
		.line = reader->line,
		.blank_before = reader->blank,
		.at_margin = start == reader->line->text.start,
	};

	g_array_append_val(reader->tokens, token);
	reader->blank = false;
}

static bool starts(const struct reader *reader, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(reader->end - reader->p) >= length && memcmp(reader->p, text, length) == 0;
}

/* Behind the end of the comment that is open; false if it has none. */
static bool skip_comment(struct reader *reader)
{
	do {
		const char *close = memmem(reader->p, (size_t)(reader->end - reader->p), "*/", 2);

		if (close) {
			reader->p = close + 2;
			reader->blank = true;
			return true;
		}
	} while (next_line(reader));
	return false;
}

/* What a string or character ends at; a string that is not closed ends with its line. */
static const char *end_of_quote(const struct reader *reader)
{
	char quote = *reader->p;

	for (const char *p = reader->p + 1; p < reader->end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == quote)
			return p + 1;
		else if (quote == '\'' && p - reader->p > CHARACTER_LIMIT)
			break;
	}
	return quote == '\'' ? reader->p + 1 : reader->end;
}

/* 0x1fUL, 1.5e-3, 1'000: whatever is glued to a digit. */
static const char *end_of_number(const struct reader *reader)
{
	const char *p = reader->p;

	while (p < reader->end && (token_continues_name(*p) || *p == '.' ||
				   ((*p == '+' || *p == '-') && strchr("eEpP", p[-1]) &&
				    !(reader->p[0] == '0' && strchr("xX", reader->p[1])))))
		p++;
	return p;
}

/* One token, or what is between them. False: the line is done, or the comment in it never ends. */
static bool take_token(struct reader *reader)
{
	const char *start = reader->p;

	if (reader->p >= reader->end)
		return false;
	/* A backslash goes on with the line, in a directive's body as in a part of one. */
	if (g_ascii_isspace(*start) || *start == '\0' || *start == '\\') {
		reader->p++;
		reader->blank = true;
		return true;
	}
	if (starts(reader, "//")) {
		reader->p = reader->end;
		return true;
	}
	if (starts(reader, "/*")) {
		reader->p += 2;
		return skip_comment(reader);
	}
	if (token_begins_name(*start)) {
		while (reader->p < reader->end && token_continues_name(*reader->p))
			reader->p++;
		add_token(reader, TOKEN_NAME, start, reader->p);
	} else if (g_ascii_isdigit(*start) ||
		   (*start == '.' && reader->end - start > 1 && g_ascii_isdigit(start[1]))) {
		reader->p = end_of_number(reader);
		add_token(reader, TOKEN_NUMBER, start, reader->p);
	} else if (*start == '"' || *start == '\'') {
		reader->p = MIN(end_of_quote(reader), reader->end);
		add_token(reader, TOKEN_STRING, start, reader->p);
	} else {
		reader->p += starts(reader, "...")			    ? 3
			     : starts(reader, "->") || starts(reader, "##") ? 2
									    : 1;
		add_token(reader, TOKEN_MARK, start, reader->p);
	}
	return true;
}

static void skip_blanks(struct reader *reader)
{
	while (reader->p < reader->end && g_ascii_isspace(*reader->p))
		reader->p++;
}

static bool line_continues(const struct reader *reader)
{
	const struct slice text = reader->line->text;

	return text.length && text.start[text.length - 1] == '\\';
}

/* The file that #include names, in either kind of brackets. */
static void take_header(struct reader *reader)
{
	char open, close;
	const char *end;

	skip_blanks(reader);
	open = reader->p < reader->end ? *reader->p : '\0';
	close = open == '<' ? '>' : '"';
	if (open != '<' && open != '"')
		return;
	end = memchr(reader->p + 1, close, (size_t)(reader->end - reader->p - 1));
	if (end)
		add_token(reader, TOKEN_STRING, reader->p + 1, end);
	reader->p = reader->end;
}

/* From "#" to the end of its last line. */
static void take_directive(struct reader *reader)
{
	const char *start;
	bool is_prose;

	reader->p++;
	skip_blanks(reader);
	start = reader->p;
	while (reader->p < reader->end && token_continues_name(*reader->p))
		reader->p++;
	add_token(reader, TOKEN_DIRECTIVE, start, reader->p);

	const struct token *token =
		&g_array_index(reader->tokens, struct token, reader->tokens->len - 1);

	is_prose =
		token_is(token, "error") || token_is(token, "warning") || token_is(token, "pragma");
	if (token_is(token, "include"))
		take_header(reader);
	for (;;) {
		bool goes_on;

		if (is_prose)
			reader->p = reader->end;
		while (take_token(reader))
			continue;
		goes_on = line_continues(reader);
		if (!goes_on || !next_line(reader))
			break;
	}
	add_token(reader, TOKEN_DIRECTIVE_END, reader->end, reader->end);
}

static void read_all(struct reader *reader)
{
	while (next_line(reader)) {
		skip_blanks(reader);
		if (starts(reader, "#"))
			take_directive(reader);
		while (take_token(reader))
			continue;
	}
}

/* Whether there is the end of a comment that none has begun. */
static bool ends_a_comment(const GArray *tokens)
{
	for (guint i = 1; i < tokens->len; i++) {
		const struct token *star = &g_array_index(tokens, struct token, i - 1);
		const struct token *slash = star + 1;

		if (token_is(star, "*") && token_is(slash, "/") && !slash->blank_before)
			return true;
	}
	return false;
}

static bool begins_with_star(const struct source_line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct slice text = slice_trim(lines[i].text);

		if (!text.length)
			continue;
		return text.start[0] == '*' &&
		       (text.length == 1 || g_ascii_isspace(text.start[1]) || text.start[1] == '/');
	}
	return false;
}

GArray *tokens_read(const struct source_line *lines, size_t n, bool whole)
{
	struct reader reader = { .lines = lines, .n = n };
	bool in_comment = !whole && begins_with_star(lines, n);

	reader.tokens = g_array_new(FALSE, FALSE, sizeof(struct token));
	if (!in_comment) {
		read_all(&reader);
		if (whole || !ends_a_comment(reader.tokens))
			return reader.tokens;
		g_array_set_size(reader.tokens, 0);
		reader.next = 0;
	}
	if (next_line(&reader) && skip_comment(&reader)) {
		while (take_token(&reader))
			continue;
		read_all(&reader);
	}
	return reader.tokens;
}
