/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a commit takes back or applies again, as its subject and its sentences say. */
#include "message/reference-parts.h"

#include <string.h>

enum { LIST_REACH = 1000 }; /* bytes from one id of a list to the next, title and all */

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
bool scan_says_below(struct slice line)
{
	static const char *const words[] = { "below", "following" };
	const char *verb = scan_find(line, "reverts ");

	if (!verb || !is_own_revert(line, verb))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (scan_find(line, words[i]) &&
		    (scan_find(line, " patch") || scan_find(line, " commit")))
			return true;
	return false;
}

/* Where what follows p in its paragraph ends, or a word so far away that no list reaches it. */
static const char *list_end(const struct scanner *scanner, const char *p)
{
	const char *from = p;

	for (; p < scanner->end; p++)
		if ((p[0] == '\n' && (p + 1 == scanner->end || p[1] == '\n' || p[1] == '\r')) ||
		    (p - from > LIST_REACH && !scan_is_word(*p)))
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
		rest = scan_without(rest, words[i]);
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
bool scan_revert(struct scanner *scanner)
{
	static const char words[] = "reverts commit";
	const char *at = scan_find(scanner->line, words), *behind, *end;
	struct slice word, payload;
	size_t added = 0;
	bool plural;

	if (!at || !is_own_revert(scanner->line, at))
		return false;
	behind = at + strlen(words);
	plural = behind < scanner->end && *behind == 's';
	behind += plural;
	end = list_end(scanner, behind);
	payload = (struct slice){ behind, (size_t)(end - behind) };
	while (scan_next_id(&payload, behind, TAG_DIGITS_MIN, &word)) {
		struct slice title = scan_title_at(scanner, word.start + word.length);
		struct slice between = { behind, (size_t)(word.start - behind) };
		if (added ? !joins(between, plural) : n_lines(between) > 1)
			break;
		scan_add(scanner, REFERENCE_REVERTS, word, title);
		added++;
		behind = title.length ? title.start + title.length + 2 : word.start + word.length;
		if (behind >= scanner->end)
			break;
		end = list_end(scanner, behind);
		payload = (struct slice){ behind, (size_t)(end - behind) };
	}
	return added > 0;
}

/* The title may hold quotes and further reverts. */
void scan_subject(struct scanner *scanner)
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
		const char *at = scan_find(subject, forms[i].prefix);
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
		if (!scan_find((struct slice){ subject.start, (size_t)(at - subject.start) },
			       "partial"))
			scan_add(scanner, forms[i].kind, (struct slice){ title.start, 0 }, title);
		return;
	}
}

/* What a subject "net: revert TITLE" takes back; empty if it is none, or says that it is a part. */
static struct slice reverted_words(struct slice subject)
{
	static const char word[] = "revert";
	const char *at = scan_find(subject, word);
	struct slice rest = { subject.start, 0 };

	if (!at ||
	    (at != subject.start && (at - subject.start < 2 || at[-1] != ' ' || at[-2] != ':')))
		return rest;
	rest.start = at + strlen(word);
	rest.length = (size_t)(subject.start + subject.length - rest.start);
	if (rest.length && *rest.start == ':')
		rest = scan_without(rest, ":");
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

void scan_worded_reverts(struct scanner *scanner, const char *subject, guint first)
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
