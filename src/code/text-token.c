/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "code/text-token.h"

#include <string.h>

#include "code/token.h"

/*
 * Whether the text begins inside a block comment, which the hunk's first line cannot say: a comment
 * closes before one opens, or neither is there and every line looks like the middle of one.
 */
static bool begins_in_comment(const char *text)
{
	const char *open = strstr(text, "/*"), *close = strstr(text, "*/");
	struct slice rest = slice_of(text), line;
	bool any = false;

	if (close)
		return !open || close < open;
	while (!open && text_next_line(&rest, &line)) {
		line = slice_trim(line);
		if (!line.length)
			continue;
		if (line.start[0] != '*' || (line.length > 1 && line.start[1] != ' '))
			return false;
		any = true;
	}
	return any && !open;
}

static size_t string_length(const char *p)
{
	size_t n = 1;

	while (p[n] && p[n] != '\n' && p[n] != *p)
		n += p[n] == '\\' && p[n + 1] ? 2 : 1;
	return n + (p[n] == *p);
}

static size_t line_length(const char *p)
{
	return (size_t)(strchrnul(p, '\n') - p);
}

static void add_token(GArray *out, const char *start, size_t length, bool comment)
{
	struct text_token token = { .text = { start, length }, .comment = comment };

	token.name = !comment && token_begins_name(*start);
	g_array_append_val(out, token);
}

static size_t word_length(const char *p)
{
	size_t n = 0;

	while (token_continues_name(p[n]))
		n++;
	return n;
}

/* Length of the comment at p, 0 if there is none. */
static size_t comment_length(const char *p, enum comment_form comments, bool begins_word)
{
	const char *close;

	/* "#!" names the interpreter; "$#" and "${x#y}" are no comments. */
	if (comments == COMMENTS_HASH)
		return *p == '#' && p[1] != '!' && begins_word ? line_length(p) : 0;
	if (comments != COMMENTS_C || *p != '/')
		return 0;
	if (p[1] == '/')
		return line_length(p);
	if (p[1] != '*')
		return 0;
	close = strstr(p + 2, "*/");
	return close ? (size_t)(close + 2 - p) : strlen(p);
}

/* Where in a text the tokenizer is. */
struct cursor {
	const char *p;
	enum comment_form comments;
	bool line_start, column0, directive;
	guint line;
};

/* Take white space; it is a token where it carries meaning. */
static void take_space(struct cursor *cursor, GArray *out)
{
	const char *p = cursor->p;

	if (*p == '\n') {
		if (cursor->comments != COMMENTS_C)
			add_token(out, p, 1 + strspn(p + 1, " \t"), false); /* indentation */
		cursor->line_start = true;
		cursor->directive = cursor->directive && p[-1] == '\\';
		cursor->p++;
		return;
	}
	cursor->p += MAX(strspn(p, " \t\r\v\f"), 1);
	/* "#define f (x)" is not "#define f(x)"; how wide the gap is does not matter. */
	if (cursor->directive || cursor->comments != COMMENTS_C)
		add_token(out, " ", 1, false);
}

static void take_token(struct cursor *cursor, GArray *out)
{
	const char *p = cursor->p;
	bool begins_word = cursor->line_start || p[-1] == ' ' || p[-1] == '\t';
	size_t length = comment_length(p, cursor->comments, begins_word);
	bool comment = length > 0;
	struct text_token *token;

	if (cursor->line_start) {
		cursor->line_start = false;
		cursor->line = out->len;
		cursor->column0 = out->len == 0 || p[-1] == '\n';
		cursor->directive |= *p == '#' && cursor->comments == COMMENTS_C;
	}
	if (!length)
		length = word_length(p);
	if (!length)
		length = *p == '"' || (*p == '\'' && cursor->comments != COMMENTS_UNKNOWN)
				 ? string_length(p)
				 : 1;
	add_token(out, p, length, comment);
	token = &g_array_index(out, struct text_token, out->len - 1);
	token->column0 = cursor->column0;
	token->line = cursor->line;
	cursor->p += length;
}

GArray *text_tokens_read(const char *text, enum comment_form comments)
{
	struct cursor cursor = { .p = text, .comments = comments, .line_start = true };
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct text_token));

	if (comments == COMMENTS_C && begins_in_comment(text)) {
		const char *close = strstr(text, "*/");
		size_t length = close ? (size_t)(close + 2 - text) : strlen(text);

		add_token(out, text, length, true);
		cursor.p += length;
	}
	while (*cursor.p && out->len < TEXT_TOKENS_LIMIT) {
		if (g_ascii_isspace(*cursor.p))
			take_space(&cursor, out);
		else
			take_token(&cursor, out);
	}
	return out;
}
