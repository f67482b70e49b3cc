/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fix-words - whether a sentence says that the commit it names is what the message at hand repairs:
 * "broken by ID", "ID forgot to", "follow-up for ID".
 */

#ifndef WINNOW_MESSAGE_FIX_WORDS_H
#define WINNOW_MESSAGE_FIX_WORDS_H

#include <stdbool.h>

#include <glib.h>

#include "base/text.h"

/*
 * text is a whole message body, id a piece of it, in which a commit id stands. own are a project's
 * own words, char *, in any sentence with an id; NULL: it has none. *proof is then what shows it:
 * the lines from the word to the id. False, *proof untouched, where the sentence is about something
 * else, denies it, only supposes it or says it of another commit.
 */
/*
 * A project's own words as it configures them: a setting is a word or a phrase, several with commas
 * between, or the name of a file with one a line and comments behind '#'. *out is the caller's, in
 * lower case, sorted, each once; NULL where there are none. Fails when a file cannot be read.
 */
bool fix_words_read(char *const *settings, GPtrArray **out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of them as one text, "" for none: two lists with the same text are the same. */
char *fix_words_text(const GPtrArray *own);

bool fix_words_tell(struct slice text, struct slice id, const GPtrArray *own, struct slice *proof);

#endif
