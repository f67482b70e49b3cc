/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/message.h"

#include <string.h>

#include "base/commit-id.h"
#include "base/memory.h"
#include "message/marker.h"
#include "message/reference.h"
#include "message/words.h"

enum {
	TITLE_LIMIT = 400,     /* bytes: a quoted subject is not longer, a stray quote mark is */
	QUOTED_DIGITS_MIN = 7, /* of an id with a title behind it */
};

/* Besides those that name a commit, see reference-tags.c. */
static const char *const trailer_keys[] = {
	"Fixes",
	"Cc",
	"Link",
	"Closes",
	"Bugzilla",
	"BugLink",
	"References",
	"Message-Id",
	"CVE",
	"Change-Id",
	"Debian-Bug",
	"Gerrit",
	"Coverity",
	"Addresses-Coverity",
	"Addresses-Coverity-ID",
	"Reported-and-tested-by",
};

static bool is_key_char(char c)
{
	return g_ascii_isalnum(c) || c == '-' || c == '_';
}

/* Split "Key: value"; false when line is not of that form. */
static bool split_trailer(struct slice line, struct trailer *out)
{
	size_t n = 0;

	line = slice_trim(line);
	while (n < line.length && is_key_char(line.start[n]))
		n++;
	if (!n || n > 40 || n >= line.length || line.start[n] != ':' ||
	    !g_ascii_isalpha(line.start[0]))
		return false;
	out->key = (struct slice){ line.start, n };
	out->value = slice_trim((struct slice){ line.start + n + 1, line.length - n - 1 });
	out->line = line;
	return true;
}

/*
 * Whether a "Key: value" line is a trailer wherever it stands. Others count only in a last
 * paragraph of nothing but such lines: "Note: this..." is prose.
 */
static bool is_known_key(struct slice key)
{
	if (key.length > 3 && g_ascii_strncasecmp(key.start + key.length - 3, "-by", 3) == 0)
		return true;
	if (slice_equal(key, "Bug")) /* but "BUG: unable to handle" is a log */
		return true;
	if (reference_is_tag(key))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(trailer_keys); i++)
		if (key.length == strlen(trailer_keys[i]) &&
		    g_ascii_strncasecmp(key.start, trailer_keys[i], key.length) == 0)
			return true;
	return false;
}

/* Behind the title in (...), which may hold more of them, or "..." at p, within a line; NULL if
 * none. */
static const char *title_end(const char *p, const char *end)
{
	int depth = 0;

	end = MIN(end, p + TITLE_LIMIT);
	if (p >= end || (*p != '(' && *p != '"'))
		return NULL;
	if (*p == '"') {
		const char *close = memchr(p + 1, '"', (size_t)(end - p - 1));

		return close && !g_strstr_len(p, close - p, "\n\n") ? close + 1 : NULL;
	}
	for (; p < end && !(p[0] == '\n' && p + 1 < end && p[1] == '\n'); p++) {
		depth += (*p == '(') - (*p == ')');
		if (!depth)
			return p + 1;
	}
	return NULL;
}

/* Behind the closing mark if '"' at p opens a title that stands before an id: "title" (<id>). */
static const char *title_before_id(const char *p, const char *end)
{
	const char *close = *p == '"' ? title_end(p, end) : NULL;
	size_t run;

	if (!close || end - close < 3 || close[0] != ' ' || close[1] != '(')
		return NULL;
	run = slice_hex_run((struct slice){ close + 2, (size_t)(end - close - 2) });
	return run >= QUOTED_DIGITS_MIN && run <= COMMIT_ID_HEX ? close : NULL;
}

/* Behind the subject that p begins with, of a line "<id> net: fix it"; NULL if it is a sentence. */
static const char *listed_title_end(const char *p, const char *end)
{
	const char *line_end = memchr(p, '\n', (size_t)(end - p)), *colon;

	line_end = line_end ? line_end : end;
	if (p < line_end && *p == ':')
		p++;
	if (p >= line_end || *p != ' ')
		return NULL;
	for (colon = p + 1; colon < line_end && *colon != ':'; colon++) {
		if (!(g_ascii_isalnum(*colon) || strchr("_-/.,+&", *colon)))
			return NULL;
	}
	return colon + 1 < line_end && colon > p + 1 && colon[1] == ' ' ? line_end : NULL;
}

static const char *blanks_begin(const char *start, const char *p, const char *blanks)
{
	while (p > start && p[-1] && strchr(blanks, p[-1]))
		p--;
	return p;
}

/* Whether nothing but blanks, a bullet or "commit" stands before p in its line, however long that
 * is. */
static bool begins_line(const char *start, const char *p)
{
	static const char word[] = "ommit";
	size_t length = strlen(word);
	const char *first = blanks_begin(start, p, " \t\r\v\f");

	if ((size_t)(first - start) > length && memcmp(first - length, word, length) == 0 &&
	    strchr("cC", first[-(gssize)length - 1]))
		first -= length + 1;
	first = blanks_begin(start, first, " \t\r\v\f-*+");
	return first == start || first[-1] == '\n';
}

/*
 * Append text with every quoted commit title blanked: ("title") anywhere, (title) or "title" right
 * behind an id, "title" right before one in parentheses, a line of a list "<id> title". Ids
 * themselves stay: they are this author's.
 */
static void append_own_words(GString *out, struct slice text)
{
	const char *p = text.start, *end = text.start + text.length;

	while (p < end) {
		bool opens = *p == '(' && p + 1 < end && (p[1] == '"' || p[1] == '\'');

		if (opens) {
			const char *q = p + 2, *stop = MIN(end, p + TITLE_LIMIT);

			while (q + 1 < stop && !(q[0] == p[1] && q[1] == ')') &&
			       !(q[0] == '\n' && q[1] == '\n'))
				q++;
			if (q + 1 < stop && q[0] == p[1] && q[1] == ')') {
				g_string_append(out, "(\"...\")");
				p = q + 2;
				continue;
			}
		}

		const char *before = title_before_id(p, end);

		if (before) {
			g_string_append(out, "\"...\"");
			p = before;
			continue;
		}

		size_t run = slice_hex_run((struct slice){ p, (size_t)(end - p) });

		if (run >
		    COMMIT_ID_HEX) { /* a dump, not an id; looked at once, not from every digit */
			g_string_append_len(out, p, (gssize)run);
			p += run;
			continue;
		}
		if (run >= QUOTED_DIGITS_MIN && run <= COMMIT_ID_HEX &&
		    (p == text.start || !g_ascii_isalnum(p[-1])) &&
		    (p + run == end || !g_ascii_isalnum(p[run]))) {
			g_string_append_len(out, p, (gssize)run);
			p += run;

			const char *q = p, *close;

			while (q < end && (*q == ' ' || *q == '\n' || *q == ','))
				q++;
			close = q > p ? title_end(q, end) : NULL;
			if (!close && begins_line(text.start, p - run) &&
			    (close = listed_title_end(p, end))) {
				g_string_append(out, " ...");
				p = close;
			} else if (close) {
				g_string_append_c(out, ' ');
				g_string_append(out, *q == '(' ? "(...)" : "\"...\"");
				p = close;
			}
			continue;
		}
		g_string_append_c(out, *p++);
	}
}

/* 'Revert "net: fix a leak"': what is quoted is the other commit's subject. */
static char *own_words_of_subject(const char *subject)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *open = strchr(subject, '"'), *close = strrchr(subject, '"');
	g_autofree char *lower = g_ascii_strdown(subject, -1);
	const char *word = strstr(lower, "revert \"");

	if (!word)
		word = strstr(lower, "reapply \"");
	if (word && open && close > open)
		return g_strdup_printf("%.*s...%s", (int)(open + 1 - subject), subject, close);
	append_own_words(out, slice_of(subject));
	return g_strdup(out->str);
}

char *message_strip_tags(const char *subject, char **tag)
{
	g_autoptr(GString) tags = g_string_new(NULL);
	const char *p = subject;

	for (;;) {
		while (g_ascii_isspace(*p))
			p++;
		if (g_ascii_strncasecmp(p, "Re:", 3) == 0 ||
		    g_ascii_strncasecmp(p, "AW:", 3) == 0) {
			p += 3;
			continue;
		}
		if (g_ascii_strncasecmp(p, "Fwd:", 4) == 0) {
			p += 4;
			continue;
		}

		const char *close = *p == '[' ? strchr(p, ']') : NULL;

		if (!close)
			break;
		if (tags->len)
			g_string_append_c(tags, ' ');
		g_string_append_len(tags, p + 1, close - p - 1);
		p = close + 1;
	}
	if (tag)
		*tag = tags->len ? g_strdup(tags->str) : NULL;
	return text_fold(p);
}

char *message_split(const char *text, const char **body)
{
	struct slice rest = slice_of(text), line;
	g_autoptr(GString) subject = g_string_new(NULL);
	const char *end = text;

	while (text_next_line(&rest, &line)) {
		bool blank = !slice_trim(line).length;

		if (blank && subject->len)
			break;
		end = rest.start;
		if (blank)
			continue;
		if (subject->len)
			g_string_append_c(subject, ' ');
		g_string_append_len(subject, line.start, (gssize)line.length);
	}
	if (body)
		*body = end;
	return text_fold(subject->str);
}

/*
 * A review mail begins with words of whoever sends it, then dashes: "6.12-stable review patch.  If
 * anyone has any objections, please let me know."
 */
static const char *skip_review_preamble(const char *body)
{
	struct slice rest = slice_of(body), line;
	bool seen = false;

	while (text_next_line(&rest, &line)) {
		line = slice_trim(line);
		if (!line.length)
			continue;
		if (!seen && !g_strstr_len(line.start, (gssize)line.length, "review patch"))
			return body;
		seen = true;
		if (line.length >= 6 && strspn(line.start, "-") >= line.length)
			return rest.start;
	}
	return body;
}

/* Where the body proper begins: behind an in-body "From:" and the blank lines around it. */
static const char *skip_in_body_headers(const char *body, char **from)
{
	struct slice rest, line;
	const char *start;

	body = start = skip_review_preamble(body);
	rest = slice_of(body);
	*from = NULL;
	while (text_next_line(&rest, &line)) {
		struct slice trimmed = slice_trim(line);

		if (!*from && slice_has_prefix(trimmed, "From: ") &&
		    memchr(trimmed.start, '@', trimmed.length)) {
			*from = slice_dup(slice_trim(
				(struct slice){ trimmed.start + 6, trimmed.length - 6 }));
		} else if (*from && (slice_has_prefix(trimmed, "Date: ") ||
				     slice_has_prefix(trimmed, "Subject: "))) {
			/* headers of git am's kind; the mail's own are taken instead */
		} else if (trimmed.length) {
			break;
		}
		start = rest.start;
	}
	return start;
}

/* Cut what a model wrote; it stands at the end of the message, or below "---". */
static bool cut_generated(char *text)
{
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line))
		if (words_is_generated_heading(line)) {
			text[line.start - text] = '\0';
			return true;
		}
	return false;
}

/* Where the last paragraph begins, if all its lines are "Key: value" or continuations; else end. */
static const char *last_block(const char *body)
{
	struct slice rest = slice_of(body), line;
	const char *block = body;
	struct trailer ignored;
	bool ended = false, pure = true;

	while (text_next_line(&rest, &line)) {
		if (!slice_trim(line).length) {
			ended = true;
			continue;
		}
		if (ended) {
			block = line.start;
			pure = true;
			ended = false;
		}
		if (!split_trailer(line, &ignored) && !words_is_signed_note(line) &&
		    !g_ascii_isspace(line.start[0]) && line.start[0] != '(' && line.start[0] != '[')
			pure = false;
	}
	return pure ? block : body + strlen(body);
}

/* The lines of text; slices of it. */
static GArray *lines_of(const char *text)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct slice));
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line))
		g_array_append_val(lines, line);
	return lines;
}

/* Put a line that is not the author's where it belongs. */
static void set_aside(struct message *message, struct slice line, enum whose whose, GString *log)
{
	struct slice trimmed = slice_trim(line);

	if (whose == WHOSE_MACHINE) {
		g_string_append_len(log, line.start, (gssize)line.length);
		g_string_append_c(log, '\n');
	} else if (whose == WHOSE_BACKPORTER && !message->backport_note && trimmed.length &&
		   trimmed.start[0] == '[') {
		message->backport_note = slice_dup(trimmed);
	}
}

static void parse_body(struct message *message)
{
	g_autoptr(GString) own = g_string_new(NULL);
	g_autoptr(GString) words = g_string_new(NULL);
	g_autoptr(GString) log = g_string_new(NULL);
	g_autoptr(GString) without_urls = g_string_new(NULL);
	g_autoptr(GArray) lines = lines_of(message->body);
	g_autofree enum whose *whose = g_new0(enum whose, lines->len + 1);
	const char *block = last_block(message->body);
	g_autoptr(GArray) marked = g_array_new(FALSE, FALSE, sizeof(struct slice));
	guint n_marked = 0;
	bool in_trailer = false;

	marker_lines(message->body, marked);
	words_sort((const struct slice *)(const void *)lines->data, lines->len, whose);
	for (guint i = 0; i < lines->len; i++) {
		struct slice line = g_array_index(lines, struct slice, i);
		struct trailer trailer;
		struct slice trimmed = slice_trim(line);
		bool continues = in_trailer && line.length && g_ascii_isspace(line.start[0]);

		in_trailer = false;
		if (!trimmed.length) {
			if (whose[i] == WHOSE_AUTHOR)
				g_string_append_c(own, '\n');
			continue;
		}
		if (n_marked < marked->len &&
		    g_array_index(marked, struct slice, n_marked).start == trimmed.start) {
			n_marked++;
			continue;
		}
		if (continues && line.start > block) {
			struct trailer *last = &g_array_index(message->trailers, struct trailer,
							      message->trailers->len - 1);

			last->line.length =
				(size_t)(trimmed.start + trimmed.length - last->line.start);
			last->value.length =
				(size_t)(trimmed.start + trimmed.length - last->value.start);
			in_trailer = true;
			continue;
		}
		if (whose[i] == WHOSE_AUTHOR && split_trailer(line, &trailer) &&
		    (line.start >= block || is_known_key(trailer.key))) {
			g_array_append_val(message->trailers, trailer);
			in_trailer = true;
			continue;
		}
		if (whose[i] != WHOSE_AUTHOR) {
			set_aside(message, line, whose[i], log);
			continue;
		}
		g_string_append_len(own, line.start, (gssize)line.length);
		g_string_append_c(own, '\n');
	}
	append_own_words(words, slice_trim((struct slice){ own->str, own->len }));
	words_append_without_urls(without_urls, (struct slice){ words->str, words->len });
	message->own_body = g_strdup(g_strchomp(without_urls->str));
	message->log = g_strdup(log->str);
}

void message_parse_below(struct message *message, const char *subject, const char *head,
			 const char *body, char **from)
{
	const char *text = from ? skip_in_body_headers(body, from) : body;

	*message = (struct message){ .subject = text_fold(subject) };
	message->body = head ? g_strconcat(head, "\n", text, NULL) : g_strdup(text);
	message->generated_text = cut_generated(message->body);
	g_strchomp(message->body);
	message->trailers = g_array_new(FALSE, FALSE, sizeof(struct trailer));
	message->own_subject = own_words_of_subject(message->subject);
	parse_body(message);
}

void message_parse(struct message *message, const char *subject, const char *body, char **from)
{
	message_parse_below(message, subject, NULL, body, from);
}

void message_clear(struct message *message)
{
	g_free(message->subject);
	g_free(message->body);
	if (message->trailers)
		g_array_unref(message->trailers);
	g_free(message->own_subject);
	g_free(message->own_body);
	g_free(message->log);
	g_free(message->backport_note);
	*message = (struct message){ 0 };
}

size_t message_memory(const struct message *message)
{
	return memory_of_string(message->subject) + memory_of_string(message->body) +
	       memory_of_array(message->trailers) + memory_of_string(message->own_subject) +
	       memory_of_string(message->own_body) + memory_of_string(message->log) +
	       memory_of_string(message->backport_note);
}
