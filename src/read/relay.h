/* SPDX-License-Identifier: GPL-2.0-or-later */
/* relay - who wrote a mail that a list or a relay sent on in its own name: "Ann Ash via Some List".
 */

#ifndef WINNOW_READ_RELAY_H
#define WINNOW_READ_RELAY_H

/*
 * "Name <address>" of who wrote the mail, or NULL where From says so itself. Headers are decoded,
 * in valid UTF-8, NULL where the mail has none; original is X-Original-From. The address is empty
 * where none of them tells it: the relay's own is never his. The caller frees.
 */
char *relay_author(const char *from, const char *original, const char *reply_to);

#endif
