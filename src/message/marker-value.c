/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/marker-value.h"

#include <string.h>

static struct slice skip(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

static struct slice trim_end(struct slice text, const char *characters)
{
	text = slice_trim(text);
	while (text.length && strchr(characters, text.start[text.length - 1]))
		text = slice_trim((struct slice){ text.start, text.length - 1 });
	return text;
}

/* "upstream", "upstream (as of v2.6.34)", "in mainline" */
static bool skip_upstream(struct slice *tail)
{
	static const char *const words[] = { "upstream",  "from upstream", "in upstream",
					     "mainline",  "from mainline", "in mainline",
					     "in master", "in main",	   "on master",
					     "on main",	  "master",	   "main" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (marker_skip_words(tail, words[i])) {
			*tail = slice_trim(*tail);
			return true;
		}
	}
	return false;
}

/* Within brackets a few words may follow the id, but no sentence: "left a lock out". */
static bool is_note(struct slice tail)
{
	static const char *const links[] = {
		"upstream", "mainline", "from", "in",	"of",	      "on",    "with", "at",
		"as",	    "for",	"but",	"by",	"without",    "only",  "plus", "and",
		"branch",   "into",	"to",	"via",	"except",     "minus", "into", "partially",
		"modified", "adapted",	"with", "tree", "backported",
	};
	static const char *const clauses[] = { "which", "that", "it", "this", "who", "where" };
	struct slice word;

	skip_upstream(&tail);
	if (!tail.length)
		return true;
	if (strchr(",;", tail.start[0]))
		return !marker_is_word(marker_first_word(slice_trim(skip(tail, 1))), clauses,
				       G_N_ELEMENTS(clauses));
	if (g_ascii_ispunct(tail.start[0]))
		return true;
	word = marker_first_word(tail);
	return word.length == tail.length || memchr(word.start, ':', word.length) ||
	       marker_is_word(word, links, G_N_ELEMENTS(links));
}

/* A line of its own ends behind the id, or with a remark in parentheses. */
static bool is_line_end(struct slice tail, bool key)
{
	static const char *const links[] = { "to", "for", "on" };

	skip_upstream(&tail);
	tail = trim_end(tail, ".,;");
	/* "for 5.10" */
	if (marker_is_word(marker_first_word(tail), links, G_N_ELEMENTS(links))) {
		tail = slice_trim(skip(tail, marker_first_word(tail).length));
		return marker_first_word(tail).length == tail.length;
	}
	if (!tail.length || (tail.start[0] == '(' && tail.start[tail.length - 1] == ')'))
		return true;
	return key &&
	       (strchr("#[-", tail.start[0]) || marker_first_word(tail).length == tail.length);
}

/* What follows a title in quotes: 'commit <id> ("net: do it") upstream'. */
static struct slice behind_title(struct slice tail)
{
	const char *close;

	if (tail.length < 4 || memcmp(tail.start, "(\"", 2) != 0)
		return tail;
	close = g_strstr_len(tail.start + 2, (gssize)tail.length - 2, "\")");
	return close ? slice_trim(skip(tail, (size_t)(close + 2 - tail.start))) : tail;
}

/*
 * What is left behind the ids must be little, or it is a sentence. *closed: a bracket was closed,
 * and nothing but notes in brackets follows.
 */
static bool tail_fits(const struct marker_form *form, enum marker_dress dress, struct slice tail)
{
	tail = slice_trim(tail);
	if (form->value == MARKER_VALUE_BLOCK) /* "commit <id> (tag: v6.1)" */
		return !trim_end(tail, ".,;").length ||
		       (tail.start[0] == '(' && tail.start[tail.length - 1] == ')' &&
			!memchr(tail.start, '"', tail.length));
	if (form->value == MARKER_VALUE_PROSE)
		return true;
	if (form->value == MARKER_VALUE_UPSTREAM) {
		while (tail.length && strchr("] ", tail.start[0]))
			tail = skip(tail, 1);
		tail = behind_title(tail);
		if (!skip_upstream(&tail))
			return false;
	}
	if (dress == MARKER_BARE && g_str_has_prefix(form->words, "this is"))
		return is_note(trim_end(tail, ".,;"));
	if (dress != MARKER_BRACKET)
		return is_line_end(tail, dress == MARKER_KEY);

	/* Behind the bracket that closes, only a dot or further notes in brackets. */
	for (size_t i = 0, depth = 1; i < tail.length && depth; i++) {
		depth += strchr("[(", tail.start[i]) ? 1 : 0;
		depth -= strchr("])", tail.start[i]) ? 1 : 0;
		if (!depth) {
			struct slice behind = slice_trim(skip(tail, i + 1));

			if (trim_end(behind, "]).,;").length && !strchr("[(", behind.start[0]))
				return false;
			tail.length = i;
		}
	}
	return is_note(trim_end(tail, ".,;"));
}

/* "upstream, <address>", "backport, commit:<id>", "<address>"; not "vendor, ..." nor prose. */
static bool is_origin(struct slice value)
{
	static const char *const beginnings[] = { "upstream", "backport", "commit", "http", "git" };

	for (size_t i = 0; i < G_N_ELEMENTS(beginnings); i++)
		if (slice_has_prefix_nocase(value, beginnings[i]))
			return true;
	return g_ascii_isdigit(value.start[0]) ||
	       (value.start[0] == 'v' && g_ascii_isdigit(value.start[1])) ||
	       slice_hex_run(value) == value.length;
}

/* The ids behind the form's words; *text is then what follows them. */
static size_t take_value(const struct marker_form *form, struct slice *text, GArray *ids)
{
	struct slice value = slice_trim(*text);
	size_t n = 0;

	switch (form->value) {
	case MARKER_VALUE_STATUS:
		if (slice_has_prefix_nocase(value, "backport") ||
		    slice_has_prefix_nocase(value, "accepted"))
			n = marker_ids_find(value, ids);
		else
			n = marker_ids_take(text, ids);
		break;
	case MARKER_VALUE_ORIGIN:
		if (is_origin(value))
			n = marker_ids_find(value, ids);
		break;
	default:
		return marker_ids_take(text, ids);
	}
	if (form->value == MARKER_VALUE_ORIGIN || n)
		text->length = 0;
	return n;
}

bool marker_value(const struct marker_form *form, enum marker_dress dress, struct slice text,
		  GArray *ids)
{
	size_t n;

	g_array_set_size(ids, 0);
	n = take_value(form, &text, ids);
	return n && (form->value != MARKER_VALUE_BLOCK || n == 1) && tail_fits(form, dress, text);
}
