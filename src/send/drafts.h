/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drafts - the mails to be sent that a command line names. */

#ifndef WINNOW_SEND_DRAFTS_H
#define WINNOW_SEND_DRAFTS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "send/outgoing.h"
#include "send/ledger.h"

struct drafts {
	GPtrArray *mails;    /* struct outgoing *, its own; no two of one Message-ID */
	GPtrArray *problems; /* char *: drafts that cannot be sent, and why */
	size_t others;	     /* mails in maildirs that winnow did not write */
};

/*
 * Read files (a mail or an mbox), "-", standard input, and from maildirs what winnow
 * wrote and nobody flagged as trashed: they hold half-written mails, too. A draft that cannot be
 * sent is a problem, and the rest is read; a name that leads nowhere is WINNOW_ERROR_INPUT.
 */
bool drafts_read(char *const *names, size_t n, const struct outgoing_defaults *defaults,
		 struct drafts *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * Make problems of mails: those to more people than limit, since nobody writes to hundreds in one
 * mail, but a mail made from a hostile one might; and those that somebody has, or may have, with
 * another content under the same Message-ID, who would take the new one for a copy; and further
 * answers of winnow's to a mail that got one from the same sender. ledger may be NULL.
 */
void drafts_refuse_crowds(struct drafts *drafts, unsigned limit);
bool drafts_refuse_changed(struct drafts *drafts, struct ledger *ledger,
			   GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool drafts_refuse_answered(struct drafts *drafts, struct ledger *ledger,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

void drafts_clear(struct drafts *drafts);

#endif
