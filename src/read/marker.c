/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/marker.h"

#include <string.h>

enum { DIGITS_MIN = 7 };

/* A marker's words before the first id, lower case, and what may stand behind the last one. */
struct form {
	const char *words;
	enum marker_kind kind;
	enum {
		TAIL_ANY,
		TAIL_BRACKET,  /* only within brackets may anything follow: without, it is prose */
		TAIL_UPSTREAM, /* "upstream" must follow */
		TAIL_NONE,     /* nothing may follow, and it must be the first line */
	} tail;
};

static const struct form forms[] = {
	{ "upstream commit", MARKER_UPSTREAM, TAIL_BRACKET },
	{ "commit", MARKER_UPSTREAM, TAIL_UPSTREAM },
	{ "commit", MARKER_UPSTREAM, TAIL_NONE },
	{ "backported from commit", MARKER_BACKPORT, TAIL_ANY },
	{ "backported from", MARKER_BACKPORT, TAIL_ANY },
	{ "backport of commit", MARKER_BACKPORT, TAIL_ANY },
	{ "backport of upstream commit", MARKER_BACKPORT, TAIL_ANY },
	{ "backport of", MARKER_BACKPORT, TAIL_ANY },
	{ "git-commit", MARKER_BACKPORT, TAIL_ANY },
	{ "master commit", MARKER_BACKPORT, TAIL_ANY },
	{ "alt-commit", MARKER_ALSO, TAIL_ANY },
	{ "cherry picked from commit", MARKER_CHERRY_PICK, TAIL_ANY },
	{ "cherry-picked from commit", MARKER_CHERRY_PICK, TAIL_ANY },
	{ "based on upstream commit", MARKER_RELATED, TAIL_ANY },
	{ "based on commit", MARKER_RELATED, TAIL_ANY },
	{ "based on", MARKER_RELATED, TAIL_ANY },
	{ "vaguely based on commit", MARKER_RELATED, TAIL_ANY },
	{ "vaguely based on", MARKER_RELATED, TAIL_ANY },
	{ "same as commit", MARKER_RELATED, TAIL_ANY },
	{ "same as", MARKER_RELATED, TAIL_ANY },
	{ "fixed upstream in commit", MARKER_RELATED, TAIL_ANY },
};

static struct slice skip(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

static struct slice skip_blanks(struct slice text)
{
	while (text.length && (text.start[0] == ' ' || text.start[0] == '\t'))
		text = skip(text, 1);
	return text;
}

/* Take "and", "," or "&" between two ids off *text. */
static bool skip_joint(struct slice *text)
{
	struct slice rest = skip_blanks(*text);
	bool joint = false;

	if (rest.length && (rest.start[0] == ',' || rest.start[0] == '&')) {
		rest = skip_blanks(skip(rest, 1));
		joint = true;
	}
	if (slice_has_prefix_nocase(rest, "and ")) {
		rest = skip_blanks(skip(rest, strlen("and ")));
		joint = true;
	}
	if (slice_has_prefix_nocase(rest, "commit "))
		rest = skip_blanks(skip(rest, strlen("commit ")));
	if (joint)
		*text = rest;
	return joint;
}

static bool take_id(struct slice *text, char hex[COMMIT_ID_HEX + 1])
{
	size_t run = slice_hex_run(*text);

	if (run < DIGITS_MIN || run > COMMIT_ID_HEX ||
	    (run < text->length && g_ascii_isalnum(text->start[run])))
		return false;
	for (size_t i = 0; i < run; i++)
		hex[i] = g_ascii_tolower(text->start[i]);
	hex[run] = '\0';
	*text = skip(*text, run);
	return true;
}

/* Behind "commit <id> upstream" prose may go on: "commit 12345678 upstream broke it" is none. */
static bool tail_fits(const struct form *form, struct slice tail, bool bracket)
{
	tail = slice_trim(tail);
	while (tail.length && strchr("])}.,;", tail.start[tail.length - 1]))
		tail = slice_trim((struct slice){ tail.start, tail.length - 1 });
	if (form->tail == TAIL_ANY || (form->tail == TAIL_BRACKET && bracket))
		return true;
	if (form->tail == TAIL_NONE || form->tail == TAIL_BRACKET)
		return tail.length == 0;
	while (tail.length && (tail.start[0] == ']' || tail.start[0] == ' '))
		tail = skip(tail, 1);
	if (!slice_has_prefix_nocase(tail, "upstream"))
		return false;
	tail = skip_blanks(skip(tail, strlen("upstream")));
	return tail.length == 0 || tail.start[0] == '(';
}

static size_t parse_form(const struct form *form, struct slice text, struct slice line,
			 bool bracket, GArray *out)
{
	size_t before = out->len;

	if (!slice_has_prefix_nocase(text, form->words))
		return 0;
	text = skip(text, strlen(form->words));
	if (text.length && (text.start[0] == 's' || text.start[0] == 'S')) /* "commits" */
		text = skip(text, 1);
	if (text.length && g_ascii_isalnum(text.start[0]))
		return 0;
	text = skip_blanks(text);
	if (text.length && text.start[0] == ':')
		text = skip_blanks(skip(text, 1));
	if (text.length && text.start[0] == '<')
		text = skip(text, 1);

	do {
		struct marker marker = { .kind = form->kind, .line = line };

		if (!take_id(&text, marker.hex))
			break;
		g_array_append_val(out, marker);
	} while (skip_joint(&text));

	if (out->len > before) {
		if (tail_fits(form, text, bracket))
			return out->len - before;
		g_array_set_size(out, (guint)before);
		return 0;
	}
	/* "[ Upstream commit net: fix it ]": meant as a marker, but it names no id. */
	if (bracket && strcmp(form->words, "upstream commit") == 0) {
		struct marker marker = { .kind = form->kind, .line = line };

		g_array_append_val(out, marker);
		return 1;
	}
	return 0;
}

/* A bare "commit <id>" stands alone: what goes on in the next line is a sentence. */
static bool ends_paragraph(struct slice rest)
{
	struct slice next;

	return !text_next_line(&rest, &next) || !slice_trim(next).length;
}

static size_t parse_line(struct slice line, enum marker_place place, struct slice rest, GArray *out)
{
	struct slice text = slice_trim(line);
	bool bracket = false;

	while (text.length && strchr("[(", text.start[0])) {
		text = skip_blanks(skip(text, 1));
		bracket = true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		if (forms[i].tail == TAIL_NONE &&
		    (place != MARKER_PLACE_FIRST || !ends_paragraph(rest)))
			continue;
		if (forms[i].kind == MARKER_UPSTREAM && !bracket && place == MARKER_PLACE_INSIDE)
			continue;

		size_t n = parse_form(&forms[i], text, slice_trim(line), bracket, out);

		if (n)
			return n;
	}
	return 0;
}

enum marker_place marker_next_place(enum marker_place place, bool blank, bool marker)
{
	if (place == MARKER_PLACE_FIRST && (blank || marker))
		return MARKER_PLACE_FIRST;
	return blank || marker ? MARKER_PLACE_PARAGRAPH : MARKER_PLACE_INSIDE;
}

bool marker_is_line(struct slice line, enum marker_place place, struct slice rest)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct marker));

	return parse_line(line, place, rest, found) > 0;
}

void markers_scan(const char *body, GArray *out)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct marker));
	struct slice rest = slice_of(body), line;
	enum marker_place place = MARKER_PLACE_FIRST;

	while (text_next_line(&rest, &line)) {
		bool blank = !slice_trim(line).length;
		bool marker = !blank && parse_line(line, place, rest, found) > 0;

		place = marker_next_place(place, blank, marker);
	}
	for (int kind = MARKER_UPSTREAM; kind <= MARKER_RELATED; kind++) {
		for (guint i = 0; i < found->len; i++) {
			struct marker *marker = &g_array_index(found, struct marker, i);

			if ((int)marker->kind == kind)
				g_array_append_val(out, *marker);
		}
	}
}
