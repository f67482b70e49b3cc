/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outgoing - a mail that is to be sent: to whom, and the bytes that go over the wire. */

#ifndef WINNOW_SEND_OUTGOING_H
#define WINNOW_SEND_OUTGOING_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

/* The header of what winnow wrote. */
#define OUTGOING_MARK "X-Winnow"

enum {
	OUTGOING_BYTES_LIMIT = 25 << 20,
	OUTGOING_LINE_LIMIT = 998, /* RFC 5322 2.1.1, without the line end */
};

struct outgoing {
	char *location;	  /* where it was read, for messages */
	char *message_id; /* without <> */
	char *subject;	  /* decoded, one line, for people */
	char *answered;	  /* the id that a draft of winnow's answers, without <>; NULL: none */
	char *sender;	  /* the address in From */
	GPtrArray *to, *cc, *bcc; /* struct address *, as written */
	GPtrArray *recipients; /* const char *: all of them, each once, in that order; borrowed */
	GString *bytes;	       /* lines end in CRLF, no header that is the sender's alone; neither
				  dot-stuffed nor ended by a dot */
	/* SHA-256, hexadecimal, of the draft but for To, Cc, Date and what does not go out: the
	 * same for the same mail to others */
	char *content;
};

/* What a draft may lack. */
struct outgoing_defaults {
	const char *from; /* "Ann <ann@example.org>"; NULL: a draft without From is refused */
	gint64 now;	  /* seconds since the epoch: its Date */
};

/*
 * Read a draft. Its headers go out as they stand, but for Bcc and what mail programs note for
 * themselves in a draft; From and Date come from defaults
 * where it has none, a Message-ID from its content, so that the same draft gets the same one. Fails
 * with WINNOW_ERROR_INPUT, naming location and line, for what could mean another thing to a server
 * than to the reader of the draft: a bare CR or NUL in the headers, a line there that is no header,
 * a header that must be there once twice, an address that is not plainly one, a line too long.
 */
bool outgoing_new(const char *bytes, size_t length, const char *location,
		  const struct outgoing_defaults *defaults, struct outgoing **out,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the headers have OUTGOING_MARK. */
bool outgoing_is_marked(const char *bytes, size_t length);

void outgoing_free(struct outgoing *mail);
DEFINE_CLEANUP(struct outgoing *, outgoing_free)

/* The bytes as DATA carries them: dots at the begin of lines doubled, ended by a line of one dot.
 */
GString *outgoing_stuffed(const struct outgoing *mail);

#endif
