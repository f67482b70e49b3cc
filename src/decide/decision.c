/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/decision.h"

#include <string.h>

#include "base/error.h"
#include "decide/escape.h"
#include "decide/seen.h"

enum {
	COMMIT_DIGITS_MIN = 7,
	WORD_LIMIT = 64,  /* bytes of a tree, a name or a version */
	KEY_LIMIT = 3500, /* of a message id with every byte written as three */
};

static const char patch_id_prefix[] = "patch-id:", message_prefix[] = "msgid:";

static const char *const words[] = {
	[DECISION_KEEP] = "keep", [DECISION_KEEP_WITH] = "keep-with", [DECISION_DROP] = "drop",
	[DECISION_ASK] = "ask",	  [DECISION_WAIT] = "wait",
};

/* What stands behind "until X". */
static const char *const until_ends[] = {
	[DECISION_UNTIL_NONE] = "",
	[DECISION_UNTIL_IN] = " is in",
	[DECISION_UNTIL_UPSTREAM] = " is upstream",
	[DECISION_UNTIL_OUT] = " is out",
	[DECISION_UNTIL_DATE] = "",
};

const char *decision_word_name(enum decision_word word)
{
	return words[word];
}

static bool word_parse(struct slice name, enum decision_word *out)
{
	for (int i = 0; i < N_DECISION_WORDS; i++) {
		if (slice_equal(name, words[i])) {
			*out = (enum decision_word)i;
			return true;
		}
	}
	return false;
}

bool decision_word_parse(const char *name, enum decision_word *out)
{
	return word_parse(slice_of(name), out);
}

/* Lower case, so that a commit has one key. */
static bool is_whole_id(const char *text, size_t length)
{
	return length == COMMIT_ID_HEX && strspn(text, "0123456789abcdef") >= COMMIT_ID_HEX;
}

static bool is_word(const char *text, size_t length, size_t limit)
{
	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isgraph(text[i]))
			return false;
	return length > 0 && length <= limit;
}

static bool is_plain_key(const char *key, size_t length)
{
	size_t prefix = strlen(patch_id_prefix);

	if (is_whole_id(key, length))
		return true;
	if (length > prefix && g_str_has_prefix(key, patch_id_prefix))
		return is_whole_id(key + prefix, length - prefix);
	prefix = strlen(message_prefix);
	return length > prefix && g_str_has_prefix(key, message_prefix) &&
	       is_word(key + prefix, length - prefix, KEY_LIMIT);
}

bool decision_key_is_valid(const char *key)
{
	const char *slash = strrchr(key, '/');

	if (is_plain_key(key, strlen(key)))
		return true;
	return slash && is_whole_id(slash + 1, strlen(slash + 1)) &&
	       is_plain_key(key, (size_t)(slash - key));
}

char *decision_key_of_commit(const struct commit_id *id)
{
	return g_strdup(commit_id_hex(id).text);
}

char *decision_key_of_patch_id(const struct commit_id *patch_id)
{
	return g_strconcat(patch_id_prefix, commit_id_hex(patch_id).text, NULL);
}

char *decision_key_of_message(const char *message_id)
{
	GString *out = g_string_new(message_prefix);

	for (const char *c = message_id; *c && out->len + 3 < KEY_LIMIT; c++) {
		if (g_ascii_isgraph(*c) && *c != '%')
			g_string_append_c(out, *c);
		else
			g_string_append_printf(out, "%%%02X", (guint)(guchar)*c);
	}
	return g_string_free(out, FALSE);
}

char *decision_key_of_finding(const char *key, const struct commit_id *missing)
{
	return g_strconcat(key, "/", commit_id_hex(missing).text, NULL);
}

static bool is_commit(const char *text)
{
	size_t length = strlen(text);

	return length >= COMMIT_DIGITS_MIN && length <= COMMIT_ID_HEX &&
	       slice_hex_run(slice_of(text)) == length;
}

char *decision_key_short(const char *key)
{
	GString *out = g_string_new(NULL);

	while (*key) {
		size_t digits = slice_hex_run(slice_of(key));
		size_t n = digits ? digits : 1;

		g_string_append_len(
			out, key, (gssize)(digits == COMMIT_ID_HEX ? (size_t)COMMIT_ID_SHORT : n));
		key += n;
	}
	return g_string_free(out, FALSE);
}

char *decision_who(const char *text)
{
	g_autofree char *word = g_strndup(text, WORD_LIMIT);
	GString *out = g_string_new(NULL);

	g_strstrip(word);
	for (const char *c = word; *c; c++)
		g_string_append_c(out, g_ascii_isgraph(*c) && *c != '\\' ? *c : '-');
	if (!out->len)
		g_string_append(out, "somebody");
	return g_string_free(out, FALSE);
}

static bool is_date(const char *text)
{
	gint64 seconds;

	return strlen(text) == strlen("2026-12-24") && text[4] == '-' && text[7] == '-' &&
	       text_parse_date(text, &seconds) && strcmp(text_date(seconds).text, text) == 0;
}

/* What is_date() and is_commit() leave: it begins as versions and tags do. */
static bool is_version(const char *text)
{
	return g_ascii_isalnum(*text) && is_word(text, strlen(text), WORD_LIMIT) &&
	       strpbrk(text, "0123456789") && !strchr(text, '\\');
}

/* Whether what fits the form that until is written in. */
static bool until_fits(enum decision_until until, const char *what)
{
	switch (until) {
	case DECISION_UNTIL_IN:
	case DECISION_UNTIL_UPSTREAM:
		return is_commit(what);
	case DECISION_UNTIL_OUT:
		return is_version(what);
	case DECISION_UNTIL_DATE:
		return is_date(what);
	default:
		return false;
	}
}

bool decision_until_parse(const char *text, enum decision_until *until, char **what)
{
	static const enum decision_until order[] = {
		DECISION_UNTIL_DATE,
		DECISION_UNTIL_IN,
		DECISION_UNTIL_OUT,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		if (until_fits(order[i], text)) {
			*until = order[i];
			*what = order[i] == DECISION_UNTIL_IN ? g_ascii_strdown(text, -1)
							      : g_strdup(text);
			return true;
		}
	}
	return false;
}

char *decision_until_says(const struct decision *decision)
{
	if (decision->until == DECISION_UNTIL_NONE)
		return NULL;
	return g_strconcat(decision->until_what, until_ends[decision->until], NULL);
}

/* What somebody decided to do. */
static const char *const doings[] = {
	[DECISION_KEEP] = "to keep it", [DECISION_KEEP_WITH] = "to keep it with what it needs",
	[DECISION_DROP] = "to drop it", [DECISION_ASK] = "to ask about it",
	[DECISION_WAIT] = "to wait",
};

char *decision_says(const struct decision *decision, bool as_words)
{
	g_autofree char *until = decision_until_says(decision);
	g_autofree char *note = decision->note ? text_fold(decision->note) : NULL;
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%s decided on %s", decision->who, decision->date);
	if (as_words || decision->word == DECISION_WAIT)
		g_string_append_printf(out, " %s", doings[decision->word]);
	if (until)
		g_string_append_printf(out, " until %s", until);
	if (note && *note)
		g_string_append_printf(out, ": %s", note);
	return g_string_free(out, FALSE);
}

char *decision_answer(const struct decision *decision)
{
	static const char *const clauses[] = {
		[DECISION_KEEP] = "we decided to keep it",
		[DECISION_KEEP_WITH] = "we decided to keep it with what it needs",
		[DECISION_DROP] = "we decided to leave it out",
		[DECISION_ASK] = "we decided to ask about it",
	};
	g_autofree char *until = decision_until_says(decision);
	g_autofree char *note = decision->note ? text_fold(decision->note) : NULL;
	bool says_why = note && *note;

	if (decision->word != DECISION_WAIT)
		return g_strdup(says_why ? note : clauses[decision->word]);
	return g_strdup_printf("it has to wait%s%s%s%s", until ? " until " : "", until ? until : "",
			       says_why ? ": " : "", says_why ? note : "");
}

/* The last word, where it is what was seen; it is taken off. False: it should be, and is not. */
static bool take_seen(struct slice *rest, char **seen)
{
	static const char prefix[] = "seen=";
	struct slice last = { NULL, 0 };

	*rest = slice_trim(*rest);
	while (last.length < rest->length &&
	       !g_ascii_isspace(rest->start[rest->length - last.length - 1]))
		last.length++;
	last.start = rest->start + rest->length - last.length;
	*seen = NULL;
	if (!slice_has_prefix(last, prefix))
		return true;
	rest->length -= last.length;
	*seen = g_strndup(last.start + strlen(prefix), last.length - strlen(prefix));
	return seen_is_valid(*seen);
}

/* "until X is in" and the like; anything else that begins so is a note. */
static void take_until(struct slice *rest, struct decision *out)
{
	struct slice after = slice_trim(*rest), what;
	g_autofree char *text = NULL;

	if (!slice_equal(slice_next_word(&after, '\0'), "until"))
		return;
	what = slice_next_word(&after, '\0');
	text = slice_dup(what);
	for (int i = DECISION_UNTIL_NONE + 1; i < N_DECISION_UNTILS; i++) {
		size_t end = strlen(until_ends[i]);

		if (!slice_has_prefix(after, until_ends[i]) ||
		    (after.length > end && !g_ascii_isspace(after.start[end])) ||
		    !until_fits((enum decision_until)i, text))
			continue;
		out->until = (enum decision_until)i;
		out->until_what =
			out->until == DECISION_UNTIL_DATE || out->until == DECISION_UNTIL_OUT
				? g_steal_pointer(&text)
				: g_ascii_strdown(text, -1);
		*rest = (struct slice){ after.start + end, after.length - end };
		return;
	}
}

bool decision_until_read(const char *says, struct decision *decision)
{
	g_autofree char *text = g_strconcat("until ", says, NULL);
	struct slice rest = slice_of(text);
	struct decision read = { 0 };

	take_until(&rest, &read);
	if (read.until == DECISION_UNTIL_NONE || rest.length) {
		g_free(read.until_what);
		return false;
	}
	g_free(decision->until_what);
	decision->until = read.until;
	decision->until_what = read.until_what;
	return true;
}

/* The five words that every line begins with. */
static const char *parse_head(struct slice *rest, struct decision *out)
{
	struct slice key = slice_next_word(rest, '\0'), tree = slice_next_word(rest, '\0'),
		     word = slice_next_word(rest, '\0');
	struct slice date = slice_next_word(rest, '\0'), who = slice_next_word(rest, '\0');

	if (!who.length)
		return "a decision is \"KEY TREE WORD DATE WHO [until X is in] [NOTE] [seen=...]\"";
	out->key = slice_dup(key);
	if (is_commit(out->key)) {
		g_autofree char *given = out->key;

		out->key = g_ascii_strdown(given, -1);
	}
	if (!decision_key_is_valid(out->key))
		return "the first word is no key: 40 digits of a commit, patch-id:..., msgid:...";
	out->tree = slice_dup(tree);
	if (!is_word(out->tree, tree.length, WORD_LIMIT))
		return "the second word is no tree";
	if (!word_parse(word, &out->word))
		return "the third word is none of keep, keep-with, drop, ask, wait";
	out->date = slice_dup(date);
	if (!is_date(out->date))
		return "the fourth word is no date such as 2026-11-28";
	out->who = slice_dup(who);
	if (!is_word(out->who, who.length, WORD_LIMIT))
		return "the fifth word is no name";
	return NULL;
}

static const char *parse(struct slice line, struct decision *out)
{
	const char *wrong;

	if (line.length > DECISION_LINE_LIMIT)
		return "the line is too long";
	if (memchr(line.start, '\0', line.length))
		return "the line holds a NUL";
	wrong = parse_head(&line, out);
	if (wrong)
		return wrong;
	if (!take_seen(&line, &out->seen))
		return "what follows \"seen=\" is no list of eight digits each";
	take_until(&line, out);
	line = slice_trim(line);
	if (line.length)
		out->note = escape_undo(line);
	return NULL;
}

const char *decision_parse(struct slice line, struct decision *out)
{
	struct decision decision = { 0 };
	const char *wrong = parse(line, &decision);

	if (wrong)
		decision_clear(&decision);
	else
		*out = decision;
	return wrong;
}

char *decision_line(const struct decision *decision)
{
	g_autofree char *until = decision_until_says(decision);
	g_autofree char *note = decision->note ? escape_note(decision->note) : NULL;
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%s  %-4s  %-4s  %s  %s", decision->key, decision->tree,
			       words[decision->word], decision->date, decision->who);
	if (until)
		g_string_append_printf(out, "  until %s", until);
	if (note && *note)
		g_string_append_printf(out, "  %s", note);
	if (decision->seen)
		g_string_append_printf(out, "  seen=%s", decision->seen);
	return g_string_free(out, FALSE);
}

bool decision_check(const struct decision *decision, GError **error)
{
	if (!decision_key_is_valid(decision->key))
		return fail(error, WINNOW_ERROR_INPUT, "no key of a decision: '%s'", decision->key);
	if (!is_word(decision->tree, strlen(decision->tree), WORD_LIMIT))
		return fail(error, WINNOW_ERROR_INPUT, "no tree: '%s'", decision->tree);
	if (!is_date(decision->date))
		return fail(error, WINNOW_ERROR_INPUT, "no date: '%s'", decision->date);
	if (!is_word(decision->who, strlen(decision->who), WORD_LIMIT))
		return fail(error, WINNOW_ERROR_INPUT, "no name of one word: '%s'", decision->who);
	if (decision->until != DECISION_UNTIL_NONE &&
	    !until_fits(decision->until, decision->until_what))
		return fail(error, WINNOW_ERROR_INPUT, "nothing to wait for: '%s'",
			    decision->until_what);
	if (decision->note && strlen(decision->note) > DECISION_NOTE_LIMIT)
		return fail(error, WINNOW_ERROR_INPUT, "the note is longer than %d bytes",
			    DECISION_NOTE_LIMIT);
	if (decision->seen && !seen_is_valid(decision->seen))
		return fail(error, WINNOW_ERROR_INPUT, "not what was seen: '%s'", decision->seen);
	return true;
}

struct decision *decision_copy(const struct decision *decision)
{
	struct decision *copy = g_memdup2(decision, sizeof(*decision));

	copy->key = g_strdup(decision->key);
	copy->tree = g_strdup(decision->tree);
	copy->date = g_strdup(decision->date);
	copy->who = g_strdup(decision->who);
	copy->until_what = g_strdup(decision->until_what);
	copy->note = g_strdup(decision->note);
	copy->seen = g_strdup(decision->seen);
	return copy;
}

void decision_clear(struct decision *decision)
{
	g_free(decision->key);
	g_free(decision->tree);
	g_free(decision->date);
	g_free(decision->who);
	g_free(decision->until_what);
	g_free(decision->note);
	g_free(decision->seen);
	*decision = (struct decision){ 0 };
}

void decision_free(struct decision *decision)
{
	if (!decision)
		return;
	decision_clear(decision);
	g_free(decision);
}

int decision_compare(const struct decision *a, const struct decision *b)
{
	int order = strcmp(a->key, b->key);

	return order ? order : strcmp(a->tree, b->tree);
}
