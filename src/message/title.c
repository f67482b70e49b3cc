/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/title.h"

#include <string.h>

enum {
	SUFFIX_LIMIT = 80,  /* bytes: what stands in parentheses behind a title is short */
	NUMBERS_LIMIT = 16, /* compared of one subject */
};

/* What distributions put before a subject to say where the change is from. */
static const struct {
	const char *word;
	bool any_case; /* the others are subsystems in other letters, or could be */
} origins[] = {
	{ "UPSTREAM", true },	  { "BACKPORT", true },	 { "BACKPORTED", true },
	{ "FROMGIT", true },	  { "FROMLIST", true },	 { "FROMPULL", true },
	{ "FROMEXTERNAL", true }, { "CROS", true },	 { "CHROMEOS", true },
	{ "DOWNSTREAM", true },	  { "OPENEULER", true }, { "ANOLIS", true },
	{ "DEEPIN", true },	  { "TENCENTOS", true }, { "OPENCLOUDOS", true },
	{ "VELINUX", true },	  { "SAUCE", false },	 { "ANDROID", false },
	{ "CHROMIUM", false },	  { "UBUNTU", false },	 { "NVIDIA", false },
	{ "RHEL", false },	  { "MAINLINE", false }, { "QCLINUX", false },
	{ "VENDOR", false },	  { "LOCAL", false },	 { "PENDING", false },
};

/* The words that may stand with a pull request's or an issue's number behind a title. */
static const char *const number_words[] = {
	"backport", "backported", "cherry-pick", "cherry",   "pick",  "picked", "cherry-picked",
	"of",	    "from",	  "and",	 "pr",	     "mr",    "pull",	"request",
	"bp",	    "fixes",	  "closes",	 "resolves", "issue", "bug"
};

static bool same_text(struct slice a, struct slice b)
{
	return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

static struct slice skip(struct slice text, size_t n)
{
	return (struct slice){ text.start + n, text.length - n };
}

static struct slice skip_blanks(struct slice text)
{
	while (text.length && text.start[0] == ' ')
		text = skip(text, 1);
	return text;
}

/* "[7.x] x" -> "x"; false when there is no tag or nothing else. */
static bool skip_tag(struct slice *text)
{
	const char *close = text->length && text->start[0] == '['
				    ? memchr(text->start, ']', text->length)
				    : NULL;
	struct slice rest;

	if (!close)
		return false;
	rest = skip_blanks(skip(*text, (size_t)(close + 1 - text->start)));
	if (!rest.length)
		return false;
	*text = rest;
	return true;
}

/* "UPSTREAM: x", "FROMLIST(v2): x" -> "x". */
static bool skip_origin(struct slice *text)
{
	char first = text->length ? g_ascii_toupper(text->start[0]) : '\0';

	for (size_t i = 0; i < G_N_ELEMENTS(origins); i++) {
		struct slice rest;

		/* Every commit's subject comes by here, and hardly one has such a word. */
		if (first != origins[i].word[0])
			continue;
		if (!(origins[i].any_case ? slice_has_prefix_nocase(*text, origins[i].word)
					  : slice_has_prefix(*text, origins[i].word)))
			continue;
		rest = skip_blanks(skip(*text, strlen(origins[i].word)));
		if (rest.length && rest.start[0] == '(') {
			const char *close = memchr(rest.start, ')', MIN(rest.length, SUFFIX_LIMIT));

			if (!close)
				continue;
			rest = skip(rest, (size_t)(close + 1 - rest.start));
		}
		if (rest.length < 2 || rest.start[0] != ':')
			continue;
		rest = skip_blanks(skip(rest, 1));
		if (!rest.length)
			continue;
		*text = rest;
		return true;
	}
	return false;
}

/* "#1234", "!12", "GH-1234", "gh#12": its digits; none if word is no such number. */
static struct slice number_of(struct slice word)
{
	static const char *const marks[] = { "#",   "!",    "GH-", "GH#", "PR#",
					     "PR-", "PR !", "MR!", "MR-", "BPO-" };

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		struct slice digits = { word.start, 0 };

		if (!slice_has_prefix_nocase(word, marks[i]))
			continue;
		digits.start += strlen(marks[i]);
		while (digits.start + digits.length < word.start + word.length &&
		       g_ascii_isdigit(digits.start[digits.length]))
			digits.length++;
		if (digits.length && digits.start + digits.length == word.start + word.length)
			return digits;
	}
	return (struct slice){ word.start, 0 };
}

static bool is_number_word(struct slice word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(number_words); i++)
		if (word.length == strlen(number_words[i]) &&
		    slice_has_prefix_nocase(word, number_words[i]))
			return true;
	return false;
}

/*
 * Take the next word of what stands in parentheses off *text, blanks and commas between them; false
 * at the end.
 */
static bool next_word(struct slice *text, struct slice *word)
{
	while (text->length && strchr(" ,;:/", text->start[0]))
		*text = skip(*text, 1);
	*word = (struct slice){ text->start, 0 };
	while (word->length < text->length && !strchr(" ,;:/", text->start[word->length]))
		word->length++;
	*text = skip(*text, word->length);
	return word->length > 0;
}

/* "#1234", "backport #12", "cherry picked from GH-7" */
static bool is_number_note(struct slice note)
{
	struct slice word;
	size_t numbers = 0;

	while (next_word(&note, &word)) {
		if (number_of(word).length)
			numbers++;
		else if (!is_number_word(word))
			return false;
	}
	return numbers > 0;
}

/* Take " (#1234)" off the end of *text; *note is what stood within. */
static bool cut_number(struct slice *text, struct slice *note)
{
	size_t least = text->length > SUFFIX_LIMIT ? text->length - SUFFIX_LIMIT : 0;
	size_t open = text->length;
	struct slice rest;

	if (!text->length || text->start[text->length - 1] != ')')
		return false;
	while (open > least && text->start[open - 1] != '(')
		open--;
	if (open == least)
		return false;
	*note = (struct slice){ text->start + open, text->length - open - 1 };
	rest = slice_trim((struct slice){ text->start, open - 1 });
	if (!rest.length || !is_number_note(*note))
		return false;
	*text = rest;
	return true;
}

static bool cut_dot(struct slice *text)
{
	if (text->length < 2 || text->start[text->length - 1] != '.')
		return false;
	text->length--;
	*text = slice_trim(*text);
	return true;
}

static struct slice without_origin(const char *subject)
{
	struct slice text = skip_blanks(slice_of(subject));

	while (skip_tag(&text) || skip_origin(&text))
		continue;
	return text;
}

struct slice title_of(const char *subject)
{
	struct slice text = slice_trim(without_origin(subject)), note;

	while (cut_dot(&text) || cut_number(&text, &note))
		continue;
	return text;
}

bool title_equal(const char *a, const char *b)
{
	struct slice x = title_of(a), y = title_of(b);

	return x.length == y.length && g_ascii_strncasecmp(x.start, y.start, x.length) == 0;
}

guint32 title_hash(const char *subject)
{
	struct slice title = title_of(subject);
	guint32 hash = 0x811c9dc5; /* FNV-1a: the same in every index, unlike a library's */

	for (size_t i = 0; i < title.length; i++)
		hash = (hash ^ (guint8)g_ascii_tolower(title.start[i])) * 0x01000193;
	return hash;
}

gboolean title_key_equal(gconstpointer a, gconstpointer b)
{
	return title_equal(a, b);
}

guint title_key_hash(gconstpointer subject)
{
	return title_hash(subject);
}

/* Whether a number behind the title of a stands behind that of b. */
static bool has_number(const char *b, struct slice digits)
{
	struct slice text = slice_trim(without_origin(b)), note, word;
	size_t tried = 0;

	for (;;) {
		if (cut_dot(&text))
			continue;
		if (!cut_number(&text, &note))
			return false;
		while (next_word(&note, &word)) {
			if (same_text(number_of(word), digits))
				return true;
			if (++tried >= NUMBERS_LIMIT)
				return false;
		}
	}
}

static bool shares_number(const char *a, const char *b)
{
	struct slice text = slice_trim(without_origin(a)), note, word;
	size_t tried = 0;

	for (;;) {
		if (cut_dot(&text))
			continue;
		if (!cut_number(&text, &note))
			return false;
		while (next_word(&note, &word)) {
			if (number_of(word).length && has_number(b, number_of(word)))
				return true;
			if (++tried >= NUMBERS_LIMIT)
				return false;
		}
	}
}

static struct slice without_tags(const char *subject)
{
	struct slice text = skip_blanks(slice_of(subject));

	while (skip_tag(&text))
		continue;
	return slice_trim(text);
}

enum title_nearness title_nearness(const char *a, const char *b)
{
	if (!title_equal(a, b))
		return TITLE_OTHER;
	if (same_text(without_tags(a), without_tags(b)))
		return TITLE_EXACT;
	return shares_number(a, b) ? TITLE_NUMBER : TITLE_SAME;
}

bool title_begins(const char *part, const char *subject)
{
	struct slice x = slice_trim(without_origin(part));
	struct slice y = slice_trim(without_origin(subject));

	if (x.length <= 10 || !g_str_has_suffix(part, "..."))
		return title_equal(part, subject);
	x = slice_trim((struct slice){ x.start, x.length - 3 });
	return x.length <= y.length && g_ascii_strncasecmp(x.start, y.start, x.length) == 0;
}

/* Letters and digits in lower case, a colon for each end of a subsystem's name. */
char *subject_bare(const char *subject)
{
	struct slice title = title_of(subject);
	GString *out = g_string_new(NULL);

	for (const char *p = title.start; p < title.start + title.length; p++) {
		if (g_ascii_isalnum(*p) || (*p & 0x80))
			g_string_append_c(out, g_ascii_tolower(*p));
		else if (p[0] == ':' && p[1] == ' ')
			g_string_append_c(out, ':');
	}
	return g_string_free(out, FALSE);
}

bool subject_same_title(const char *a, const char *b)
{
	g_autofree char *x = subject_bare(a);
	g_autofree char *y = subject_bare(b);
	const char *longer = strlen(x) < strlen(y) ? y : x;
	const char *shorter = longer == x ? y : x;
	size_t more = strlen(longer) - strlen(shorter);

	if (strcmp(longer + more, shorter) != 0)
		return false;
	/* What the longer one has more is one subsystem. */
	return !more || (*shorter && longer[more - 1] == ':' && !memchr(longer, ':', more - 1));
}

size_t title_prefix_length(const char *subject)
{
	size_t length = 0, n = 0;

	for (; subject[n] && subject[n] != ' '; n++)
		if (subject[n] == ':' && subject[n + 1] == ' ')
			length = n += 1;
	return length;
}
