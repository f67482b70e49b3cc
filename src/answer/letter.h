/* SPDX-License-Identifier: GPL-2.0-or-later */
/* letter - a mail to be sent, and its bytes. With read/mail.c GMime's only user. */

#ifndef WINNOW_ANSWER_LETTER_H
#define WINNOW_ANSWER_LETTER_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "read/patch.h"

struct letter {
	struct person from;
	GArray *to, *cc; /* struct person */
	char *subject;
	gint64 date;	       /* seconds since the epoch; written as UTC */
	char *in_reply_to;     /* without <>; NULL: it begins a thread */
	GPtrArray *references; /* char *, without <>, the nearest last */
	char *text;	       /* UTF-8, lines end in "\n" */
	char *html;	       /* the same for who prefers it; NULL: none */
};

void letter_init(struct letter *letter);
void letter_clear(struct letter *letter);

/* Whether a message id can stand in a header: visible ASCII without <>, of bounded length. */
bool letter_is_id(const char *id);

/*
 * The mail as RFC 5322 has it, with lines that end in "\n": headers folded and encoded, 8bit or
 * quoted-printable as its lines need. Its Message-ID follows from its content without the date. It
 * carries a checksum of itself, in X-Winnow. All header texts become one safe line each; ids that
 * are none are left out. The caller frees.
 */
char *letter_write(const struct letter *letter, size_t *length);

/* Whether bytes are what letter_write() wrote, to the last. */
bool letter_is_untouched(const char *bytes, size_t length);

/*
 * The part of a name for an answer to what key stands for that is the same each time: 16 digits.
 * The caller frees.
 */
char *letter_name(const char *key);

#endif
