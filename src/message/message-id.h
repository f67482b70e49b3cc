/* SPDX-License-Identifier: GPL-2.0-or-later */
/* message-id - the mail a commit was made from, and the series that mail was part of. */

#ifndef WINNOW_MESSAGE_MESSAGE_ID_H
#define WINNOW_MESSAGE_MESSAGE_ID_H

#include <stdbool.h>

#include <glib.h>

enum { MESSAGE_ID_LIMIT = 250 }; /* RFC 5322 keeps lines below 998; real ids are below 100 */

/*
 * What the ids of one series have in common, and the mail's number in it. The forms are those of
 * git send-email, "20220401123456.4711-3-ann@example.org", until 2016
 * "1648816496-4711-3-git-send-email-ann@example.org", of git format-patch --thread,
 * "<commit>.1648816496.git.ann@example.org" with "cover.1648816496.git...", and of b4,
 * "20220401-slug-v2-3-0123456789ab@example.org". False for any other: it tells no series. The
 * caller frees *series.
 */
bool message_id_series(const char *id, char **series, unsigned *number);

/*
 * The id of the mail that a commit message's body says it was made from: Message-ID:,
 * LKML-Reference: (until 2011), or a Link: to an archive that has an id in its address; the last
 * one, and none with a "[1]" or "#" behind it, which are links to what the text talks about. NULL
 * if there is none. The caller frees.
 */
char *message_id_of_commit(const char *body);

/*
 * One for a mail that address writes, by the first 32 digits of a sum of what it holds: the same
 * mail gets the same. Of a domain that is too long for an id it has the end. The caller frees.
 */
char *message_id_made(const char *sum, const char *address);

#endif
