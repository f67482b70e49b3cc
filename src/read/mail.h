/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mail - one message of the mail kind: headers, text, and whether it proposes a patch. With
 * address, what knows GMime. */

#ifndef WINNOW_READ_MAIL_H
#define WINNOW_READ_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "read/envelope.h"
#include "read/mail-head.h"

enum mail_kind {
	MAIL_PATCH,
	MAIL_COVER, /* [PATCH 00/17] */
	MAIL_REPLY,
	MAIL_OTHER,
};

/* A patch that came with a mail, apart from its text. */
struct attachment {
	char *name;  /* of its file; "part 2" if it has none. Valid UTF-8 */
	char *bytes; /* of a mail or an mbox; where bare, of a diff that has no head of its own */
	size_t length;
	bool bare;
};

void attachment_free(void *attachment);

/* All strings valid UTF-8, never NULL but where said; ids without <>. */
struct mail {
	enum mail_kind kind;
	char *message_id;  /* NULL if it has none: a file, not a mail that was sent */
	char *in_reply_to; /* NULL if none */
	char *references;  /* the header as sent, ids in <>; NULL if none */
	char *subject;	   /* decoded, unfolded, as sent */
	char *from;
	char *stable_base;   /* X-stable-base; NULL if none */
	bool automatic;	     /* Auto-Submitted: no person wrote it */
	gint64 date;	     /* seconds since the epoch; 0 if unreadable */
	char *text;	     /* its text parts, decoded, those attached left out */
	GPtrArray *attached; /* struct attachment * */
	GPtrArray *unread;   /* char *: "'x.tar' is ...": what may have held patches, and why not */
	struct mail_head head;	   /* what only patch files say */
	struct envelope *envelope; /* NULL if it has no message id */
	GPtrArray *problems;	   /* char *: "the mail is cut off", ...; empty when whole */
};

/*
 * Parse length bytes, headers to the end. Never fails: what is broken is in problems. Anything over
 * PATCH_BYTES_LIMIT is read only as far as its headers. By any thread, once mail_library_init() was
 * called by one: it makes GMime's types, none of which two threads may be the first to ask for.
 */
void mail_parse(struct mail *mail, const char *bytes, size_t length);
void mail_clear(struct mail *mail);

/* Whether bytes begin with a mail's headers, be it behind an mbox's "From " line. */
bool mail_begins(const char *bytes, size_t length);

/* The value of a Date: header; both are untouched where it is none. zone is in minutes. */
void mail_read_date(const char *value, gint64 *date, int *zone);

/* By its subject, "Re:". */
bool mail_is_reply(const struct mail *mail);

/* "reply", "cover letter", ...: for messages. */
const char *mail_kind_name(enum mail_kind kind);

/* Once per process, from main(), before a mail is read or written. It may have SIGPIPE ignored. */
void mail_library_init(void);
void mail_library_shutdown(void);

#endif
