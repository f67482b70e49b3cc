/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/reference.h"

#include <string.h>

#include "message/fix-words.h"

enum {
	TITLE_LIMIT = 400,	/* bytes: a quoted subject is not longer, a stray quote mark is */
	TAG_DIGITS_MIN = 6,	/* after Fixes: people write as few */
	MENTION_DIGITS_MIN = 7, /* git's own shortest */
};

struct scanner {
	const char *begin, *end; /* of the whole text: a title may run over the line end */
	const GPtrArray *fix_words;
	GArray *out;
	struct slice line;
	bool indented;	     /* as an example or a log is: not the commit's own statement */
	bool reverts_below;  /* it says so of the commit that a tag below names */
	bool reverts, picks; /* such words are in it */
};

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

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

/*
 * The next hexadecimal word of min to 40 digits in *text, which is moved behind it. *word is where
 * it stands. A word behind '#' is an issue number. Every line of a history goes through here: of
 * each min bytes one is looked at.
 */
static bool next_hex_word(struct slice *text, const char *line_start, size_t min,
			  struct slice *word)
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

		bool whole = behind == end || !is_word(*behind);
		bool inner = first > line_start && is_word(first[-1]) &&
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

/* The title in ("...") at the start of text, blanks and one line end before it allowed. */
static struct slice title_at(const struct scanner *scanner, const char *p)
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

static void add(struct scanner *scanner, enum reference_kind kind, struct slice hex,
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
static size_t add_ids(struct scanner *scanner, enum reference_kind kind, struct slice payload,
		      size_t min)
{
	const char *line_start = payload.start;
	const char *payload_end = payload.start + payload.length;
	struct slice word;
	size_t added = 0;

	while (next_hex_word(&payload, line_start, min, &word)) {
		struct slice title = title_at(scanner, word.start + word.length);

		add(scanner, kind, word, title);
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

static struct slice without_prefix(struct slice line, const char *prefix)
{
	size_t skip = strlen(prefix);

	return slice_trim((struct slice){ line.start + skip, line.length - skip });
}

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

static const char *find_nocase(struct slice text, const char *needle)
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
static bool holds_nocase(struct slice text, const char *needle, size_t index)
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
		if (run < MENTION_DIGITS_MIN || run > COMMIT_ID_HEX || (i && is_word(p[-1])) ||
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
			add(scanner, kind, id, title_at(scanner, p));
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
			payload = without_prefix(payload, words[i]);
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
		    (run < payload.length && is_word(payload.start[run])))
			return added;
		title = title_at(scanner, payload.start + run);
		add(scanner, kind, (struct slice){ payload.start, run }, title);
		behind = title.length ? title.start + title.length + 2 : payload.start + run;
		if (behind >= end)
			return added + 1;
		payload = (struct slice){ behind, (size_t)(end - behind) };
		if (!title.length)
			payload = skip_parentheses(payload);
	}
}

static bool ends_with_word(struct slice text, const char *word)
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
		if (ends_with_word(before, words[i]))
			return true;
	return false;
}

/* A run of decimal digits is a date or a size unless something says it is a commit. */
static bool looks_like_id(const struct scanner *scanner, struct slice word, struct slice title)
{
	struct slice before = { scanner->line.start, (size_t)(word.start - scanner->line.start) };
	bool letter = false;

	for (size_t i = 0; i < word.length; i++)
		letter = letter || !g_ascii_isdigit(word.start[i]);
	if (letter || word.length == COMMIT_ID_HEX)
		return true;
	before = slice_trim(before);
	return title.length ? !ends_with_tracker(before) : ends_with_word(before, "commit");
}

/* The ids behind words: "Fixes: the leak of ID", "Fixes: v6.1-rc3-12-gID". */
static size_t add_ids_behind_words(struct scanner *scanner, enum reference_kind kind,
				   struct slice payload)
{
	const char *end = payload.start + payload.length;
	struct slice word;
	size_t added = 0;

	while (next_hex_word(&payload, scanner->line.start, MENTION_DIGITS_MIN, &word)) {
		struct slice title = title_at(scanner, word.start + word.length);
		const char *behind = title.start + title.length;

		if (!looks_like_id(scanner, word, title))
			continue;
		add(scanner, kind, word, title);
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
				      ends_with_word(line, "and") || ends_with_word(line, "&")))
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

	struct slice title = title_at(scanner, payload.start);

	if (title.length) {
		add(scanner, kind, (struct slice){ payload.start, 0 }, title);
	} else if (payload.length > 2 && payload.start[0] == '"') {
		struct slice quoted = { payload.start + 1, payload.length - 1 };
		const char *close = memchr(quoted.start, '"', quoted.length);

		if (close) {
			quoted.length = (size_t)(close - quoted.start);
			add(scanner, kind, (struct slice){ payload.start, 0 }, quoted);
		}
	}
}

/*
 * Whether the sentence says that this very commit reverts: "a later patch reverts commit" does not,
 * and what is taken back in part is still there.
 */
static bool is_own_revert(struct slice line, const char *verb)
{
	static const char *const subjects[] = { "",
						"this",
						"this patch",
						"this commit",
						"this change",
						"patch",
						"this effectively",
						"and",
						"this also" };
	struct slice before = slice_trim((struct slice){ line.start, (size_t)(verb - line.start) });

	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (before.length == strlen(subjects[i]) &&
		    g_ascii_strncasecmp(before.start, subjects[i], before.length) == 0)
			return true;
	return false;
}

/* "This reverts patch below", with a Fixes: tag that says which. */
static bool says_below(struct slice line)
{
	static const char *const words[] = { "below", "following" };
	const char *verb = find_nocase(line, "reverts ");

	if (!verb || !is_own_revert(line, verb))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (find_nocase(line, words[i]) &&
		    (find_nocase(line, " patch") || find_nocase(line, " commit")))
			return true;
	return false;
}

/* The end of the paragraph that p is in. */
static const char *paragraph_end(const struct scanner *scanner, const char *p)
{
	for (; p < scanner->end; p++)
		if (p[0] == '\n' && (p + 1 == scanner->end || p[1] == '\n' || p[1] == '\r'))
			break;
	return p;
}

/* Whether what stands between two ids makes a list of them; a line end does behind "commits". */
static bool joins(struct slice between, bool plural)
{
	static const char *const words[] = { "commits", "commit", "-", "*", "and",
					     "plus",	"&",	  ",", "^", ".." };
	enum { NEUTRAL = 4 }; /* of these the first ones join nothing by themselves */
	struct slice rest = slice_trim(between);
	bool joined = plural;

	while (rest.length) {
		size_t i = 0;

		while (i < G_N_ELEMENTS(words) && !slice_has_prefix_nocase(rest, words[i]))
			i++;
		if (i == G_N_ELEMENTS(words))
			return false;
		joined |= i >= NEUTRAL;
		rest = without_prefix(rest, words[i]);
	}
	return joined;
}

static size_t n_lines(struct slice text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.length; i++)
		n += text.start[i] == '\n';
	return n;
}

/*
 * "This reverts commit <id>", or a list of several, the first perhaps on the next line. A reverted
 * merge also names the state it goes back to, which is not reverted.
 */
static bool scan_revert(struct scanner *scanner)
{
	static const char words[] = "reverts commit";
	const char *at = find_nocase(scanner->line, words), *behind, *end;
	struct slice word, payload;
	size_t added = 0;
	bool plural;

	if (!at || !is_own_revert(scanner->line, at))
		return false;
	behind = at + strlen(words);
	end = paragraph_end(scanner, behind);
	plural = behind < end && *behind == 's';
	behind += plural;
	payload = (struct slice){ behind, (size_t)(end - behind) };
	while (next_hex_word(&payload, behind, TAG_DIGITS_MIN, &word)) {
		struct slice title = title_at(scanner, word.start + word.length);
		struct slice between = { behind, (size_t)(word.start - behind) };
		if (added ? !joins(between, plural) : n_lines(between) > 1)
			break;
		add(scanner, REFERENCE_REVERTS, word, title);
		added++;
		behind = title.length ? title.start + title.length + 2 : word.start + word.length;
		if (behind >= end)
			break;
		payload = (struct slice){ behind, (size_t)(end - behind) };
	}
	return added > 0;
}

static bool ends_with_nocase(struct slice text, const char *word)
{
	size_t length = strlen(word);

	return text.length >= length &&
	       g_ascii_strncasecmp(text.start + text.length - length, word, length) == 0;
}

/* "(cherry picked from commit <id>)", or backported; the former without an id is no mention. */
static bool scan_pick(struct scanner *scanner)
{
	static const char words[] = "ed from commit";
	struct slice line = scanner->line;
	const char *at = find_nocase(line, words);
	struct slice before, payload;
	bool picked;

	if (!at)
		return false;
	before = (struct slice){ line.start, (size_t)(at - line.start) };
	at += strlen(words);
	payload = (struct slice){ at, (size_t)(line.start + line.length - at) };
	picked = ends_with_nocase(before, "pick");
	if (!picked && !ends_with_nocase(before, "backport"))
		return false;
	return add_ids(scanner, REFERENCE_PICKED, payload, TAG_DIGITS_MIN) > 0 || picked;
}

/* "Cc: stable@... # 3.3.x: a1f84a3: sched: Check for idle": the ids are what it needs first. */
static void scan_cc_stable(struct scanner *scanner)
{
	const char *hash = memchr(scanner->line.start, '#', scanner->line.length);
	struct slice comment;

	if (!hash || !find_nocase(scanner->line, "stable"))
		return;
	comment.start = hash + 1;
	comment.length = (size_t)(scanner->line.start + scanner->line.length - comment.start);

	struct slice word, rest = comment;

	while (next_hex_word(&rest, comment.start, MENTION_DIGITS_MIN, &word)) {
		struct slice title = { word.start + word.length, 0 };

		if (rest.length && rest.start[0] == ':') {
			title = slice_trim((struct slice){ rest.start + 1, rest.length - 1 });
			/* Several may follow each other: a title ends where the next id begins. */
			rest.start++;
			rest.length--;
		}
		add(scanner, REFERENCE_PREREQUISITE, word, title);
	}
}

static void add_mention(struct scanner *scanner, struct slice word, struct slice title)
{
	struct slice text = { scanner->begin, (size_t)(scanner->end - scanner->begin) };
	struct slice line = scanner->line;

	if (!fix_words_tell(text, word, scanner->fix_words, &scanner->line)) {
		add(scanner, REFERENCE_MENTIONS, word, title);
		return;
	}
	add(scanner, REFERENCE_FIX_WORDS, word, title);
	scanner->line = line;
}

static void scan_mentions(struct scanner *scanner)
{
	struct slice word, rest = scanner->line;

	while (next_hex_word(&rest, scanner->line.start, MENTION_DIGITS_MIN, &word)) {
		struct slice title = title_at(scanner, word.start + word.length);

		if (looks_like_id(scanner, word, title))
			add_mention(scanner, word, title);
	}
}

/* The first letter: most lines are done with after it. */
static inline bool begins_as(struct slice line, const char *key)
{
	return line.length && (line.start[0] | 0x20) == (key[0] | 0x20);
}

static bool is_link(struct slice line)
{
	static const char *const keys[] = { "Link:",
					    "Closes:",
					    "Message-ID:",
					    "Patchwork:",
					    "Change-Id:",
					    "References:",
					    "BugLink:",
					    "URL:",
					    "base-commit:",
					    "prerequisite-patch-id:",
					    "prerequisite-message-id:" };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (begins_as(line, keys[i]) && slice_has_prefix_nocase(line, keys[i]))
			return true;
	return false;
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

/* What a patch needs is a list of ids; words before one say what they like. */
static bool scan_tags(struct scanner *scanner)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
		const char *key = tags[i].key;
		struct slice payload;
		bool bare;

		if (!begins_as(scanner->line, key) || !slice_has_prefix_nocase(scanner->line, key))
			continue;
		bare = key[strlen(key) - 1] == ' ';
		payload = without_prefix(scanner->line, key);
		while (!bare && slice_has_prefix_nocase(payload, key)) /* "Fixes: Fixes:" */
			payload = without_prefix(payload, key);
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

static void scan_line(struct scanner *scanner)
{
	struct slice line = scanner->line;

	if (scan_tags(scanner))
		return;
	scanner->reverts_below |= scanner->reverts && !scanner->indented && says_below(line);
	if (slice_has_prefix_nocase(line, "cc:"))
		scan_cc_stable(scanner);
	else if (!is_link(line) &&
		 !(scanner->reverts && !scanner->indented && scan_revert(scanner)) &&
		 !(scanner->picks && scan_pick(scanner)))
		scan_mentions(scanner);
}

/* Revert "title" and Reapply "title"; the title may hold quotes and further reverts. */
static void scan_subject(struct scanner *scanner)
{
	static const struct {
		const char *prefix;
		enum reference_kind kind;
	} forms[] = {
		{ "Revert \"", REFERENCE_REVERTS },
		{ "Reapply \"", REFERENCE_REAPPLIES },
	};
	struct slice subject = scanner->line;

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		const char *at = find_nocase(subject, forms[i].prefix);
		const char *end = subject.start + subject.length;
		struct slice title;

		if (!at)
			continue;
		/* A subsystem may stand before it: 'net: Revert "..."'. */
		if (at != subject.start && at[-1] != ' ')
			continue;
		title.start = at + strlen(forms[i].prefix);
		while (end > title.start && end[-1] != '"')
			end--;
		if (end <= title.start + 1)
			continue;
		title.length = (size_t)(end - 1 - title.start);
		/* 'partially revert "..."': what is taken back in part is still there. */
		if (!find_nocase((struct slice){ subject.start, (size_t)(at - subject.start) },
				 "partial"))
			add(scanner, forms[i].kind, (struct slice){ title.start, 0 }, title);
		return;
	}
}

/* What a subject "net: revert TITLE" takes back; empty if it is none, or says that it is a part. */
static struct slice reverted_words(struct slice subject)
{
	static const char word[] = "revert";
	const char *at = find_nocase(subject, word);
	struct slice rest = { subject.start, 0 };

	if (!at ||
	    (at != subject.start && (at - subject.start < 2 || at[-1] != ' ' || at[-2] != ':')))
		return rest;
	rest.start = at + strlen(word);
	rest.length = (size_t)(subject.start + subject.length - rest.start);
	if (rest.length && *rest.start == ':')
		rest = without_prefix(rest, ":");
	else if (rest.length && *rest.start != ' ')
		rest.length = 0;
	rest = slice_trim(rest);
	if (slice_has_prefix_nocase(rest, "part of") || slice_has_prefix_nocase(rest, "parts of"))
		rest.length = 0;
	return rest;
}

/* Whether words are all of the title, or all behind its "net: ". */
static bool is_title(struct slice words, struct slice title)
{
	g_autofree char *wanted = slice_dup(words);
	g_autofree char *raw = slice_dup(title);
	g_autofree char *whole = text_fold(raw);
	const char *end = whole + strlen(whole) - MIN(strlen(wanted), strlen(whole));

	return *wanted && g_ascii_strcasecmp(end, wanted) == 0 &&
	       (end == whole || (end - whole >= 2 && end[-1] == ' ' && end[-2] == ':'));
}

/*
 * "net: revert TITLE" is a revert, too, where a Fixes: tag names a commit of that title, or the one
 * that "this reverts the patch below" is about.
 */
static void add_worded_reverts(struct scanner *scanner, const char *subject, guint first)
{
	struct slice words = reverted_words(slice_trim(slice_of(subject)));
	guint end = scanner->out->len, n_fixes = 0;

	for (guint i = first; i < end; i++) {
		const struct reference *tag = &g_array_index(scanner->out, struct reference, i);

		if (tag->kind == REFERENCE_REVERTS)
			return;
		n_fixes += tag->kind == REFERENCE_FIXES;
	}
	for (guint i = first; words.length && i < end; i++) {
		struct reference tag = g_array_index(scanner->out, struct reference, i);

		if (tag.kind != REFERENCE_FIXES || scanner->out->len >= REFERENCES_LIMIT ||
		    !(is_title(words, tag.title) || (scanner->reverts_below && n_fixes == 1)))
			continue;
		tag.kind = REFERENCE_REVERTS;
		g_array_append_val(scanner->out, tag);
	}
}

void references_scan_with(const char *subject, const char *body, const GPtrArray *fix_words,
			  GArray *out)
{
	struct scanner scanner = { .out = out, .fix_words = fix_words };
	struct slice rest = slice_of(body), line;
	guint first = out->len;

	scanner.line = slice_trim(slice_of(subject));
	scanner.begin = subject;
	scanner.end = subject + strlen(subject);
	scan_subject(&scanner);
	scanner.begin = body;
	scanner.end = body + rest.length;
	scanner.reverts = holds_nocase(rest, "reverts ", 2);
	scanner.picks = holds_nocase(rest, "ed from commit", 3);
	while (text_next_line(&rest, &line)) {
		scanner.line = slice_trim(line);
		scanner.indented =
			scanner.line.start >= line.start + 4 || slice_has_prefix(line, "\t");
		if (scanner.line.length >= TAG_DIGITS_MIN)
			scan_line(&scanner);
	}
	add_worded_reverts(&scanner, subject, first);
}

void references_scan(const char *subject, const char *body, GArray *out)
{
	references_scan_with(subject, body, NULL, out);
}

bool reference_title_matches(struct slice title, const char *subject)
{
	g_autofree char *raw = slice_dup(title);
	g_autofree char *part = text_fold(raw);
	g_autofree char *whole = text_fold(subject);

	return title_begins(part, whole);
}
