/* SPDX-License-Identifier: GPL-2.0-or-later */
/* message - a commit message taken apart: whose words are which. */

#ifndef WINNOW_MESSAGE_MESSAGE_H
#define WINNOW_MESSAGE_MESSAGE_H

#include <stdbool.h>

#include <glib.h>

#include "base/text.h"

struct trailer {
	struct slice key;   /* "Reported-by" */
	struct slice value; /* continuation lines included */
	struct slice line;  /* both */
};

struct message {
	char *subject;	  /* one line, mail tags removed */
	char *body;	  /* below the subject: markers, text, trailers; slices point into it */
	GArray *trailers; /* struct trailer, in order */

	/*
	 * What the author says about this change, for rules to read: subject and body without
	 * markers, trailers, backporters' notes and whatever else words_sort() finds to be somebody
	 * else's, and with addresses on the web and the titles of other commits, which are those
	 * commits' words, replaced by "...".
	 */
	char *own_subject;
	char *own_body;

	char *log;	     /* lines that a machine printed: a crash, a trace, a warning */
	char *backport_note; /* first "[ name: adjusted context ]" line; NULL if none */
	bool generated_text; /* an "LLM Generated explanations" block was there and is left out */
};

/*
 * A commit's subject as git has it: the first paragraph as one line. *body (may be NULL) becomes
 * what follows, borrowed from text. The caller frees.
 */
char *message_split(const char *text, const char **body);

/*
 * Take apart. Both texts must be valid UTF-8. With from, body is a mail's: an in-body "From:" line
 * is removed and its person written to *from (NULL if there is none; the caller frees).
 */
void message_parse(struct message *message, const char *subject, const char *body, char **from);

/* The same with head above the body: markers of a mail's header, each with its line end, or NULL.
 */
void message_parse_below(struct message *message, const char *subject, const char *head,
			 const char *body, char **from);
void message_clear(struct message *message);

/* Bytes of memory that its texts take, see base/memory.h. */
size_t message_memory(const struct message *message);

/*
 * A subject without "Re:", "[PATCH AUTOSEL 5.10 03/17]" and the like. *tag, when given, becomes the
 * text within the brackets, several joined by a blank, NULL if none. The caller frees both.
 */
char *message_strip_tags(const char *subject, char **tag);

#endif
