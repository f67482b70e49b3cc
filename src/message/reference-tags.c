/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trailers that say what a commit is to another one: Fixes:, Cc: stable, Depends-on: and so on. */
#include "message/reference-parts.h"

#include <string.h>

/* The line behind that one, trimmed; for an id that was wrapped. */
static struct slice following_line(const struct scanner *scanner, struct slice after)
{
	const char *p = after.start + after.length;
	struct slice rest, line = { p, 0 };

	while (p < scanner->end && (*p == '\r' || *p == '\n'))
		if (*p++ == '\n')
			break;
	rest = (struct slice){ p, (size_t)(scanner->end - p) };
	text_next_line(&rest, &line);
	return slice_trim(line);
}

/* Digits that an id in a URL has at least: behind "commit/" git's shortest, else a whole dozen. */
static size_t digits_expected(struct slice url, size_t length)
{
	static const struct {
		const char *end;
		size_t digits;
	} ends[] = {
		{ "/commit/", MENTION_DIGITS_MIN }, { "/commits/", MENTION_DIGITS_MIN },
		{ "/c/", MENTION_DIGITS_MIN },	    { "?id=", MENTION_DIGITS_MIN },
		{ "&id=", MENTION_DIGITS_MIN },	    { ";h=", MENTION_DIGITS_MIN },
		{ "?h=", MENTION_DIGITS_MIN },	    { "/", COMMIT_ID_SHORT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		size_t n = strlen(ends[i].end);

		if (length >= n && memcmp(url.start + length - n, ends[i].end, n) == 0)
			return ends[i].digits;
	}
	return COMMIT_ID_HEX + 1;
}

/*
 * The id that a URL names: at its end, or before "#file", "&other=parameters" and ".patch". A bug
 * tracker's number or a list's message id is none.
 */
static struct slice id_of_url(struct slice url)
{
	size_t run;

	for (size_t i = 0; i < url.length; i += run ? run : 1) {
		const char *p = url.start + i, *end = url.start + url.length;

		run = slice_hex_run((struct slice){ p, url.length - i });
		if (run < MENTION_DIGITS_MIN || run > COMMIT_ID_HEX || (i && scan_is_word(p[-1])) ||
		    run < digits_expected(url, i))
			continue;
		p += run;
		if (p == end || strchr("#&;", *p) || (*p == '/' && end - p == 1) ||
		    slice_has_prefix((struct slice){ p, (size_t)(end - p) }, ".patch") ||
		    slice_has_prefix((struct slice){ p, (size_t)(end - p) }, ".diff"))
			return (struct slice){ p - run, run };
	}
	return (struct slice){ url.start, 0 };
}

/* Every URL of payload that names a commit, with the title behind it. */
static size_t add_urls(struct scanner *scanner, enum reference_kind kind, struct slice payload)
{
	const char *p = payload.start, *end = p + payload.length;
	size_t added = 0;

	while (p < end) {
		const char *start = p;
		struct slice id = { p, 0 };

		while (p < end && !g_ascii_isspace(*p))
			p++;

		const char *last = p;

		while (last > start && strchr(".,;:)>]\"'", last[-1]))
			last--;
		while (start < last && strchr("<([\"'", *start))
			start++;
		if (g_strstr_len(start, last - start, "://"))
			id = id_of_url((struct slice){ start, (size_t)(last - start) });
		if (id.length) {
			scan_add(scanner, kind, id, scan_title_at(scanner, p));
			added++;
		}
		while (p < end && g_ascii_isspace(*p))
			p++;
	}
	return added;
}

/* Take off what may stand before an id, or between two. */
static struct slice skip_joints(struct slice payload)
{
	static const char *const words[] = { "and ", "plus ", "as well as ", "commits ",
					     "commit " };

	for (size_t i = 0; i < G_N_ELEMENTS(words);) {
		while (payload.length && (g_ascii_isspace(payload.start[0]) ||
					  strchr("<>[](),;:&+/'\"`.", payload.start[0])))
			payload = (struct slice){ payload.start + 1, payload.length - 1 };
		if (slice_has_prefix_nocase(payload, words[i]))
			payload = scan_without(payload, words[i]);
		else
			i++;
	}
	return payload;
}

/* Behind the parentheses that payload begins with: a title nobody put in quotation marks. */
static struct slice skip_parentheses(struct slice payload)
{
	struct slice rest = slice_trim(payload);
	const char *close;

	if (!rest.length || rest.start[0] != '(')
		return payload;
	close = memchr(rest.start, ')', rest.length);
	if (!close)
		return payload;
	return (struct slice){ close + 1, (size_t)(rest.start + rest.length - close - 1) };
}

/* The ids that a tag's value begins with, in a list joined by blanks, commas or "and". */
static size_t add_leading_ids(struct scanner *scanner, enum reference_kind kind,
			      struct slice payload)
{
	const char *end = payload.start + payload.length;

	for (size_t added = 0;; added++) {
		struct slice title;
		const char *behind;
		size_t run;

		payload = skip_joints(payload);
		run = slice_hex_run(payload);
		if (run < (added ? MENTION_DIGITS_MIN : TAG_DIGITS_MIN) || run > COMMIT_ID_HEX ||
		    (run < payload.length && scan_is_word(payload.start[run])))
			return added;
		title = scan_title_at(scanner, payload.start + run);
		scan_add(scanner, kind, (struct slice){ payload.start, run }, title);
		behind = title.length ? title.start + title.length + 2 : payload.start + run;
		if (behind >= end)
			return added + 1;
		payload = (struct slice){ behind, (size_t)(end - behind) };
		if (!title.length)
			payload = skip_parentheses(payload);
	}
}

/* The ids behind words: "Fixes: the leak of ID", "Fixes: v6.1-rc3-12-gID". */
static size_t add_ids_behind_words(struct scanner *scanner, enum reference_kind kind,
				   struct slice payload)
{
	const char *end = payload.start + payload.length;
	struct slice word;
	size_t added = 0;

	while (scan_next_id(&payload, scanner->line.start, MENTION_DIGITS_MIN, &word)) {
		struct slice title = scan_title_at(scanner, word.start + word.length);
		const char *behind = title.start + title.length;

		if (!scan_looks_like_id(scanner, word, title))
			continue;
		scan_add(scanner, kind, word, title);
		added++;
		if (!title.length)
			continue;
		if (behind >= end)
			break;
		payload = (struct slice){ behind, (size_t)(end - behind) };
	}
	return added;
}

/* A list whose lines end with a comma or "and", from line on, which had an id. */
static void add_continued(struct scanner *scanner, enum reference_kind kind, struct slice line)
{
	for (size_t n = 0; n < REFERENCES_LIMIT; n++) {
		if (!line.length || !(line.start[line.length - 1] == ',' ||
				      scan_ends_with(line, "and") || scan_ends_with(line, "&")))
			return;
		line = following_line(scanner, line);
		if (!slice_hex_run(skip_joints(line)) || !add_leading_ids(scanner, kind, line))
			return;
	}
}

/* "Fixes:" and "Stable-dep-of:". */
static void scan_tag(struct scanner *scanner, enum reference_kind kind, struct slice payload)
{
	if (add_leading_ids(scanner, kind, payload)) {
		add_continued(scanner, kind, scanner->line);
		return;
	}
	if (g_strstr_len(payload.start, (gssize)payload.length, "://")) {
		add_urls(scanner, kind, payload);
		return;
	}
	if (add_ids_behind_words(scanner, kind, payload))
		return;
	if (!payload.length) { /* the id stands on the next line */
		add_leading_ids(scanner, kind, following_line(scanner, scanner->line));
		return;
	}

	struct slice title = scan_title_at(scanner, payload.start);

	if (title.length) {
		scan_add(scanner, kind, (struct slice){ payload.start, 0 }, title);
	} else if (payload.length > 2 && payload.start[0] == '"') {
		struct slice quoted = { payload.start + 1, payload.length - 1 };
		const char *close = memchr(quoted.start, '"', quoted.length);

		if (close) {
			quoted.length = (size_t)(close - quoted.start);
			scan_add(scanner, kind, (struct slice){ payload.start, 0 }, quoted);
		}
	}
}

void scan_cc_stable(struct scanner *scanner)
{
	const char *hash = memchr(scanner->line.start, '#', scanner->line.length);
	struct slice comment;

	if (!hash || !scan_find(scanner->line, "stable"))
		return;
	comment.start = hash + 1;
	comment.length = (size_t)(scanner->line.start + scanner->line.length - comment.start);

	struct slice word, rest = comment;

	while (scan_next_id(&rest, comment.start, MENTION_DIGITS_MIN, &word)) {
		struct slice title = { word.start + word.length, 0 };

		if (rest.length && rest.start[0] == ':') {
			title = slice_trim((struct slice){ rest.start + 1, rest.length - 1 });
			/* Several may follow each other: a title ends where the next id begins. */
			rest.start++;
			rest.length--;
		}
		scan_add(scanner, REFERENCE_PREREQUISITE, word, title);
	}
}

/* Tags that say what a commit is to another one. Those without a colon need an id behind them. */
static const struct {
	const char *key;
	enum reference_kind kind;
} tags[] = {
	{ "fixes:", REFERENCE_FIXES },
	{ "fixes :", REFERENCE_FIXES },
	{ "fix:", REFERENCE_FIXES },
	{ "fixed:", REFERENCE_FIXES },
	{ "fixes commit ", REFERENCE_FIXES },
	{ "fixes ", REFERENCE_FIXES },
	/* Nobody's scripts go by these: they count as words do. */
	{ "also-fixes:", REFERENCE_FIX_WORDS },
	{ "partially-fixes:", REFERENCE_FIX_WORDS },
	{ "partially fixes:", REFERENCE_FIX_WORDS },
	{ "fixes-commit:", REFERENCE_FIX_WORDS },
	{ "regression-from:", REFERENCE_FIX_WORDS },
	{ "regressed-by:", REFERENCE_FIX_WORDS },
	{ "caused-by:", REFERENCE_FIX_WORDS },
	{ "broken-by:", REFERENCE_FIX_WORDS },
	{ "introduced-by:", REFERENCE_FIX_WORDS },
	{ "bug-introduced-by:", REFERENCE_FIX_WORDS },
	{ "stable-dep-of:", REFERENCE_STABLE_DEP },
	{ "depends-on:", REFERENCE_PREREQUISITE },
	{ "depends on:", REFERENCE_PREREQUISITE },
	{ "requires:", REFERENCE_PREREQUISITE },
	{ "prerequisite:", REFERENCE_PREREQUISITE },
	{ "prerequisites:", REFERENCE_PREREQUISITE },
};

bool reference_is_tag(struct slice key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		size_t length = strlen(tags[i].key) - 1; /* the colon */

		if (key.length == length && memchr(tags[i].key, '-', length) &&
		    g_ascii_strncasecmp(key.start, tags[i].key, length) == 0)
			return true;
	}
	return false;
}

void scan_add_tags(GChecksum *sum)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		g_autofree char *row = g_strdup_printf("%s%d", tags[i].key, tags[i].kind);

		g_checksum_update(sum, (const guchar *)row, (gssize)strlen(row) + 1);
	}
}

/* What a patch needs is a list of ids; words before one say what they like. */
bool scan_tags(struct scanner *scanner)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		const char *key = tags[i].key;
		struct slice payload;
		bool bare;

		if (!scan_begins_as(scanner->line, key) ||
		    !slice_has_prefix_nocase(scanner->line, key))
			continue;
		bare = key[strlen(key) - 1] == ' ';
		payload = scan_without(scanner->line, key);
		while (!bare && slice_has_prefix_nocase(payload, key)) /* "Fixes: Fixes:" */
			payload = scan_without(payload, key);
		if (tags[i].kind == REFERENCE_FIXES && !bare) {
			scan_tag(scanner, tags[i].kind, payload);
			return true;
		}
		if (tags[i].kind == REFERENCE_STABLE_DEP) {
			scan_tag(scanner, tags[i].kind, payload);
			return true;
		}
		if (add_leading_ids(scanner, tags[i].kind, payload))
			return true;
	}
	return false;
}
