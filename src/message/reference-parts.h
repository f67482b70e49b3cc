/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the scan of a message for references; for reference*.c only. */

#ifndef WINNOW_MESSAGE_REFERENCE_PARTS_H
#define WINNOW_MESSAGE_REFERENCE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "message/reference.h"

enum {
	TAG_DIGITS_MIN = 6,	/* after Fixes: people write as few */
	MENTION_DIGITS_MIN = 7, /* git's own shortest */
};

/* Where in a message the scan is. */
struct scanner {
	const char *begin, *end; /* of the whole text: a title may run over the line end */
	const GPtrArray *fix_words;
	GArray *out;
	struct slice line;
	bool indented;	     /* as an example or a log is: not the commit's own statement */
	bool reverts_below;  /* it says so of the commit that a tag below names */
	bool reverts, picks; /* such words are in it */
};

/* --- reference-ids.c */

/*
 * The next hexadecimal word of min to 40 digits in *text, which is moved behind it. *word is where
 * it stands. A word behind '#' is an issue number.
 */
bool scan_next_id(struct slice *text, const char *line_start, size_t min, struct slice *word);

/* The title in ("...") at p, blanks and one line end before it allowed; empty if there is none. */
struct slice scan_title_at(const struct scanner *scanner, const char *p);

/* Note a reference of the line; hex or title may be empty. */
void scan_add(struct scanner *scanner, enum reference_kind kind, struct slice hex,
	      struct slice title);

/* Note each id of min digits and more in payload, with its title. How many there were. */
size_t scan_add_ids(struct scanner *scanner, enum reference_kind kind, struct slice payload,
		    size_t min);

/* Whether the word of hexadecimal digits is more likely an id than a word, a number or a sum. */
bool scan_looks_like_id(const struct scanner *scanner, struct slice word, struct slice title);

/* line behind prefix, without blanks around it. */
struct slice scan_without(struct slice line, const char *prefix);

/* Where needle, in whatever case, is in text; NULL: nowhere. */
const char *scan_find(struct slice text, const char *needle);

/* Whether it is, by its rarest letter, which stands at index: for long texts. */
bool scan_holds(struct slice text, const char *needle, size_t index);

bool scan_ends_with(struct slice text, const char *word);

static inline bool scan_is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* Whether line may begin with key: most lines are done with after the first letter. */
static inline bool scan_begins_as(struct slice line, const char *key)
{
	return line.length && (line.start[0] | 0x20) == (key[0] | 0x20);
}

/* --- reference-tags.c */

/* Add the tags to what is summed up. */
void scan_add_tags(GChecksum *sum);

/* Whether the line is one of the tags; what it names is noted. */
bool scan_tags(struct scanner *scanner);

/* "Cc: stable@... # 3.3.x: a1f84a3: sched: Check for idle": the ids are what it needs first. */
void scan_cc_stable(struct scanner *scanner);

/* --- reference-reverts.c */

/* Revert "title" and Reapply "title"; the line is the subject. */
void scan_subject(struct scanner *scanner);

/* "This reverts commit ID", "and ID". Whether the line says so of the commit itself. */
bool scan_revert(struct scanner *scanner);

/* "This reverts the patch below". */
bool scan_says_below(struct slice line);

/*
 * "net: revert TITLE" is a revert, too, where a Fixes: tag names a commit of that title, or the one
 * that "this reverts the patch below" is about. first is the message's first reference in out.
 */
void scan_worded_reverts(struct scanner *scanner, const char *subject, guint first);

#endif
