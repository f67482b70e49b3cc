/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/marker.h"

#include <string.h>

#include "message/marker-forms.h"
#include "message/marker-head.h"
#include "message/marker-ids.h"
#include "message/marker-list.h"
#include "message/marker-value.h"

enum {
	LINES_LIMIT = 5,     /* of one marker: it may be wrapped */
	BYTES_LIMIT = 2000,  /* likewise */
	MARKERS_LIMIT = 200, /* of one message */
};

/* What the line before was. */
enum before {
	BEFORE_BLANK,
	BEFORE_PROSE, /* its sentence may go on in this line */
	BEFORE_BLOCK, /* a marker, a trailer, a note in brackets */
};

/* Where in a message a line stands. */
struct scan {
	GArray *found; /* struct marker */
	GArray *lines; /* struct slice; NULL: not wanted */
	GArray *ids;   /* struct marker_id, those of one marker */
	enum before before;
	bool ended; /* the last line ends a sentence */
	bool open;  /* or cannot: "it was fixed by" */
	bool head;  /* only blank lines, markers and a distribution's head so far */
	bool keys;  /* that head has keys of CentOS's kind */
	bool named; /* an upstream marker was found */
	bool block; /* within the message that "commit <id>", "Author:" begin */
	/* of the paragraph */
	bool words; /* a head of CIQ's kind: "jira X-1" */
	bool key;   /* it is a key's value */
	enum marker_inclusion inclusion;
	bool included; /* and the commit that it speaks of was read */
};

static struct slice skip(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

/* As git log indents a message. */
static bool is_quoted(struct slice line)
{
	return slice_has_prefix(line, "    ");
}

static bool is_dashes(struct slice line)
{
	for (size_t i = 0; i < line.length; i++)
		if (line.start[i] != '-')
			return false;
	return true;
}

static bool is_followed_by_author(struct slice rest)
{
	struct slice next;

	for (int i = 0; i < 2 && text_next_line(&rest, &next); i++) {
		if (slice_has_prefix(next, "Author:") || slice_has_prefix(next, "Author :"))
			return true;
		if (!slice_has_prefix(next, "Merge:"))
			return false;
	}
	return false;
}

static bool is_followed_by_blank(struct slice rest)
{
	struct slice next;

	return !text_next_line(&rest, &next) || !slice_trim(next).length;
}

/* How deep in brackets the end of text is, as far as brackets were opened in it. */
static int depth_of(struct slice text)
{
	int depth = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.start[i];

		if (c == '[' || c == '(')
			depth++;
		else if ((c == ']' || c == ')') && depth)
			depth--;
	}
	return depth;
}

static bool ends_with_joint(struct slice line)
{
	return line.length > 4 &&
	       (strchr(",&", line.start[line.length - 1]) ||
		g_ascii_strncasecmp(line.start + line.length - 4, " and", 4) == 0);
}

/*
 * Whether next goes on with a key's value: it is indented, or all of it stands there, or the
 * address that it is from.
 */
static bool is_value_of(struct slice whole, struct slice next)
{
	if (!next.length || g_ascii_isspace(next.start[0]))
		return next.length;
	return whole.start[whole.length - 1] == ':' || slice_has_prefix(next, "[http") ||
	       slice_has_prefix(next, "(http");
}

/* "Backported from upstream commit:", and in the next line the address. */
static bool is_address_of(struct slice whole, struct slice next)
{
	return whole.start[whole.length - 1] == ':' && slice_has_prefix(slice_trim(next), "http");
}

/* The marker that begins with line, with the lines that it is wrapped into; *n lines behind. */
static struct slice whole_marker(struct slice line, struct slice rest, bool bracket, bool key,
				 size_t *n)
{
	struct slice whole = slice_trim(line), next;

	*n = 0;
	for (size_t i = 1; i < LINES_LIMIT && text_next_line(&rest, &next); i++) {
		bool continues =
			bracket ? depth_of(whole) > 0
				: ends_with_joint(whole) || (key ? is_value_of(whole, next)
								 : is_address_of(whole, next));
		struct slice trimmed = slice_trim(next);

		if (!continues || !trimmed.length)
			break;
		whole.length = (size_t)(trimmed.start + trimmed.length - whole.start);
		*n = i;
	}
	if (bracket && *n && depth_of(whole)) { /* never closed: not that much belongs to it */
		whole = slice_trim(line);
		*n = 0;
	}
	whole.length = MIN(whole.length, BYTES_LIMIT);
	return whole;
}

/* Whether line has all that a marker without brackets needs, wherever it stands. */
static bool is_like_marker(struct slice line)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(struct marker_id));

	for (const struct marker_form *const *form = marker_forms_like(line); *form; form++) {
		struct slice text = line;

		if ((*form)->dress & MARKER_BARE && marker_form_skip(*form, &text) &&
		    marker_value(*form, MARKER_BARE, text, ids))
			return true;
	}
	return false;
}

/* Whether the sentence of the line before rest goes on in it. */
static bool goes_on(struct slice rest)
{
	struct slice next;

	if (!text_next_line(&rest, &next))
		return false;
	next = slice_trim(next);
	if (!next.length || marker_is_key_line(next) || marker_is_head_word(next) ||
	    is_like_marker(next))
		return false;
	return g_ascii_islower(next.start[0]) || strchr(",;.)\"'", next.start[0]) ||
	       slice_has_prefix(next, "(\"");
}

static bool is_known(const struct scan *scan, const struct marker *marker)
{
	for (guint i = 0; i < scan->found->len; i++) {
		struct marker *known = &g_array_index(scan->found, struct marker, i);
		size_t length = MIN(strlen(known->hex), strlen(marker->hex));

		if (length && known->kind != MARKER_RELATED && marker->kind != MARKER_RELATED &&
		    strncmp(known->hex, marker->hex, length) == 0) {
			if (strlen(marker->hex) > length)
				g_strlcpy(known->hex, marker->hex, sizeof(known->hex));
			return true;
		}
	}
	return false;
}

static void add_markers(struct scan *scan, enum marker_kind kind, struct slice line)
{
	for (guint i = 0; i < scan->ids->len; i++) {
		struct marker marker = { .kind = kind, .line = line };

		g_strlcpy(marker.hex, g_array_index(scan->ids, struct marker_id, i).hex,
			  sizeof(marker.hex));
		if (scan->found->len < MARKERS_LIMIT && !is_known(scan, &marker))
			g_array_append_val(scan->found, marker);
	}
	scan->named |= kind == MARKER_UPSTREAM;
}

/*
 * "commit <id>" alone says little: in a distribution's head it is the change's, above the text it
 * may be, elsewhere it is a quoted commit. *adds: it is upstream's.
 */
static bool block_counts(const struct scan *scan, struct slice line, struct slice rest, bool *adds)
{
	bool indented = line.length && g_ascii_isspace(line.start[0]);

	*adds = scan->inclusion != MARKER_INCLUSION_OTHER;
	if (!scan->head)
		return false;
	if (scan->inclusion || scan->words)
		return true;
	if (is_followed_by_author(rest))
		return scan->keys && !indented && (!scan->named || scan->block);
	return !scan->named && is_followed_by_blank(rest);
}

/* Whether a form may stand here; without brackets only where a paragraph or a block begins. */
static bool may_stand_here(const struct scan *scan, enum marker_dress dress, struct slice whole,
			   struct slice behind)
{
	bool ended = whole.length && whole.start[whole.length - 1] == '.';

	if (dress == MARKER_BRACKET)
		return scan->before != BEFORE_PROSE || !goes_on(behind);
	if (scan->before == BEFORE_PROSE)
		return dress == MARKER_KEY && scan->ended;
	return dress == MARKER_KEY || (!scan->open && (ended || !goes_on(behind)));
}

/* A line that begins with the form's words, text what is behind them: a colon, then the value. */
static bool try_form(struct scan *scan, const struct marker_form *form, enum marker_dress dress,
		     struct slice text, struct slice line, struct slice rest, size_t *n)
{
	struct slice whole, behind = rest;
	bool adds = true;

	while (text.length && strchr(" \t", text.start[0]))
		text = skip(text, 1);
	if (text.length && text.start[0] == ':') {
		dress = dress == MARKER_BRACKET ? dress : MARKER_KEY;
		text = skip(text, 1);
	}
	if (!(form->dress & dress))
		return false;

	whole = whole_marker(line, rest, dress == MARKER_BRACKET, dress == MARKER_KEY, n);
	text.length = (size_t)(whole.start + whole.length - text.start);
	for (size_t i = 0; i < *n; i++)
		text_next_line(&behind, &(struct slice){ 0 });
	if (text.start > whole.start + whole.length || !may_stand_here(scan, dress, whole, behind))
		return false;

	if (!marker_value(form, dress, text, scan->ids)) {
		struct marker empty = { .kind = form->kind, .line = slice_trim(line) };

		/* "[ Upstream commit net: fix it ]": meant as a marker, but it names no id. */
		if (scan->ids->len || dress != MARKER_BRACKET ||
		    strcmp(form->words, "upstream commit") != 0)
			return false;
		if (scan->found->len < MARKERS_LIMIT)
			g_array_append_val(scan->found, empty);
		return true;
	}
	if (form->value == MARKER_VALUE_BLOCK) {
		if (!block_counts(scan, line, rest, &adds))
			return false;
		scan->block = is_followed_by_author(rest);
		scan->included = true;
	}
	if (adds)
		add_markers(scan, form->kind, slice_trim(line));
	return true;
}

/* Below a sentence that says so, one a line. */
static bool try_list(struct scan *scan, struct slice line, struct slice rest, size_t *n)
{
	if (scan->before == BEFORE_PROSE || is_quoted(line) ||
	    !marker_list(line, rest, scan->ids, n))
		return false;
	add_markers(scan, MARKER_BACKPORT, slice_trim(line));
	return true;
}

/* What stands at the beginning of a line: brackets, then a form's words. */
static bool try_forms(struct scan *scan, struct slice line, struct slice rest, size_t *n)
{
	struct slice text = slice_trim(line);
	enum marker_dress dress = MARKER_BARE;

	/* The message of a quoted commit is that commit's. */
	if (scan->block && is_quoted(line))
		return false;
	while (text.length && strchr("[( ", text.start[0])) {
		text = skip(text, 1);
		dress = MARKER_BRACKET;
	}
	for (const struct marker_form *const *form = marker_forms_like(text); *form; form++) {
		struct slice behind = text;

		if (marker_form_skip(*form, &behind) &&
		    try_form(scan, *form, dress, behind, line, rest, n))
			return true;
	}
	return try_list(scan, line, rest, n);
}

/* "it was fixed there by", "introduced in:": what follows is not this message's own marker. */
static bool is_open(struct slice line)
{
	static const char *const words[] = { "by",   "in", "with",  "of",     "from",  "is",
					     "the",  "to", "as",    "and",    "since", "was",
					     "see",  "at", "after", "before", "than",  "than",
					     "that", "a",  "or",    "not" };
	size_t n = 0;

	if (strchr(",:;", line.start[line.length - 1]))
		return true;
	while (n < line.length && !g_ascii_isspace(line.start[line.length - 1 - n]))
		n++;
	return marker_is_word(skip(line, line.length - n), words, G_N_ELEMENTS(words));
}

/* A line that is no marker: whether it is of a head around one, and nobody's words. */
static bool read_head(struct scan *scan, struct slice line)
{
	struct slice trimmed = slice_trim(line);

	if (!scan->head)
		return false;
	if (marker_is_inclusion(trimmed, &scan->inclusion)) {
		scan->included = false;
		return true;
	}
	if ((scan->inclusion && slice_has_prefix(trimmed, "from ")) ||
	    (scan->block && !is_quoted(line) && marker_is_log_key(trimmed)))
		return true;
	if (marker_is_head_word(trimmed)) {
		scan->words = true;
		return true;
	}
	if (marker_is_head_key(trimmed))
		scan->keys = scan->key = true;
	else if (!scan->key && !(scan->block && is_quoted(line)) && !is_dashes(trimmed) &&
		 !marker_is_sign_off(trimmed))
		scan->head = false;
	return false;
}

static void end_paragraph(struct scan *scan)
{
	scan->before = BEFORE_BLANK;
	scan->words = scan->key = false;
	if (scan->included)
		scan->inclusion = MARKER_INCLUSION_NONE;
}

/* A line that is no marker, nor blank. */
static void read_prose(struct scan *scan, struct slice line)
{
	struct slice trimmed = slice_trim(line);
	bool note = strchr("[(", trimmed.start[0]) && !depth_of(trimmed);
	bool continued = g_ascii_isspace(line.start[0]) && scan->before == BEFORE_BLOCK;

	if (read_head(scan, line)) {
		scan->before = BEFORE_BLOCK;
		scan->open = false;
		if (scan->lines)
			g_array_append_val(scan->lines, trimmed);
		return;
	}
	scan->before =
		note || continued || marker_is_key_line(trimmed) ? BEFORE_BLOCK : BEFORE_PROSE;
	scan->open = scan->before == BEFORE_PROSE && is_open(trimmed);
	scan->ended = trimmed.start[trimmed.length - 1] == '.';
	if (is_dashes(trimmed)) {
		scan->included = true;
		end_paragraph(scan);
	}
}

static void scan_body(struct scan *scan, const char *body)
{
	struct slice rest = slice_of(body), line;

	while (text_next_line(&rest, &line)) {
		size_t n = 0;

		if (!slice_trim(line).length) {
			end_paragraph(scan);
			continue;
		}
		if (scan->block && !g_ascii_isspace(line.start[0]) && scan->before == BEFORE_BLANK)
			scan->block = scan->head && scan->keys;
		if (!try_forms(scan, line, rest, &n)) {
			read_prose(scan, line);
			continue;
		}
		for (size_t i = 0; i <= n; i++) {
			struct slice trimmed = slice_trim(line);

			if (scan->lines)
				g_array_append_val(scan->lines, trimmed);
			if (i < n)
				text_next_line(&rest, &line);
		}
		scan->before = BEFORE_BLOCK;
		scan->open = false;
	}
}

void markers_scan(const char *body, GArray *out)
{
	struct scan scan = { .before = BEFORE_BLANK, .head = true };

	scan.found = g_array_new(FALSE, FALSE, sizeof(struct marker));
	scan.ids = g_array_new(FALSE, FALSE, sizeof(struct marker_id));
	scan_body(&scan, body);
	for (int kind = MARKER_UPSTREAM; kind <= MARKER_RELATED; kind++) {
		for (guint i = 0; i < scan.found->len; i++) {
			struct marker *marker = &g_array_index(scan.found, struct marker, i);

			if ((int)marker->kind == kind)
				g_array_append_val(out, *marker);
		}
	}
	g_array_unref(scan.found);
	g_array_unref(scan.ids);
}

void marker_lines(const char *body, GArray *out)
{
	struct scan scan = { .lines = out, .before = BEFORE_BLANK, .head = true };

	scan.found = g_array_new(FALSE, FALSE, sizeof(struct marker));
	scan.ids = g_array_new(FALSE, FALSE, sizeof(struct marker_id));
	scan_body(&scan, body);
	g_array_unref(scan.found);
	g_array_unref(scan.ids);
}
