/* SPDX-License-Identifier: GPL-2.0-or-later */
/* token - lines of C, or some lines out of it, as tokens. */

#ifndef WINNOW_CODE_TOKEN_H
#define WINNOW_CODE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/text.h"

/* The lines that tokens are made of; those of a hunk without what it removes. */
struct source_line {
	struct slice text;
	bool added;
	size_t number; /* in its file, from 1 */
};

enum token_kind {
	TOKEN_NAME,
	TOKEN_NUMBER,
	TOKEN_STRING,	     /* also a character, and what #include names, without its delimiters */
	TOKEN_MARK,	     /* "->", "##" and "..." are one, all else a character each */
	TOKEN_DIRECTIVE,     /* its name without "#"; its tokens follow */
	TOKEN_DIRECTIVE_END, /* the end of its last line */
};

struct token {
	enum token_kind kind;
	struct slice text;
	const struct source_line *line;
	bool blank_before; /* or a line's start */
	bool at_margin;	   /* in the first column */
	int guard;	   /* for identifier-c.c */
};

/*
 * The tokens of n lines of C, or of assembler or a device tree, which know its directives and
 * comments; struct token, borrowing the lines. Without comments, also where a comment began before
 * the first line: unless the lines are a whole file that is guessed, from the end of a comment that
 * has no beginning, or from lines that begin with "*". Longer lines than TOKEN_LINE_LIMIT bytes are
 * left out. The caller frees.
 */
enum { TOKEN_LINE_LIMIT = 1 << 16 };
GArray *tokens_read(const struct source_line *lines, size_t n, bool whole);

/* Here for speed, as below: with a word that is known when it is compiled it costs next to nothing.
 */
static inline bool token_is(const struct token *token, const char *text)
{
	return token && slice_equal(token->text, text);
}

/* Whether c may begin a name, or be in one. Here for speed: a whole tree goes through them. */
static inline bool token_begins_name(char c)
{
	return g_ascii_isalpha(c) || c == '_';
}

static inline bool token_continues_name(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

#endif
