/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of a sentence are of a few classes. One that tells must stand where it is said of this
 * id: before it with nothing but small words between ("broken by the recent commit ID"), or behind
 * it in the same sentence ("ID broke"); undenied, unconditional, and not of what ID itself mended.
 */
#include "message/fix-words.h"

#include <string.h>

#include "message/fix-words-parts.h"

/*
 * The word before the id that is no small one; the id itself if there is none. *links: the
 * classes of the small words between.
 */
static size_t word_before(const struct reading *reading, guint64 *links)
{
	*links = 0;
	for (size_t i = reading->here; i > back(reading->here, STEPS); i--) {
		if (reading->tokens[i - 1].kind != PROSE_WORD)
			continue;
		if (!is(reading, i - 1, SMALL))
			return i - 1;
		*links |= reading->classes[i - 1];
	}
	return reading->here;
}

/* "fixes", "to fix"; not "the fix". */
static bool repairs(const struct reading *reading, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (is(reading, i, REPAIRS) || (is(reading, i, FOLLOWS) && is(reading, i, MENDS) &&
						(!i || is_word(reading, i - 1, "to"))))
			return true;
	return false;
}

/* "introduced by": with a bug said to be so, or nothing but "this" and "it". */
static bool introduced_tells(const struct reading *reading, size_t i)
{
	size_t first = back(i, SUBJECT);

	if (has_bug(reading, first, i) ||
	    (is(reading, i, INTRO_SURE) && repairs(reading, first, i)))
		return true;
	if (!is(reading, i, INTRO_SURE) || i > NEAR + 1)
		return false;
	for (size_t k = 0; k < i; k++)
		if (!is(reading, k, VAGUE))
			return false;
	return true;
}

/* "broken by the switch to hashes in ID": whose name is longer than small words. */
static bool agent_tells(struct reading *reading)
{
	for (size_t i = reading->here; i > back(reading->here, STEPS) + 1; i--) {
		if (is_kind(reading, i - 1, PROSE_ID) || is(reading, i - 1, MENDS | OTHERWISE))
			return false;
		if (!is_word(reading, i - 1, "by"))
			continue;
		if (is_doubted(reading, i - 2))
			return false;
		return (is(reading, i - 2, BROKEN) ||
			(is(reading, i - 2, INTRO) && introduced_tells(reading, i - 2))) &&
		       tells(reading, i - 2);
	}
	return false;
}

static bool follows(const struct reading *reading, size_t i)
{
	return is(reading, i, FOLLOWS) ||
	       (is_word(reading, i, "follow") && is_word(reading, i + 1, "up"));
}

/* Whether "since" stands before the id, behind word, and before that what has failed since. */
static bool fails_since(struct reading *reading, size_t word)
{
	bool since = false;

	for (size_t i = word + 1; i < reading->here; i++)
		since |= is_word(reading, i, "since") || is_word(reading, i, "after");
	for (size_t i = word; since && i > back(word, SUBJECT); i--)
		if (is(reading, i - 1, FAILS) && !is_doubted(reading, i - 1) &&
		    !any(reading, i, word + 1, MENDS))
			return tells(reading, i - 1);
	return false;
}

/* "partially reverts ID", "a partial revert of ID", "reverts parts of ID" */
static bool partly_reverts(struct reading *reading)
{
	size_t first = back(reading->here, STEPS);

	for (size_t i = reading->here; i > first; i--) {
		if (is_kind(reading, i - 1, PROSE_ID) || is(reading, i - 1, SINCE))
			return false;
		if (is(reading, i - 1, REVERSION))
			return (any(reading, back(i - 1, 2), i - 1, PART) ||
				any(reading, i, MIN(i + NEAR, reading->here), PART)) &&
			       !is_doubted(reading, i - 1) && tells(reading, i - 1);
	}
	return false;
}

/* "broken by ID", "a typo in ID", "follow-up for ID". */
static bool before_tells(struct reading *reading, size_t word, guint64 links)
{
	bool linked = links & LINK;

	if (word == reading->here || is_doubted(reading, word))
		return false;
	/* "it breaks the fix of ID" */
	if (follows(reading, word) && any(reading, back(word, NEAR), word, BREAKS))
		return false;
	/* "a crash resulting in ID" */
	if (is_word(reading, word, "resulting") && is_word(reading, word + 1, "in"))
		return false;
	if (follows(reading, word) && !(links & LINK_AWAY) &&
	    ((links & LINK_TO) || is(reading, word, REPAIRS) || !word ||
	     !is(reading, word - 1, CALLED)))
		return tells(reading, word);
	if (linked && (is(reading, word, BROKEN) || any(reading, back(word, 2), word, CARELESS)))
		return tells(reading, word);
	if (linked && is_bug(reading, word, BUG_SURE))
		return tells(reading, word);
	if (linked && is(reading, word, INTRO) && introduced_tells(reading, word))
		return tells(reading, word);
	if (is(reading, word, DUE) &&
	    (has_bug(reading, 0, word) || any(reading, 0, word, FAILS | BROKEN)))
		return tells(reading, word);
	/* "it fails when resumed since ID" */
	if (is(reading, reading->here - 1, SMALL) && fails_since(reading, word))
		return true;
	for (size_t i = back(reading->here, VERB); i < reading->here; i++)
		if (is(reading, i, BISECT) && !is_doubted(reading, i))
			return tells(reading, i);
	return agent_tells(reading);
}

/* "nothing to do with ID", "unrelated to ID", "not ID", whatever is said of ID then. */
static bool is_set_aside(const struct reading *reading)
{
	size_t here = reading->here;

	for (size_t i = back(here, VERB); i < here; i++)
		if (is(reading, i, UNRELATED) ||
		    (is(reading, i, RELATED) && any(reading, back(i, NEAR), i + 1, DENIES)))
			return true;
	for (size_t i = here; i > back(here, NEAR); i--) {
		if (is(reading, i - 1, DENIES))
			return true;
		if (!is(reading, i - 1, SMALL) || is(reading, i - 1, SINCE))
			break;
	}
	return false;
}

/* "the leak was not fully fixed by ID" */
static bool half_mended(const struct reading *reading, size_t word)
{
	return any(reading, back(word, NEAR), word, FLATLY | PARTLY) &&
	       !is(reading, word, MENDS_NOT) && !any(reading, back(word, NEAR), word, SUPPOSES);
}

struct after {
	guint64 links; /* SINCE: what follows is about its consequences */
	bool mends;    /* ID, as far as read, mended something */
	bool but;
	bool tries;
};

/* "introduced a leak", "a noisy message"; not "introduced a check to find leaks". */
static bool object_tells(struct reading *reading, size_t verb)
{
	size_t what = verb + 1;

	while (is(reading, what, ARTICLE))
		what++;
	if (is(reading, what, BAD) && what <= verb + NEAR) {
		reading->object = what;
		return true;
	}
	for (size_t i = verb + 1; i < reading->n && i <= verb + OBJECT; i++) {
		if (is_bug(reading, i, BUG)) {
			reading->object = i;
			return !any(reading, verb, i, DENIES);
		}
		if (is(reading, i, MENDS) || (is(reading, i, AIMS) && i > verb + 1))
			return false;
		if (is_kind(reading, i, PROSE_ID))
			return false;
	}
	return false;
}

/* "was not checking" */
static bool is_doing(const struct reading *reading, size_t i)
{
	struct slice word;

	if (!is_kind(reading, i, PROSE_WORD) || is(reading, i, FAILS))
		return false;
	word = reading->tokens[i].text;
	return word.length > 5 && memcmp(word.start + word.length - 3, "ing", 3) == 0;
}

/* "did not update", "is not sufficient", "no longer works". */
static bool denial_tells(const struct reading *reading, size_t i, const struct after *after)
{
	size_t distance = i - reading->here;

	if (is(reading, i, ENOUGH) && any(reading, back(i, NEAR), i, DENIES) &&
	    any(reading, back(i, NEAR + 1), i, IS) && distance <= 2 * VERB)
		return true;
	if ((after->links & SINCE) && is(reading, i, WORKS) &&
	    any(reading, back(i, NEAR), i, DENIES))
		return true;
	if (is(reading, i, FLATLY) && (is(reading, i - 1, IS) || is(reading, i, IS)) &&
	    is_doing(reading, i + 1) && distance <= 3)
		return true;
	return is(reading, i, DENIES) && (is(reading, i, DID) || is(reading, i - 1, DID)) &&
	       !is(reading, i + 1, HARMLESS) && (after->but || distance <= 3);
}

/* "only fixed", "fixed most of", "fixed the readers, but there is another one" */
static bool mends_in_part(const struct reading *reading, size_t i, const struct after *after)
{
	if (is(reading, i, MENDS) && !is(reading, i, MENDS_NOT) && i - reading->here <= VERB)
		return is_word(reading, i - 1, "only") || is(reading, i - 1, PARTLY) ||
		       is(reading, i + 1, PARTLY) ||
		       (is(reading, i + 1, PART) && is_word(reading, i + 2, "of")) ||
		       (is_word(reading, i + 1, "up") && is(reading, i + 2, PART) &&
			is_word(reading, i + 3, "of"));
	return after->mends && after->but && is(reading, i, MORE) &&
	       any(reading, back(i, NEAR), i, IS | BUT);
}

/* "from ID", "of ID", which is then not where it happened. */
static bool links_away(guint64 links)
{
	return (links & LINK) && !(links & LINK_IN);
}

/* Whether the word at i, behind the id, is said of it and tells. */
static bool word_tells(struct reading *reading, size_t i, const struct after *after)
{
	size_t distance = i - reading->here;
	bool joined = is_kind(reading, i - 1, PROSE_BREAK) || is_word(reading, i - 1, "and");
	bool own = !after->mends || after->but;

	if (denial_tells(reading, i, after))
		return own;
	if (mends_in_part(reading, i, after))
		return true;
	if (is_doubted(reading, i) && !is(reading, i, DENIES))
		return false;
	if (own && is(reading, i, LACKING) && any(reading, back(i, 2), i, IS) &&
	    (distance <= 2 * VERB || (after->links & SINCE)))
		return true;
	/* "The part of ID was forgotten": by another one. */
	if (any(reading, back(i, 2), i, IS) && links_away(after->links))
		return false;
	if (is(reading, i, BREAKS) ||
	    (is_word(reading, i, "broken") && any(reading, back(i, 2), i, HAS)))
		return own || joined;
	if (!own)
		return false;
	if (is(reading, i, CARELESS))
		return true;
	if (is(reading, i, ASSUMES))
		return distance <= VERB && is_word(reading, i + 1, "that");
	if (is(reading, i, EXPOSES) && is_word(reading, i + 1, "that"))
		return true;
	if (is(reading, i, INTRO))
		return object_tells(reading, i);
	if (after->tries && after->but)
		return true;
	if (is(reading, i, FAILS))
		return ((after->links & SINCE) && !any(reading, reading->here, i, NOBODY)) ||
		       (distance <= NEAR && is_word(reading, i + 1, "to"));
	/* "but left the other one" */
	return after->but &&
	       (is_word(reading, i, "left") ||
		(is(reading, i - 1, BUT) && is_word(reading, i, "only") &&
		 !is_kind(reading, i + 1, PROSE_ID) && !is_kind(reading, i + 2, PROSE_ID)));
}

bool fix_words_said(struct reading *reading, bool mended, guint64 links, size_t reach)
{
	struct after after = { .links = links, .mends = mended };
	bool joined = true; /* "ID and ID broke": of both */

	for (size_t i = reading->here + 1; i < reading->n && i <= reading->here + reach; i++) {
		if (is_kind(reading, i, PROSE_ID) && !joined)
			return false;
		/* "ID is not what broke it" */
		if (is(reading, i, DENIES) && is(reading, i - 1, IS | SMALL) &&
		    any(reading, i + 1, i + 1 + NEAR, CULPRIT))
			return false;
		if (is_kind(reading, i, PROSE_WORD) && !is(reading, i, SMALL))
			joined = false;
		after.but |= is(reading, i, BUT) != 0;
		after.tries |= is(reading, i, TRIED) && i - reading->here <= VERB;
		if (word_tells(reading, i, &after))
			return tells(reading, i);
		if (is(reading, i, MENDS)) {
			after.mends = true;
			after.but = false;
		}
	}
	return false;
}

/* Another commit of the sentence repaired something: whose bug that was is not told here. */
static bool other_mends(const struct reading *reading)
{
	for (size_t i = 0; i < reading->n; i++) {
		if (!is_kind(reading, i, PROSE_ID))
			continue;
		for (size_t k = i + 1; k < reading->n && k <= i + NEAR; k++)
			if (is(reading, k, MENDS) && !is(reading, k - 1, DENIES))
				return true;
	}
	return false;
}

static bool own_words_tell(struct slice sentence, const GPtrArray *own)
{
	for (guint w = 0; own && w < own->len; w++) {
		const char *word = own->pdata[w];
		size_t n = strlen(word);

		for (size_t i = 0; n && i + n <= sentence.length; i++) {
			const char *at = sentence.start + i;

			if (g_ascii_strncasecmp(at, word, n) == 0 &&
			    (!i || !g_ascii_isalnum(at[-1])) &&
			    (i + n == sentence.length || !g_ascii_isalnum(at[n])))
				return true;
		}
	}
	return false;
}

/* The lines that have all of n points. */
struct slice fix_words_lines(struct slice text, const char *const *points, size_t n)
{
	const char *first = points[0], *last = points[0];
	const char *end = text.start + text.length;

	for (size_t i = 1; i < n; i++) {
		first = MIN(first, points[i]);
		last = MAX(last, points[i]);
	}
	while (first > text.start && first[-1] != '\n')
		first--;
	while (last < end && *last != '\n')
		last++;
	return slice_trim((struct slice){ first, (size_t)(last - first) });
}

/* "It looks like ID broke it": no likeness. */
static bool looks_so(const struct reading *reading)
{
	for (size_t i = back(reading->here, VERB); i < reading->here; i++)
		if ((is_word(reading, i, "looks") || is_word(reading, i, "seems")) &&
		    is_word(reading, i + 1, "like"))
			return true;
	return false;
}

/* Before the id stands what makes it an example, or a state before. */
static bool is_otherwise(const struct reading *reading, size_t word)
{
	return !looks_so(reading) &&
	       ((word < reading->here && is(reading, word, OTHERWISE)) ||
		any(reading, back(reading->here, VERB), reading->here, ALIKE));
}

static bool sentence_tells(struct reading *reading)
{
	guint64 links;
	size_t word = word_before(reading, &links);
	bool mended = word < reading->here && is(reading, word, MENDED) && (links & LINK_AWAY);

	if (is_set_aside(reading))
		return false;
	if (partly_reverts(reading))
		return true;
	if (is_otherwise(reading, word))
		return false;
	if (mended && half_mended(reading, word))
		return tells(reading, word);
	return (!mended && !other_mends(reading) && before_tells(reading, word, links)) ||
	       fix_words_said(reading, mended, links, REACH);
}

/* Whether a sentence behind this one may speak of the id: it is what this one is about. */
static bool may_be_meant(const struct reading *reading)
{
	guint64 links;
	size_t word = word_before(reading, &links);

	return !is_set_aside(reading) && !is_otherwise(reading, word) && !other_mends(reading);
}

bool fix_words_tell(struct slice text, struct slice id, const GPtrArray *own, struct slice *proof)
{
	struct slice sentence = prose_sentence(text, id);
	struct reading reading;

	if (own_words_tell(sentence, own)) {
		*proof = fix_words_lines(text, &id.start, 1);
		return true;
	}
	if (!fix_words_read_sentence(sentence, id, &reading))
		return false;
	if (sentence_tells(&reading)) {
		const char *points[] = { id.start, reading.tokens[reading.teller].text.start,
					 reading.tokens[reading.object].text.start };

		*proof = fix_words_lines(text, points, G_N_ELEMENTS(points));
		return true;
	}
	return may_be_meant(&reading) && fix_words_tell_later(text, id, &reading, proof);
}
