/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A message names a commit, and a sentence or two later says "This broke", "That commit also
 * introduced a leak", "Unfortunately it missed". Such a sentence is read as if the id stood in it.
 */
#include "message/fix-words-parts.h"

enum {
	SENTENCES = 3,	    /* behind the one with the id */
	OPENERS = 6,	    /* words before the subject: "As a consequence, this" */
	NAMED_WORDS = 3,    /* from "that" to "commit": "that earlier, larger commit" */
	NAMED_REACH = 12,   /* words in which something is said of "that commit" */
	QUOTED_LIMIT = 300, /* bytes of a proof from the id on; else it is the sentence alone */
};

static bool is_adverb(const struct reading *reading, size_t i)
{
	struct slice word;

	if (!is_kind(reading, i, PROSE_WORD))
		return false;
	word = reading->tokens[i].text;
	return word.length > 4 && memcmp(word.start + word.length - 2, "ly", 2) == 0;
}

/* "that commit", "the change": where it ends; 0 if i begins none. */
static size_t named_end(const struct reading *reading, size_t i)
{
	if (!is(reading, i, THAT))
		return 0;
	for (size_t k = i + 1; k <= i + NAMED_WORDS && is_kind(reading, k, PROSE_WORD); k++)
		if (is(reading, k, COMMIT))
			return is(reading, k + 1, COMMIT) ? k + 1 : k;
	return 0;
}

/*
 * Of the patch at hand people write "this patch breaks the loop up", of one that was named before
 * it "this patch broke".
 */
static bool is_past(const struct reading *reading, size_t i)
{
	struct slice word = reading->tokens[i].text;

	if (any(reading, reading->here, i + 1, IS | DID))
		return any(reading, reading->here, i + 1, WAS);
	return word.start[word.length - 1] != 's' && word.start[word.length - 1] != 'g';
}

static bool named_tells(struct reading *reading, size_t first, size_t last)
{
	reading->here = reading->object = last;
	return fix_words_said(reading, false, 0, NAMED_REACH) &&
	       (!is_word(reading, first, "this") || is_past(reading, reading->teller));
}

/* "This broke", with adverbs and the like before the verb; not "This is needed as it broke". */
static bool bare_tells(struct reading *reading, size_t subject)
{
	size_t verb = subject + 1;

	while (is(reading, verb, BETWEEN | CARELESS | IS | BUT | DENIES | DID) ||
	       is_adverb(reading, verb) || is_kind(reading, verb, PROSE_BREAK))
		verb++;
	reading->here = reading->object = subject;
	if (!fix_words_said(reading, false, SINCE, verb - subject))
		return false;
	/* "That was broken": by another one. */
	return !is(reading, reading->teller, BREAKS | FAILS) ||
	       !any(reading, subject, reading->teller, IS);
}

/* "Instead of reverting the commit in question": it would have been a way, too. */
static bool spares(struct reading *reading)
{
	for (size_t i = 2; i < reading->n; i++)
		if (is_word(reading, i, "reverting") &&
		    ((is_word(reading, i - 2, "instead") && is_word(reading, i - 1, "of")) ||
		     (is_word(reading, i - 2, "rather") && is_word(reading, i - 1, "than"))) &&
		    (named_end(reading, i + 1) || is(reading, i + 1, IT))) {
			reading->teller = reading->object = i;
			return true;
		}
	return false;
}

static bool tells_later(struct reading *reading, bool mended)
{
	size_t i = 0, last;
	bool but = false;

	for (; i < OPENERS && i < reading->n; i++) {
		last = named_end(reading, i);
		if (last)
			return named_tells(reading, i, last);
		if (is(reading, i, IT) && !is(reading, i + 1, OPENS) && (but || !mended))
			return bare_tells(reading, i);
		if (!is(reading, i, BUT | OPENS) && !is_adverb(reading, i) &&
		    !is_kind(reading, i, PROSE_BREAK))
			return false;
		but |= is(reading, i, BUT) != 0;
	}
	return false;
}

bool fix_words_tell_later(struct slice text, struct slice id, const struct reading *before,
			  struct slice *proof)
{
	struct slice sentences[SENTENCES];
	size_t n = prose_following(text, id, sentences, SENTENCES);
	bool mended = any(before, 0, before->n, MENDS | MENDED);

	for (size_t i = 0; i < n; i++) {
		struct reading reading;

		fix_words_read_sentence(sentences[i], (struct slice){ NULL, 0 }, &reading);
		for (size_t k = 0; k < reading.n; k++)
			if (is_kind(&reading, k, PROSE_ID))
				return false;
		if (!spares(&reading) && !tells_later(&reading, mended))
			continue;

		const char *points[] = { id.start, reading.tokens[reading.teller].text.start,
					 reading.tokens[reading.object].text.start };

		*proof = fix_words_lines(text, points, G_N_ELEMENTS(points));
		if (proof->length > QUOTED_LIMIT)
			*proof = fix_words_lines(text, points + 1, G_N_ELEMENTS(points) - 1);
		return true;
	}
	return false;
}
