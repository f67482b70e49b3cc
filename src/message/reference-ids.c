/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ids of commits in a text, and the titles quoted with them. */
#include "message/reference-parts.h"

#include <string.h>

enum { TITLE_LIMIT = 400 }; /* bytes: a quoted subject is not longer, a stray quote mark is */

/*
 * Whether the 'g' at p is that of `git describe`, "v6.1-rc3-12-gID". What begins with a digit is
 * what a running system calls itself: such stands in logs.
 */
static bool is_described(const char *p, const char *line_start)
{
	const char *q = p;

	if (*p != 'g' || p - line_start < 4 || p[-1] != '-' || !g_ascii_isdigit(p[-2]))
		return false;
	while (q > line_start && !g_ascii_isspace(q[-1]) && !strchr("(<[\"'`", q[-1]))
		q--;
	return g_ascii_isalpha(*q);
}

/* Every line of a history goes through here: of each min bytes one is looked at. */
bool scan_next_id(struct slice *text, const char *line_start, size_t min, struct slice *word)
{
	const char *p = text->start, *end = text->start + text->length;

	while ((size_t)(end - p) >= min) {
		const char *first = p + min - 1, *behind = first;

		if (!g_ascii_isxdigit(*first)) {
			p = first + 1;
			continue;
		}
		while (first > p && g_ascii_isxdigit(first[-1]))
			first--;
		while (behind < end && g_ascii_isxdigit(*behind))
			behind++;

		bool whole = behind == end || !scan_is_word(*behind);
		bool inner = first > line_start && scan_is_word(first[-1]) &&
			     !is_described(first - 1, line_start);
		bool numbered = first > line_start && first[-1] == '#';
		size_t run = (size_t)(behind - first);

		if (whole && !inner && !numbered && run >= min && run <= COMMIT_ID_HEX) {
			*word = (struct slice){ first, run };
			text->start = behind;
			text->length = (size_t)(end - behind);
			return true;
		}
		p = behind;
	}
	return false;
}

struct slice scan_title_at(const struct scanner *scanner, const char *p)
{
	const char *end = MIN(scanner->end, p + TITLE_LIMIT);
	struct slice none = { p, 0 };

	while (p < end && g_ascii_isspace(*p))
		p++;
	if (end - p < 4 || p[0] != '(' || (p[1] != '"' && p[1] != '\''))
		return none;

	char mark = p[1];

	p += 2;
	for (const char *q = p; q + 1 < end; q++) {
		if (q[0] == '\n' && q[1] == '\n')
			break;
		if (q[0] == mark && q[1] == ')')
			return (struct slice){ p, (size_t)(q - p) };
	}
	return none;
}

void scan_add(struct scanner *scanner, enum reference_kind kind, struct slice hex,
	      struct slice title)
{
	struct reference reference = { .kind = kind, .title = title, .line = scanner->line };

	if (scanner->out->len >= REFERENCES_LIMIT)
		return;
	for (size_t i = 0; i < hex.length; i++)
		reference.hex[i] = g_ascii_tolower(hex.start[i]);
	g_array_append_val(scanner->out, reference);
}

/* Every id in payload with the title behind it. Ids inside a title are that title's. */
size_t scan_add_ids(struct scanner *scanner, enum reference_kind kind, struct slice payload,
		    size_t min)
{
	const char *line_start = payload.start;
	const char *payload_end = payload.start + payload.length;
	struct slice word;
	size_t added = 0;

	while (scan_next_id(&payload, line_start, min, &word)) {
		struct slice title = scan_title_at(scanner, word.start + word.length);

		scan_add(scanner, kind, word, title);
		added++;
		if (title.length) {
			const char *behind = title.start + title.length;

			if (behind >= payload_end)
				break;
			payload = (struct slice){ behind, (size_t)(payload_end - behind) };
		}
	}
	return added;
}

struct slice scan_without(struct slice line, const char *prefix)
{
	size_t skip = strlen(prefix);

	return slice_trim((struct slice){ line.start + skip, line.length - skip });
}

const char *scan_find(struct slice text, const char *needle)
{
	size_t length = strlen(needle);
	char lower = g_ascii_tolower(*needle), upper = g_ascii_toupper(*needle);

	for (size_t i = 0; i + length <= text.length; i++) {
		const char *p = text.start + i;

		if ((*p == lower || *p == upper) && g_ascii_strncasecmp(p, needle, length) == 0)
			return p;
	}
	return NULL;
}

/*
 * Whether needle, in whatever case, is in text. Its rarest letter, at index, is looked for: most
 * messages of a history go through here in vain.
 */
bool scan_holds(struct slice text, const char *needle, size_t index)
{
	char letters[] = { g_ascii_tolower(needle[index]), g_ascii_toupper(needle[index]) };
	const char *end = text.start + text.length;
	size_t length = strlen(needle);

	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		for (const char *p = text.start;
		     p < end && (p = memchr(p, letters[i], (size_t)(end - p))); p++)
			if ((size_t)(p - text.start) >= index &&
			    (size_t)(end - p) >= length - index &&
			    g_ascii_strncasecmp(p - index, needle, length) == 0)
				return true;
	return false;
}

bool scan_ends_with(struct slice text, const char *word)
{
	size_t length = strlen(word);

	return text.length >= length &&
	       g_ascii_strncasecmp(text.start + text.length - length, word, length) == 0 &&
	       (text.length == length || !g_ascii_isalnum(text.start[text.length - length - 1]));
}

/* What numbers of bugs stand behind, though a quoted title may follow them. */
static bool ends_with_tracker(struct slice before)
{
	static const char *const words[] = { "cid", "bug", "bz",     "issue", "coverity",
					     "pr",  "mr",  "ticket", "#",     "#:" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (scan_ends_with(before, words[i]))
			return true;
	return false;
}

/* A run of decimal digits is a date or a size unless something says it is a commit. */
bool scan_looks_like_id(const struct scanner *scanner, struct slice word, struct slice title)
{
	struct slice before = { scanner->line.start, (size_t)(word.start - scanner->line.start) };
	bool letter = false;

	for (size_t i = 0; i < word.length; i++)
		letter = letter || !g_ascii_isdigit(word.start[i]);
	if (letter || word.length == COMMIT_ID_HEX)
		return true;
	before = slice_trim(before);
	return title.length ? !ends_with_tracker(before) : scan_ends_with(before, "commit");
}
