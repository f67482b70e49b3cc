/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fix-words-parts - a sentence as its words' classes, for the rules of fix-words alone. */

#ifndef WINNOW_MESSAGE_FIX_WORDS_PARTS_H
#define WINNOW_MESSAGE_FIX_WORDS_PARTS_H

#include <stdbool.h>
#include <string.h>

#include "message/fix-words-lexicon.h"
#include "message/prose.h"

enum {
	REACH = 22,   /* words behind an id: further away nothing is said of it */
	STEPS = 12,   /* words before an id: likewise */
	NEAR = 3,     /* words before one that tells, where a denial counts */
	OBJECT = 8,   /* words behind "introduced" in which the bug must be named */
	SUBJECT = 14, /* words before it likewise */
	VERB = 6,     /* words between an id and its verb, where that could be another's */
};

struct reading {
	struct prose_token tokens[PROSE_TOKENS_LIMIT];
	guint64 classes[PROSE_TOKENS_LIMIT];
	size_t n;
	size_t here;	       /* the id itself */
	size_t teller, object; /* those of the word that tells and of what it did, once found */
};

static inline bool is(const struct reading *reading, size_t i, guint64 classes)
{
	return i < reading->n && (reading->classes[i] & classes);
}

static inline bool is_word(const struct reading *reading, size_t i, const char *word)
{
	return i < reading->n && reading->tokens[i].text.length == strlen(word) &&
	       slice_has_prefix_nocase(reading->tokens[i].text, word);
}

static inline bool is_kind(const struct reading *reading, size_t i, enum prose_kind kind)
{
	return i < reading->n && reading->tokens[i].kind == kind;
}

/* Whether one of the classes is among the tokens from first up to, not including, end. */
static inline bool any(const struct reading *reading, size_t first, size_t end, guint64 classes)
{
	for (size_t i = first; i < end; i++)
		if (is(reading, i, classes))
			return true;
	return false;
}

static inline size_t back(size_t from, size_t steps)
{
	return from > steps ? from - steps : 0;
}

static inline bool is_doubted(const struct reading *reading, size_t i)
{
	return any(reading, back(i, NEAR), i, DENIES | SUPPOSES);
}

/* A word of a bug that is no "error code" or "regression test". */
static inline bool is_bug(const struct reading *reading, size_t i, guint64 classes)
{
	return is(reading, i, classes) && !is(reading, i + 1, OF_BUG);
}

static inline bool has_bug(const struct reading *reading, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (is_bug(reading, i, BUG) && !is_doubted(reading, i))
			return true;
	return false;
}

static inline bool tells(struct reading *reading, size_t teller)
{
	reading->teller = teller;
	return true;
}

/* The sentence with the id as its words; false: the id is not among them. */
bool fix_words_read_sentence(struct slice sentence, struct slice id, struct reading *out);

/*
 * Whether what the reading says of its "here", at most reach words behind it, tells. mended: it
 * says that this was a fix. links are those before it.
 */
bool fix_words_said(struct reading *reading, bool mended, guint64 links, size_t reach);

/* Whether the sentences behind the id's own, which is before, tell of it: "That commit broke". */
bool fix_words_tell_later(struct slice text, struct slice id, const struct reading *before,
			  struct slice *proof);

/* The lines that have all of n points of text. */
struct slice fix_words_lines(struct slice text, const char *const *points, size_t n);

#endif
