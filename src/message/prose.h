/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prose - the sentence in which a commit id stands, as words. */

#ifndef WINNOW_MESSAGE_PROSE_H
#define WINNOW_MESSAGE_PROSE_H

#include <stddef.h>

#include "base/text.h"

enum prose_kind {
	PROSE_WORD,
	PROSE_HERE,  /* the id that was asked about */
	PROSE_ID,    /* another one */
	PROSE_BREAK, /* a comma, a colon, a dash, a parenthesis */
};

/* text points into the sentence. A word has its apostrophe and its hyphens: "didn't", "fall-out" */
struct prose_token {
	enum prose_kind kind;
	struct slice text;
};

/* Longer sentences are cut: what stands that far from an id is not said of it. */
enum { PROSE_SENTENCE_LIMIT = 700, PROSE_TOKENS_LIMIT = 160 };

/*
 * The sentence around id, a piece of text: to a full stop, an empty line, a list's next item, a
 * tag, or lines that are quoted or indented as a log is. A sentence that goes on with "However"
 * belongs to the one before; so does one that goes on behind a commit that stands on
 * lines of its own. Empty where the id itself is in a log.
 */
struct slice prose_sentence(struct slice text, struct slice id);

/*
 * The sentences behind that one, n at most, none of them a log's or a tag: out has room for them.
 * Returns how many there are before the paragraph behind the next one.
 */
size_t prose_following(struct slice text, struct slice id, struct slice *out, size_t n);

/*
 * Its words; quotations and what stands in parentheses behind an id, a title as a rule, are left
 * out. Returns how many of out's PROSE_TOKENS_LIMIT are filled; none when id is in such a title. Of
 * a sentence without an id that is asked about id.start is NULL.
 */
size_t prose_read(struct slice sentence, struct slice id, struct prose_token *out);

#endif
