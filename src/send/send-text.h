/* SPDX-License-Identifier: GPL-2.0-or-later */
/* send-text - what is to be sent, what was, and what would go over the wire, for people to read. */

#ifndef WINNOW_SEND_SEND_TEXT_H
#define WINNOW_SEND_SEND_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <glib.h>

#include "send/outgoing.h"
#include "send/ledger.h"

/* To, Cc, Bcc and subject of each mail (struct outgoing *), and what the ledger (may be NULL) has.
 */
bool send_text_plan(GPtrArray *mails, struct ledger *ledger, FILE *out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line of news: "sent      ann@example.org  <id>  250 OK". response may be NULL. */
void send_text_delivery(const char *message_id, const char *address, enum delivery delivery,
			const char *response, FILE *out);

/* The ledger's entries, of mails or with NULL all; ledger may be NULL. */
bool send_text_status(struct ledger *ledger, GPtrArray *mails, FILE *out,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The commands and bytes that the server gets for a mail to recipients, const char *, but for how
 * it is greeted; nothing if there are none. masked: for a terminal, so that it obeys nothing in it.
 */
void send_text_wire(const struct outgoing *mail, const char *sender, const GPtrArray *recipients,
		    bool masked, FILE *out);

#endif
