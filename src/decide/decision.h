/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decision - what somebody decided about a change, as one line of text: winnow-decisions(5). */

#ifndef WINNOW_DECIDE_DECISION_H
#define WINNOW_DECIDE_DECISION_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/commit-id.h"
#include "base/text.h"

enum decision_word {
	DECISION_KEEP,
	DECISION_KEEP_WITH,
	DECISION_DROP,
	DECISION_ASK,
	DECISION_WAIT,
	N_DECISION_WORDS,
};

/* What ends a decision by itself. */
enum decision_until {
	DECISION_UNTIL_NONE,
	DECISION_UNTIL_IN,	 /* the tree has the commit */
	DECISION_UNTIL_UPSTREAM, /* upstream has it */
	DECISION_UNTIL_OUT,	 /* there is a tag of this version */
	DECISION_UNTIL_DATE,	 /* that day has come */
	N_DECISION_UNTILS,
};

/* Strings are valid UTF-8. */
struct decision {
	char *key;  /* see decision_key_is_valid() */
	char *tree; /* "6.12"; "*": every tree */
	enum decision_word word;
	char *date; /* YYYY-MM-DD */
	char *who;  /* one word */
	enum decision_until until;
	char *until_what; /* 7 to 40 digits, a version or a date; NULL: nothing ends it */
	char *note;	  /* any text, of several lines even; NULL: none */
	char *seen;	  /* what was known then, see seen.h; NULL: nobody noted it */
	size_t line;	  /* in its file, from 1; 0: not from a file */
};

enum {
	DECISION_NOTE_LIMIT = 4000, /* bytes */
	DECISION_LINE_LIMIT = 64 << 10,
};

const char *decision_word_name(enum decision_word word);
bool decision_word_parse(const char *name, enum decision_word *out);

/*
 * A key is one of: the 40 digits of the upstream commit; "patch-id:" and 40 digits (git patch-id
 * --stable); "msgid:" and a message id; or any of these, "/" and the 40 digits of a commit: the
 * finding that this commit concerns the first and is missing.
 */
bool decision_key_is_valid(const char *key);

/* The caller frees them. What a key cannot hold of a message id stands as "%20" in it. */
char *decision_key_of_commit(const struct commit_id *id);
char *decision_key_of_patch_id(const struct commit_id *patch_id);
char *decision_key_of_message(const char *message_id);
char *decision_key_of_finding(const char *key, const struct commit_id *missing);

/* A key with the beginnings of its ids, as people write them. The caller frees. */
char *decision_key_short(const char *key);

/* One word for the column "who" of what may be any text. The caller frees. */
char *decision_who(const char *text);

/*
 * What "--until TEXT" means: a date, the digits of a commit, or else a version; a commit ends it
 * once the tree has it. False if TEXT is none of them. *what is the caller's.
 */
bool decision_until_parse(const char *text, enum decision_until *until, char **what);

/* "f90d71b5cdfa is in", "2026-12-24"; NULL if nothing ends it. The caller frees. */
char *decision_until_says(const struct decision *decision);

/* Read that into decision; false, and decision untouched, if it is none. */
bool decision_until_read(const char *says, struct decision *decision);

/*
 * "ann decided on 2026-11-28: driver not enabled", where the word stands beside it; else as_words
 * "ann decided on 2026-11-28 to drop it: driver not enabled". One line, unmasked. The caller frees.
 */
char *decision_says(const struct decision *decision, bool as_words);

/*
 * The same as one of those who decided would say it to others: the note, else what it comes to. Who
 * decided, and when, is nobody else's business. The caller frees.
 */
char *decision_answer(const struct decision *decision);

/*
 * Read a line, without its end, into *out, to be cleared with decision_clear(). NULL, or what is
 * wrong with it; *out is untouched then.
 */
const char *decision_parse(struct slice line, struct decision *out);

/* The line that decision_parse() reads the same from, without its end. The caller frees. */
char *decision_line(const struct decision *decision);

/* Whether it can be written. Fails with WINNOW_ERROR_INPUT. */
bool decision_check(const struct decision *decision, GError **error) G_GNUC_WARN_UNUSED_RESULT;

struct decision *decision_copy(const struct decision *decision);
void decision_clear(struct decision *decision);
void decision_free(struct decision *decision);
DEFINE_CLEANUP(struct decision *, decision_free)

/* As strcmp() does: by key, then tree. That is their order in a file. */
int decision_compare(const struct decision *a, const struct decision *b);

#endif
