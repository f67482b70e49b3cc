/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ledger - which mail went to whom, in a file that survives whatever ends the program. What is
 * noted is on the disk when the call returns, in the file itself.
 *
 * A ledger that may lack what was sent (an older copy, a part of one, moment.h) is
 * WINNOW_ERROR_RETRY unless it is trusted, and so is one behind a link that leads nowhere.
 */

#ifndef WINNOW_SEND_LEDGER_H
#define WINNOW_SEND_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "send/outgoing.h"

/* How it stands with one mail and one recipient. */
enum delivery {
	DELIVERY_NONE,	   /* never offered, or only in parts: it cannot have arrived */
	DELIVERY_OFFERED,  /* given to the server whole; whether it took it is not known */
	DELIVERY_ACCEPTED, /* the server took it, or the user says so */
	DELIVERY_REFUSED,  /* the server never will */
	DELIVERY_DEFERRED, /* the server would not now */
};
enum { DELIVERY_KINDS = DELIVERY_DEFERRED + 1 };

/* "accepted", ...; static. */
const char *delivery_name(enum delivery delivery);

struct ledger_entry {
	enum delivery delivery;
	gint64 at;	      /* seconds since the epoch */
	const char *response; /* the server's words, "" if none; borrowed until the next call */
};

struct ledger;

/* Where it is: sent.db in winnow's directory for what must be kept. The caller frees. */
char *ledger_default_path(void);

/*
 * Open the ledger to look into it; *out is NULL where there is none yet, which is success.
 * A damaged one, or another program's file, is an error: what was sent must not be forgotten.
 */
bool ledger_open(const char *path, bool trust, struct ledger **out,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Open it to write, and make it if there is none. There is one such writer at a time: waits for
 * another (told by waiting, once) until it is closed, ten minutes at most: WINNOW_ERROR_RETRY.
 * No ledger may be open in this process.
 */
bool ledger_open_to_write(const char *path, bool trust,
			  void (*waiting)(const char *path, void *data), void *data,
			  struct ledger **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What others than its owner may do to it, as in a file's mode; 0 also where there is none. */
unsigned ledger_others_may(const char *path);
void ledger_free(struct ledger *ledger);
DEFINE_CLEANUP(struct ledger *, ledger_free)

/*
 * How it stands. ledger may be NULL: DELIVERY_NONE. *entry is filled always; false and an error
 * when the ledger cannot be read.
 */
bool ledger_find(struct ledger *ledger, const char *message_id, const char *address,
		 struct ledger_entry *entry, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Whether another content than this was accepted, or may have been, under the id; *other says so.
 * Entries of a content that nobody can have are forgotten, when the ledger is open to write.
 */
bool ledger_has_other(struct ledger *ledger, const char *message_id, const char *content,
		      bool *other, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What somebody got, or may have got, in answer to the mail that this draft of winnow's answers,
 * from the same sender: *own, this draft; *other, another one. ledger may be NULL.
 */
bool ledger_find_answers(struct ledger *ledger, const struct outgoing *mail, bool *own, bool *other,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One mail's news for some recipients. */
struct ledger_note {
	const char *address;
	enum delivery delivery; /* DELIVERY_NONE: forget what is there */
	const char *response;	/* may be NULL */
};
bool ledger_write(struct ledger *ledger, const struct outgoing *mail,
		  const struct ledger_note *notes, size_t n, gint64 now,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All entries, in the order in which mails were first noted. Strings live during the call. */
typedef void ledger_visitor(const char *message_id, const char *subject, const char *address,
			    const struct ledger_entry *entry, void *data);
bool ledger_each(struct ledger *ledger, ledger_visitor *visit, void *data,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
