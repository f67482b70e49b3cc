/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * credential - passwords from git's credential helpers, git-credential(1). They pass through pipes
 * alone: no command line, no environment, no message has them.
 */

#ifndef WINNOW_SEND_CREDENTIAL_H
#define WINNOW_SEND_CREDENTIAL_H

#include <stdbool.h>

#include <glib.h>

/* All strings its own; credential_clear() wipes the password. */
struct credential {
	char *directory; /* whose configuration names the helpers; NULL: the current directory's */
	char *protocol, *host, *username;
	char *password; /* NULL until it is known */
};

void credential_clear(struct credential *credential);

/*
 * Ask the helpers, who may ask the user at the terminal, for what is missing. Fails with
 * WINNOW_ERROR_SYSTEM when nobody knows, or git cannot be run.
 */
bool credential_fill(struct credential *credential, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tell them that it was right, or wrong. What they make of it is their business. */
void credential_approve(const struct credential *credential);
void credential_reject(const struct credential *credential);

#endif
