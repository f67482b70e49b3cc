/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message/reference.h"

#include <string.h>

#include "message/fix-words-lexicon.h"
#include "message/fix-words.h"
#include "message/reference-parts.h"

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
	const char *at = scan_find(line, words);
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
	return scan_add_ids(scanner, REFERENCE_PICKED, payload, TAG_DIGITS_MIN) > 0 || picked;
}

static void add_mention(struct scanner *scanner, struct slice word, struct slice title)
{
	struct slice text = { scanner->begin, (size_t)(scanner->end - scanner->begin) };
	struct slice line = scanner->line;

	if (!fix_words_tell(text, word, scanner->fix_words, &scanner->line)) {
		scan_add(scanner, REFERENCE_MENTIONS, word, title);
		return;
	}
	scan_add(scanner, REFERENCE_FIX_WORDS, word, title);
	scanner->line = line;
}

static bool is_full(const struct scanner *scanner)
{
	return scanner->out->len >= REFERENCES_LIMIT;
}

static void scan_mentions(struct scanner *scanner)
{
	struct slice word, rest = scanner->line;

	while (!is_full(scanner) &&
	       scan_next_id(&rest, scanner->line.start, MENTION_DIGITS_MIN, &word)) {
		struct slice title = scan_title_at(scanner, word.start + word.length);

		if (scan_looks_like_id(scanner, word, title))
			add_mention(scanner, word, title);
	}
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
		if (scan_begins_as(line, keys[i]) && slice_has_prefix_nocase(line, keys[i]))
			return true;
	return false;
}

static void scan_line(struct scanner *scanner)
{
	struct slice line = scanner->line;

	if (scan_tags(scanner))
		return;
	scanner->reverts_below |= scanner->reverts && !scanner->indented && scan_says_below(line);
	if (slice_has_prefix_nocase(line, "cc:"))
		scan_cc_stable(scanner);
	else if (!is_link(line) &&
		 !(scanner->reverts && !scanner->indented && scan_revert(scanner)) &&
		 !(scanner->picks && scan_pick(scanner)))
		scan_mentions(scanner);
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
	scanner.reverts = scan_holds(rest, "reverts ", 2);
	scanner.picks = scan_holds(rest, "ed from commit", 3);
	while (!is_full(&scanner) && text_next_line(&rest, &line)) {
		scanner.line = slice_trim(line);
		scanner.indented =
			scanner.line.start >= line.start + 4 || slice_has_prefix(line, "\t");
		if (scanner.line.length >= TAG_DIGITS_MIN)
			scan_line(&scanner);
	}
	scan_worded_reverts(&scanner, subject, first);
}

void references_scan(const char *subject, const char *body, GArray *out)
{
	references_scan_with(subject, body, NULL, out);
}

bool references_may_revert(const char *subject, const char *body)
{
	static const char word[] = "revert";

	return scan_holds(slice_of(body), word, 2) || scan_holds(slice_of(subject), word, 2) ||
	       scan_holds(slice_of(subject), "reapply", 6);
}

char *references_sum(const char *own_words)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	scan_add_tags(sum);
	fix_words_add_lexicon(sum);
	g_checksum_update(sum, (const guchar *)own_words, -1);
	return g_strdup(g_checksum_get_string(sum));
}

bool reference_title_matches(struct slice title, const char *subject)
{
	g_autofree char *raw = slice_dup(title);
	g_autofree char *part = text_fold(raw);
	g_autofree char *whole = text_fold(subject);

	return title_begins(part, whole);
}
