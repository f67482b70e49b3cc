/* SPDX-License-Identifier: GPL-2.0-or-later */
/* smtp - hand one mail to one server. With http, what knows libcurl. */

#ifndef WINNOW_SEND_SMTP_H
#define WINNOW_SEND_SMTP_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"

enum smtp_encryption { SMTP_PLAIN, SMTP_STARTTLS, SMTP_TLS };

/*
 * Borrowed, and all strings in it, while the connection lives; user and password are looked at when
 * a mail is sent. NULL where said.
 */
struct smtp_settings {
	const char *host;
	unsigned port;			 /* 0: the one that belongs to encryption, 25 or 465 */
	enum smtp_encryption encryption; /* certificates are always verified */
	const char *user, *password;	 /* NULL: no authentication */
	const char *mechanisms;		 /* "PLAIN LOGIN"; NULL: the best that both know */
	const char *certificates; /* file or directory of those to trust; NULL: the system's */
	const char *domain;	  /* what we call ourselves; NULL: the machine's name */
	unsigned timeout_s;	  /* for each response of the server */
};

struct smtp;

/* Connects when it is first needed. Fails with WINNOW_ERROR_USAGE for settings that cannot be. */
bool smtp_new(const struct smtp_settings *settings, struct smtp **out,
	      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void smtp_free(struct smtp *smtp);
DEFINE_CLEANUP(struct smtp *, smtp_free)

/* "smtp.example.org:587", for people and for credentials. */
const char *smtp_server(const struct smtp *smtp);

/* What became of one recipient. */
enum smtp_outcome {
	SMTP_UNTRIED,  /* something failed before: it has not gone to this recipient */
	SMTP_ACCEPTED, /* the server has taken the mail for this recipient */
	SMTP_REFUSED,  /* 5xx */
	SMTP_DEFERRED, /* 4xx */
	SMTP_UNKNOWN,  /* all was sent, and no response came, or one that says neither */
};

struct smtp_result {
	enum smtp_outcome outcome;
	/* The server's last line about it, as one line, without user and password; NULL if none. */
	char *response;
};

/* Only strings are freed: the array is the caller's. */
void smtp_results_clear(struct smtp_result *results, size_t n);

/*
 * What is called when all of the mail is with the server but for the dot that ends it: only from
 * then on can it be delivered. Those of the recipients that the server took have SMTP_UNKNOWN in
 * results. False stops there, so that it cannot.
 */
typedef bool smtp_offering(const struct smtp_result *results, void *data);

/*
 * Send bytes, which are as struct outgoing has them, to n recipients, who must pass
 * address_is_valid(). results, n of them, zeroed, are filled always.
 * Fails when there was no talk about the mail: WINNOW_ERROR_RETRY where another time may do,
 * WINNOW_ERROR_SYSTEM where it will not (certificate, authentication). What was said about the mail
 * is in results, and no failure.
 */
bool smtp_send(struct smtp *smtp, const char *sender, char *const *recipients, size_t n,
	       const GString *bytes, smtp_offering *offering, void *data,
	       struct smtp_result *results, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the last smtp_send() learned of user and password. */
enum smtp_login { SMTP_LOGIN_UNTRIED, SMTP_LOGIN_GOOD, SMTP_LOGIN_BAD };
enum smtp_login smtp_login(const struct smtp *smtp);

#endif
