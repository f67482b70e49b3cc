/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/marker-ids.h"

#include <string.h>

enum {
	DIGITS_MIN = 7,
	IDS_LIMIT = 50,	    /* of one marker */
	TITLE_LIMIT = 300,  /* bytes: a title quoted between two ids is not longer */
	DATE_DIGITS = 14,   /* "20240304100000": fewer digits, none of them a letter, are no id */
	ADDRESS_LIMIT = 500 /* bytes */
};

static struct slice skip(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

static struct slice skip_blanks(struct slice text)
{
	while (text.length && g_ascii_isspace(text.start[0]))
		text = skip(text, 1);
	return text;
}

static bool is_whole(struct slice text, size_t run)
{
	return run >= DIGITS_MIN && run <= COMMIT_ID_HEX &&
	       (run == text.length ||
		!(g_ascii_isalnum(text.start[run]) || text.start[run] == '_'));
}

static void add_id(struct slice text, size_t run, GArray *out)
{
	struct marker_id id = { "" };

	for (size_t i = 0; i < run; i++)
		id.hex[i] = g_ascii_tolower(text.start[i]);
	if (out->len < IDS_LIMIT)
		g_array_append_val(out, id);
}

/* Up to a blank or what closes around it. */
static size_t word_length(struct slice text)
{
	size_t n = 0;

	while (n < text.length && n < ADDRESS_LIMIT &&
	       !strchr(" \t\r\n<>[](){},\"'`", text.start[n]))
		n++;
	return n;
}

/* What stands right before the id in an address of a commit. */
static bool is_introduced(const char *start, const char *p)
{
	static const char *const words[] = { "/commit/", "/commits/", "id=",	 "/c/",	  "/linus/",
					     "/+/",	 "/commit:",  "commit=", "/rev/", "h=" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t length = strlen(words[i]);

		if ((size_t)(p - start) > length && memcmp(p - length, words[i], length) == 0 &&
		    (words[i][0] == '/' || strchr("/?&;", p[-(gssize)length - 1])))
			return true;
	}
	return false;
}

/* Gerrit's search page: a commit of that server's own tree, whichever that is. */
static bool is_search(struct slice address)
{
	return g_strstr_len(address.start, (gssize)address.length, "/q/") != NULL;
}

/* The last id of an address: "https://example.org/net/commit/?h=main&id=<id>". */
static bool take_address(struct slice *text, GArray *out)
{
	struct slice word = { text->start, word_length(*text) }, found = { NULL, 0 };
	const char *scheme = g_strstr_len(word.start, (gssize)word.length, "://");

	if (!scheme)
		return false;
	for (const char *p = scheme; p < word.start + word.length;) {
		struct slice rest = { p, (size_t)(word.start + word.length - p) };
		size_t run = slice_hex_run(rest);

		if (is_whole(rest, run) && is_introduced(scheme, p))
			found = (struct slice){ p, run };
		p += run + !run;
	}
	if (!found.length || is_search(word))
		return false;
	add_id(found, found.length, out);
	*text = skip(*text, word.length);
	return true;
}

/* "v6.1-rc3-12-g<id>", "r14-9692-g<id>" */
static bool take_described(struct slice *text, GArray *out)
{
	struct slice word = { text->start, word_length(*text) };

	for (size_t i = word.length; i > 2; i--) {
		struct slice id = skip(word, i);
		size_t run;

		if (memcmp(word.start + i - 2, "-g", 2) != 0)
			continue;
		run = slice_hex_run(id);
		if (i < 4 || !g_ascii_isdigit(word.start[i - 3]) || !is_whole(id, run))
			return false;
		add_id(id, run, out);
		*text = skip(*text, i + run);
		return true;
	}
	return false;
}

static bool take_id(struct slice *text, GArray *out)
{
	size_t run = slice_hex_run(*text);

	if (!is_whole(*text, run))
		return take_address(text, out) || take_described(text, out);
	add_id(*text, run, out);
	*text = skip(*text, run);
	return true;
}

/* The words that may stand before an id: "the upstream commit <". */
static struct slice skip_fillers(struct slice text)
{
	static const char *const words[] = { "the",	   "upstream", "mainline", "master",
					     "linux-next", "net-next", "linux",	   "commit",
					     "commits",	   "linus'",   "sha1",	   "sha",
					     "id",	   "rev",      "revision" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t length = strlen(words[i]);

		if (!slice_has_prefix_nocase(text, words[i]) || text.length <= length ||
		    !(g_ascii_isspace(text.start[length]) || strchr(":<\"'`#", text.start[length])))
			continue;
		text = skip_blanks(skip(text, length));
		while (text.length && text.start[0] == ':')
			text = skip_blanks(skip(text, 1));
		i = (size_t)-1; /* from the first word again */
	}
	while (text.length && strchr("<\"'`", text.start[0]))
		text = skip(text, 1);
	return text;
}

/* Behind a title in parentheses, where another id may follow; NULL if none stands there. */
static const char *behind_title(struct slice text)
{
	int depth = 0;

	if (!text.length || text.start[0] != '(')
		return NULL;
	for (size_t i = 0; i < text.length && i < TITLE_LIMIT; i++) {
		depth += (text.start[i] == '(') - (text.start[i] == ')');
		if (!depth)
			return text.start + i + 1;
	}
	return NULL;
}

/* Take "and", "," or "&" between two ids, perhaps behind the first one's title, off *text. */
static bool skip_joint(struct slice *text)
{
	struct slice rest = skip_blanks(*text);
	const char *behind = behind_title(rest);
	bool joint = false;

	if (behind)
		rest = skip_blanks(skip(rest, (size_t)(behind - rest.start)));
	while (rest.length && strchr(">\"'`", rest.start[0]))
		rest = skip_blanks(skip(rest, 1));
	if (rest.start > text->start &&
	    memchr(text->start, '\n', (size_t)(rest.start - text->start)))
		joint = true;
	if (rest.length && strchr(",&;+", rest.start[0])) {
		rest = skip_blanks(skip(rest, 1));
		joint = true;
	}
	if (slice_has_prefix_nocase(rest, "and") && rest.length > 3 &&
	    g_ascii_isspace(rest.start[3])) {
		rest = skip_blanks(skip(rest, 3));
		joint = true;
	}
	if (joint)
		*text = rest;
	return joint;
}

size_t marker_ids_take(struct slice *text, GArray *out)
{
	guint before = out->len;
	struct slice rest = skip_fillers(skip_blanks(*text));

	while (take_id(&rest, out)) {
		*text = rest;
		if (!skip_joint(&rest))
			break;
		rest = skip_fillers(rest);
	}
	while (out->len > before && text->length && strchr(">\"'`", text->start[0]))
		*text = skip(*text, 1);
	return out->len - before;
}

static bool is_number(const char *p, size_t run)
{
	for (size_t i = 0; i < run; i++)
		if (!g_ascii_isdigit(p[i]))
			return false;
	return run <= DATE_DIGITS;
}

size_t marker_ids_find(struct slice text, GArray *out)
{
	guint before = out->len;

	while (text.length && out->len < IDS_LIMIT) {
		struct slice rest = text;
		size_t length = word_length(text);
		size_t run = slice_hex_run(text);

		if (is_whole(text, run) && is_number(text.start, run))
			text = skip(text, run);
		else if (take_id(&rest, out))
			text = rest;
		else if (slice_has_prefix_nocase(text, "commit:"))
			text = skip(text, strlen("commit:"));
		else
			text = skip(text, MAX(length, 1));
	}
	return out->len - before;
}
