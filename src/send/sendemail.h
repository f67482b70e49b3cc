/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendemail - how to send mail, from the settings that git send-email reads, git-send-email(1). */

#ifndef WINNOW_SEND_SENDEMAIL_H
#define WINNOW_SEND_SENDEMAIL_H

#include <stdbool.h>

#include <glib.h>

#include "git/repo.h"
#include "send/smtp.h"

/* Strings its own; NULL where nothing is set. */
struct sendemail {
	char *from;	       /* of drafts that have no From */
	char *envelope_sender; /* an address; NULL: each mail's own */
	char *program;	       /* that git would run in place of talking to a server */
	char *server, *user, *password, *mechanisms, *certificates, *domain;
	unsigned port; /* 0: not set */
	enum smtp_encryption encryption;
};

/*
 * Read sendemail.* from repo's configuration, or with NULL the user's; those of identity, else of
 * sendemail.identity, go first. Fails with WINNOW_ERROR_USAGE for values that cannot be heeded:
 * nothing that asks for more safety is passed over.
 */
bool sendemail_read(struct repo *repo, const char *identity, struct sendemail *out,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether they say how to reach a server; WINNOW_ERROR_USAGE if not. */
bool sendemail_check_server(const struct sendemail *settings,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wipes the password. */
void sendemail_clear(struct sendemail *settings);

#endif
