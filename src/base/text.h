/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text - small operations on text that strangers wrote. */

#ifndef WINNOW_BASE_TEXT_H
#define WINNOW_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <glib.h>

/* A piece of a longer text, not NUL-terminated; it lives as long as that text. */
struct slice {
	const char *start;
	size_t length;
};

/*
 * Take the next line off *rest, without its line end ("\n" or "\r\n").
 * False when *rest is empty; *line is then untouched.
 */
bool text_next_line(struct slice *rest, struct slice *line);

/*
 * The same for a list: the next line that holds something once a comment, from '#' on, and the
 * blanks around are off. *number counts every line, and is 0 at the beginning.
 */
bool text_next_entry(struct slice *rest, size_t *number, struct slice *line);

/* The words of text, which blanks and tabs part; free with g_strfreev(). */
char **text_words(const char *text);

/* Of NULL: empty, and not NULL. */
struct slice slice_of(const char *text);
struct slice slice_of_bytes(GBytes *bytes);
struct slice slice_trim(struct slice text);

/*
 * Take the next word off *rest: up to a blank, end ('\0': no such letter) or the end of the text.
 * Empty where none is left, or end stands first.
 */
struct slice slice_next_word(struct slice *rest, char end);

/* How often it holds c. */
size_t slice_count(struct slice text, char c);
bool slice_has_prefix(struct slice text, const char *prefix);
bool slice_has_prefix_nocase(struct slice text, const char *prefix);
static inline bool slice_equal(struct slice text, const char *other)
{
	size_t length = strlen(other);

	return text.length == length && memcmp(text.start, other, length) == 0;
}

/* For tables whose keys are slices. */
guint slice_key_hash(gconstpointer slice);
gboolean slice_key_equal(gconstpointer a, gconstpointer b);

/* The caller frees. */
char *slice_dup(struct slice text);

/* At most limit bytes of text, never ending within a character. */
struct slice slice_cut(struct slice text, size_t limit);

/* Length of the run of hexadecimal digits that text begins with. */
size_t slice_hex_run(struct slice text);

/* Make lines end in "\n" that end in "\r\n", in place. */
void text_drop_returns(char *text);

/*
 * The same text in valid UTF-8 without NUL: bytes that are none are read as Latin-1, which is what
 * such mails are; NUL becomes U+FFFD. *had_nul, when given, says whether there was one.
 * The caller frees.
 */
char *text_to_utf8(const char *bytes, size_t length, bool *had_nul);

/*
 * The same of a text that says in which charset it is (NULL: it does not). One that nobody knows,
 * or that the bytes are not in, is not believed, nor one with a byte a letter of what is UTF-8.
 */
char *text_decode(const char *bytes, size_t length, const char *charset, bool *had_nul);

/* Whether a terminal may obey c: control characters and what turns the direction of writing. */
bool text_is_unsafe(gunichar c);

/*
 * The text as one line that is safe on a terminal: control characters, among them escape, the C1
 * range and the bidirectional overrides, become "?", runs of blanks and line ends one blank; cut
 * with "..." after limit characters (0: no limit). Bytes that are no UTF-8 are read as Latin-1. The
 * caller frees.
 */
char *text_one_line(const char *text, size_t limit);

/* Such a limit for what people are told: paths fit in it, files that are one line do not. */
enum { TEXT_MESSAGE_BYTES = 10000 };

/*
 * One line as it stands, blanks and tabs kept, made safe likewise and cut with "..." after limit
 * bytes. The caller frees.
 */
char *text_mask_line(struct slice line, size_t limit);

/* Blanks folded and trimmed: what two copies of a subject are compared by. The caller frees. */
char *text_fold(const char *text);

/* strcmp() for arrays of char *, as qsort() and g_ptr_array_sort() want it. */
int text_compare(const void *a, const void *b);

/*
 * Days from one moment to another (seconds since the epoch), whole days in UTC calendar terms, so
 * that a mail of the 7th is 6 days after a commit of the 1st, whatever the hours. May be negative.
 */
gint64 text_days_between(gint64 from, gint64 to);

/*
 * ISO 8601 with or without a time (midnight), UTC where no zone is given, or seconds since the
 * epoch. False, *out untouched, when it is none of these.
 */
bool text_parse_date(const char *text, gint64 *out);

/* The seconds that are dates: the years 1 to 9999. */
#define TEXT_DATE_FIRST G_GINT64_CONSTANT(-62135596800)
#define TEXT_DATE_LAST	G_GINT64_CONSTANT(253402300799)

/* "2022-04-01", UTC. */
struct text_date {
	char text[32];
};
struct text_date text_date(gint64 seconds);

#endif
