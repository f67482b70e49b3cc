/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mailbox - where drafts go: an mbox, a maildir, a directory of .eml files. */

#ifndef WINNOW_ANSWER_MAILBOX_H
#define WINNOW_ANSWER_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/cleanup.h"
#include "base/text.h"

/* Append text as a mail stands in an mboxrd: one more '>' before "From ", ">From ", and so on. */
void mailbox_quote(GString *out, struct slice text);

enum mailbox_kind {
	MAILBOX_MBOX,	 /* mboxrd; "-" is standard output */
	MAILBOX_MAILDIR, /* made if it is not there; mails are drafts (D) and seen */
	MAILBOX_FILES,	 /* one .eml file each; the directory is made */
};

enum mailbox_outcome {
	MAILBOX_NEW,
	MAILBOX_REPLACED, /* what we wrote earlier, and nobody changed */
	MAILBOX_SAME,
	MAILBOX_KEPT, /* somebody changed, deleted or took over what was there: it stays */
};

struct mailbox;

/* *out is the caller's. Fails if path is something else, or cannot be made. */
bool mailbox_open(enum mailbox_kind kind, const char *path, struct mailbox **out,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mailbox_free(struct mailbox *mailbox);
DEFINE_CLEANUP(struct mailbox *, mailbox_free)

/* What stays the same each time a mail is written. */
struct mailbox_name {
	const char *key;     /* what it answers */
	const char *subject; /* for people who look at file names */
	const char
		*in_reply_to; /* NULL: nothing; a draft of whatever name that answers it counts */
	gint64 date;	      /* of what it answers; 0: not known */
};

/*
 * Put a mail there, whole or not at all. *path is the file it stands in, the caller's; NULL for an
 * mbox.
 */
bool mailbox_add(struct mailbox *mailbox, const struct mailbox_name *name, const char *bytes,
		 size_t length, enum mailbox_outcome *outcome, char **path,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * All were added: only now an mbox is written. Fails, and writes nothing, if there is a file
 * already with a mail that letter_write() did not write or that was changed since.
 */
bool mailbox_finish(struct mailbox *mailbox, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
