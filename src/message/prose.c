/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/prose.h"

#include <string.h>

#include "base/commit-id.h"

enum {
	TITLE_LIMIT = 400, /* bytes of a title or quotation */
	INDENT_OF_LOG = 4, /* columns; a list's items are indented by less */
	ID_DIGITS_MIN = 7,
	LOG_LINES = 8, /* of a commit as `git log` shows it */
	TAB = 8,
};

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (c & 0x80);
}

/* Behind what begins at p with a parenthesis or a quotation mark; p if it does not end. */
static const char *behind_group(const char *p, const char *end)
{
	char closes = *p == '(' ? ')' : *p == '[' ? ']' : *p;
	bool titled = *p == '(' && p + 1 < end && (p[1] == '"' || p[1] == '\'');
	int depth = 0;

	if (end - p > TITLE_LIMIT)
		end = p + TITLE_LIMIT;
	for (const char *q = p + 1; q < end; q++) {
		if (q[0] == '\n' && q[-1] == '\n')
			return p;
		if (titled) { /* ("Revert "x (y)"") ends with both */
			if (*q == ')' && q[-1] == p[1] && q - p > 2)
				return q + 1;
		} else if (closes != *p && *q == *p) {
			depth++;
		} else if (*p == '`' && (*q == '`' || *q == '\'')) { /* as GNU has it, too */
			return q + 1;
		} else if (*q == closes && depth-- == 0) {
			return q + 1;
		}
	}
	return p;
}

/*
 * Behind what `git log` shows of a commit, where the id at p is alone with "commit": lines like
 * "Author: ", then the title, indented. p if that is not so.
 */
static const char *behind_log(const char *p, const char *end)
{
	const char *behind = p, *line = p;
	bool titled = false;

	if (p == end || (*p != '\n' && *p != '\r'))
		return p;
	for (int n = 0; n < LOG_LINES; n++) {
		struct slice rest = { line, (size_t)(end - line) }, text;
		bool indented, heads;

		if (!text_next_line(&rest, &text))
			break;
		line = rest.start;
		indented = slice_has_prefix(text, "    ") || slice_has_prefix(text, "\t");
		heads = slice_has_prefix(text, "Author: ") || slice_has_prefix(text, "Date: ") ||
			slice_has_prefix(text, "Merge: ") || slice_has_prefix(text, "AuthorDate: ");
		titled |= indented;
		if (slice_trim(text).length && !indented && !heads)
			break;
		behind = line;
	}
	return titled ? behind : p;
}

/* A line that is nobody's prose: empty, quoted, a log's, a tag. */
static bool is_apart(const char *line, const char *end)
{
	const char *p = line;
	size_t column = 0;

	for (; p < end && (*p == ' ' || *p == '\t'); p++)
		column = *p == '\t' ? INDENT_OF_LOG : column + 1;
	if (p == end || *p == '\n' || *p == '\r' || *p == '>' || column >= INDENT_OF_LOG)
		return true;

	const char *word = p;

	if (*p == '[') { /* "[ann: did this, too]" */
		for (p++; p < end && (is_word(*p) || strchr("@.-", *p)) && *p; p++)
			continue;
		return end - p > 1 && *p == ':' && p[1] == ' ';
	}
	while (p < end && (g_ascii_isalpha(*p) || *p == '-'))
		p++;
	return end - p > 1 && *p == ':' && p[1] == ' ' && memchr(word, '-', (size_t)(p - word)) &&
	       g_ascii_isupper(*word);
}

/* The first line of a list's item: "- ", "2) ". */
static bool is_item(const char *line, const char *end)
{
	const char *p = line, *number;

	while (p < end && *p == ' ')
		p++;
	if (end - p < 2)
		return false;
	if (strchr("-*+o", *p) && p[1] == ' ')
		return true;
	for (number = p; p < end && g_ascii_isdigit(*p); p++)
		continue;
	return p > number && p - number < 3 && end - p > 1 && (*p == '.' || *p == ')') &&
	       p[1] == ' ';
}

/* Behind the title that follows an id, the id's end if none does. */
static const char *behind_title(const char *p, const char *end)
{
	const char *q = behind_log(p, end);

	if (q != p)
		return q;
	while (q < end && (g_ascii_isspace(*q) || *q == ',' || *q == ':'))
		q++;
	if (q == end || !strchr("([\"'", *q) || !*q)
		return p;
	/* A comma and then parentheses are no title's. */
	if ((*q == '(' || *q == '[') && memchr(p, ',', (size_t)(q - p)))
		return p;

	const char *behind = behind_group(q, end);

	return behind == q ? p : behind;
}

static const char *line_begin(const char *p, const char *start)
{
	while (p > start && p[-1] != '\n')
		p--;
	return p;
}

static const char *line_end(const char *p, const char *end)
{
	while (p < end && *p != '\n')
		p++;
	return p;
}

static bool is_blank(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p) && *p != '\n')
		p++;
	return p == end || *p == '\n';
}

/* Columns before what stands in the line at p; 0 for an empty line. */
static size_t indentation(const char *p, const char *end)
{
	size_t column = 0;

	if (is_blank(p, end))
		return 0;
	for (; p < end && (*p == ' ' || *p == '\t'); p++)
		column = *p == '\t' ? column - column % TAB + TAB : column + 1;
	return column;
}

/* "However, I forgot": goes on with what was just said. */
static bool goes_on(const char *p, const char *end)
{
	static const char *const words[] = { "however", "but ", "unfortunately", "sadly", "alas" };

	while (p < end && (*p == ' ' || *p == '\n'))
		p++;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(end - p) > n && g_ascii_strncasecmp(p, words[i], n) == 0)
			return true;
	}
	return false;
}

/* A commit on lines of its own that a sentence is interrupted for. */
struct shown {
	const char *before; /* the end of what comes before it */
	const char *behind; /* NULL: it is not so */
	bool goes_on;	    /* behind it */
};

/* Whether text, the rest of lines behind an id, is its title alone, quoted or not. */
static bool is_all_title(const char *p, const char *end)
{
	const char *behind = behind_title(p, end);

	if (behind != p) {
		while (behind < end && (g_ascii_isspace(*behind) || strchr(".,:", *behind)))
			behind++;
		return behind == end;
	}
	for (; p < end; p++)
		if (strchr(".!?", *p) && (p + 1 == end || g_ascii_isspace(p[1])))
			return false;
	return true;
}

/* Behind the lines that an id stands on with its title, p behind the id; NULL: it is prose. */
static const char *behind_lines(const char *p, const char *end, bool indented, bool named)
{
	const char *last = line_end(p, end);

	while (last < end && indentation(last + 1, end))
		last = line_end(last + 1, end);
	if (!is_all_title(p, last))
		return named ? behind_title(p, end) : NULL;
	/* A paragraph that begins with an id is none. */
	if (indented || last == end || is_blank(last + 1, end))
		return last;
	return named ? behind_title(p, end) : NULL;
}

/*
 * "caused by", then a line with nothing before the id but "commit", indented or behind an empty
 * line; with its title, which may be wrapped, or what else `git log` shows of it.
 */
static struct shown shown_at(struct slice text, struct slice id)
{
	const char *start = text.start, *end = text.start + text.length;
	const char *line = line_begin(id.start, start), *behind = id.start + id.length, *last, *p;
	struct slice word = slice_trim((struct slice){ line, (size_t)(id.start - line) });
	struct shown shown = { NULL, NULL, false };
	bool indented, apart, log;

	if (word.length &&
	    (word.length > strlen("commit:") || !slice_has_prefix_nocase(word, "commit")))
		return shown;
	for (last = line; last > start && g_ascii_isspace(last[-1]); last--)
		continue;
	if (last == start || strchr(".!?;", last[-1]))
		return shown;
	apart = line - last > 1 && memchr(last + 1, '\n', (size_t)(line - last - 1));
	if (is_apart(line_begin(last, start), end) && !(apart && last[-1] == ':'))
		return shown;
	indented = indentation(line, end) > indentation(line_begin(last, start), end);
	if (!indented && !apart)
		return shown;
	p = behind_log(behind, end);
	log = p != behind;
	if (!log)
		p = behind_lines(behind, end, indented, apart && word.length);
	if (!p)
		return shown;
	shown.before = last;
	shown.behind = p;
	while (p < end && g_ascii_isspace(*p))
		p++;
	shown.goes_on = p < end && (log || g_ascii_islower(*p) || goes_on(p, end)) &&
			!is_apart(line_begin(p, start), end);
	if (shown.goes_on)
		shown.behind = p;
	return shown;
}

/* Whether the full stop at p is that of "e.g.", "i.e.", "cf." or "vs.". */
static bool is_abbreviation(const char *start, const char *p)
{
	static const char *const words[] = { "e.g", "i.e", "cf", "vs", "resp", "incl" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(p - start) >= n && g_ascii_strncasecmp(p - n, words[i], n) == 0 &&
		    ((size_t)(p - start) == n || !is_word(p[-(gssize)n - 1])))
			return true;
	}
	return false;
}

/* Whether a sentence ends at p; start is where the text does. */
static bool ends_at(const char *start, const char *p, const char *end)
{
	const char *q = p + 1;

	if (*p == ';')
		return true;
	if (*p != '.' && *p != '!' && *p != '?')
		return false;
	while (q < end && strchr(")\"'", *q) && *q)
		q++;
	return (q == end || g_ascii_isspace(*q)) && !is_abbreviation(start, p);
}

static const char *sentence_begin(struct slice text, const char *id, const char *from)
{
	const char *start = text.start, *end = text.start + text.length;
	const char *least = id - start > PROSE_SENTENCE_LIMIT ? id - PROSE_SENTENCE_LIMIT : start;

	for (const char *p = from; p > least; p--) {
		if (p[-1] != '\n') {
			if (p < id && ends_at(start, p - 1, end))
				return p;
			continue;
		}
		/* The line at p is the sentence's; the one before may not be. */
		const char *before = line_begin(p - 1, least);

		if (is_item(p, end) || is_apart(before, end))
			return p;
	}
	return least;
}

static const char *sentence_end(struct slice text, const char *p)
{
	const char *end = text.start + text.length;
	const char *limit = end - p > PROSE_SENTENCE_LIMIT ? p + PROSE_SENTENCE_LIMIT : end;
	bool went_on = false;

	for (; p < limit; p++) {
		if (*p == '\n' && (is_apart(p + 1, end) || is_item(p + 1, end)))
			return p;
		if (!ends_at(text.start, p, end))
			continue;
		if (went_on || *p == ';' || !goes_on(p + 1, end))
			return p;
		went_on = true;
	}
	return limit;
}

struct slice prose_sentence(struct slice text, struct slice id)
{
	const char *text_end = text.start + text.length, *line = line_begin(id.start, text.start);
	struct shown shown = shown_at(text, id);
	const char *begin, *end;

	if (!shown.behind && (*line == '\t' || indentation(line, text_end) >= INDENT_OF_LOG))
		return (struct slice){ id.start, 0 };
	begin = sentence_begin(text, id.start, shown.behind ? shown.before : id.start);
	end = shown.behind ? shown.behind : behind_title(id.start + id.length, text_end);
	if (!shown.behind || shown.goes_on)
		end = sentence_end(text, end);
	return (struct slice){ begin, (size_t)(end - begin) };
}

/* The end of the sentence that p is in, whatever the next one begins with. */
static const char *plain_end(struct slice text, const char *p)
{
	const char *end = text.start + text.length;

	if (end - p > PROSE_SENTENCE_LIMIT)
		end = p + PROSE_SENTENCE_LIMIT;
	for (; p < end; p++)
		if (ends_at(text.start, p, end) ||
		    (*p == '\n' && (is_apart(p + 1, end) || is_item(p + 1, end))))
			break;
	return p;
}

size_t prose_following(struct slice text, struct slice id, struct slice *out, size_t n)
{
	const char *end = text.start + text.length;
	struct shown shown = shown_at(text, id);
	const char *p = shown.behind ? shown.behind : behind_title(id.start + id.length, end);
	size_t found = 0, paragraphs = 0;

	if (!shown.behind || shown.goes_on)
		p = plain_end(text, p);
	while (found < n) {
		const char *begin;

		while (p < end && (g_ascii_isspace(*p) || (*p && strchr(".!?;)\"'", *p)))) {
			if (*p == '\n' && is_blank(p + 1, end) && p + 1 < end)
				paragraphs++;
			p++;
		}
		begin = line_begin(p, text.start);
		if (p == end || paragraphs > 1 || is_apart(begin, end) || is_item(begin, end))
			break;
		begin = p;
		p = plain_end(text, p);
		if (p == begin)
			break;
		out[found++] = (struct slice){ begin, (size_t)(p - begin) };
	}
	return found;
}

static bool is_id(struct slice word)
{
	bool digit = false;

	for (size_t i = 0; i < word.length; i++)
		digit = digit || g_ascii_isdigit(word.start[i]);
	return digit && word.length >= ID_DIGITS_MIN && word.length <= COMMIT_ID_HEX &&
	       slice_hex_run(word) == word.length;
}

/* Whether all from p to an id is what `git describe` puts before it: "v6.1-rc3-12-g". */
static bool is_description(const char *p, const char *id)
{
	if (p >= id || id - p > TITLE_LIMIT || id[-1] != 'g')
		return false;
	for (; p < id; p++)
		if (!g_ascii_isgraph(*p))
			return false;
	return true;
}

static const char *word_end(const char *p, const char *end)
{
	while (p < end &&
	       (is_word(*p) || ((*p == '\'' || *p == '-') && end - p > 1 && g_ascii_isalpha(p[1]))))
		p++;
	return p;
}

size_t prose_read(struct slice sentence, struct slice id, struct prose_token *out)
{
	const char *p = sentence.start, *end = p + sentence.length;
	size_t n = 0;
	bool seen = false;

	while (p < end && n < PROSE_TOKENS_LIMIT) {
		struct prose_token *token = &out[n];

		if (p == id.start) {
			struct shown shown = shown_at(sentence, id);

			*token = (struct prose_token){ PROSE_HERE, id };
			p = shown.behind ? shown.behind : behind_title(id.start + id.length, end);
			seen = true;
			n++;
		} else if (is_word(*p) && is_description(p, id.start)) {
			p = id.start;
		} else if (is_word(*p)) {
			token->text.start = p;
			p = word_end(p, end);
			token->text.length = (size_t)(p - token->text.start);
			token->kind = is_id(token->text) ? PROSE_ID : PROSE_WORD;
			if (token->kind == PROSE_ID)
				p = behind_title(p, end);
			n++;
		} else if (*p == '"' || *p == '`') {
			const char *behind = behind_group(p, end);

			p = behind == p ? p + 1 : behind;
		} else {
			if (strchr(",:()-.", *p) &&
			    (*p != '-' || (end - p > 1 && g_ascii_isspace(p[1]))) &&
			    (*p != '.' || (end - p > 1 && g_ascii_isspace(p[1])))) {
				*token = (struct prose_token){ PROSE_BREAK, { p, 1 } };
				n++;
			}
			p++;
		}
	}
	return seen || !id.start ? n : 0;
}
