/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * deliver - send each mail to each of its recipients once, whatever happens: what the ledger says
 * was sent is not sent again, what may have been is neither sent nor forgotten.
 *
 * SMTP alone cannot do more: between the dot that ends a mail and the server's response nobody
 * knows. Just before the dot the ledger notes that the mail is being offered, just after the
 * response what became of it. A run that finds the first note alone asks its user.
 */

#ifndef WINNOW_SEND_DELIVER_H
#define WINNOW_SEND_DELIVER_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "send/outgoing.h"
#include "send/ledger.h"
#include "send/smtp.h"

/* A mail to more is offered several times: RFC 5321 4.5.3.1.8, what every server takes at once. */
enum { DELIVER_AT_ONCE = 100 };

struct deliver_options {
	const char *sender; /* the envelope's; NULL: each mail's own */
	unsigned attempts;  /* at most, for what is refused for the time being; at least 1 */
	unsigned wait_s;    /* before the second; doubled for each further one */
	gint64 now;	    /* seconds since the epoch, for the ledger */

	/* News, as they come; response may be NULL. */
	void (*told)(const struct outgoing *mail, const char *recipient, enum delivery delivery,
		     const char *response, void *data);
	void (*waiting)(unsigned seconds, const char *why, void *data);
	/* After the first mail that the server listened to. */
	void (*logged_in)(bool good, void *data);
	void *data;
};

/*
 * Count all recipients of mails, const struct outgoing *, by how it stands with them; ledger may be
 * NULL.
 */
bool deliver_count(GPtrArray *mails, struct ledger *ledger, size_t counts[static DELIVERY_KINDS],
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Append those of mail's recipients that it is to be offered to, const char *, borrowed: it was not
 * yet, or the server would not then. ledger may be NULL. Those of the kinds in also, by enum
 * delivery, count, too; NULL: none.
 */
bool deliver_find_open(const struct outgoing *mail, struct ledger *ledger, const bool *also,
		       GPtrArray *open, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How it stands with all recipients in the end. */
struct deliver_tally {
	size_t sent; /* now */
	size_t already;
	size_t refused;
	size_t left; /* not sent yet, another run may */
	size_t unknown;
};

/*
 * mails are const struct outgoing *. Fails, with the tally so far, when nothing more can be done:
 * the ledger cannot be written, the server refuses us, or, WINNOW_ERROR_RETRY, could not be talked
 * to.
 */
bool deliver(GPtrArray *mails, struct ledger *ledger, struct smtp *smtp,
	     const struct deliver_options *options, struct deliver_tally *tally,
	     GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
