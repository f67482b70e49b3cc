/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reply - what somebody wrote in reply to a patch, in his own words. */

#ifndef WINNOW_READ_REPLY_H
#define WINNOW_READ_REPLY_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "read/mail.h"
#include "read/patch.h"

/* Strings are valid UTF-8 and never NULL. */
struct reply {
	char *id;	      /* message id, or where it was found */
	GPtrArray *ancestors; /* char *: message ids it hangs from, the nearest first */
	char *subject;	      /* without "Re:" and tags */
	struct person from;
	bool by_machine;	   /* a test robot, a tracker, an automatic reply */
	const struct patch *about; /* the entry whose commit it names; NULL: none. Borrowed */
	gint64 date;
	/*
	 * What he wrote himself: without quoted lines and what introduces them, signature, attached
	 * patch; each paragraph a line, of REPLY_LIMIT bytes at most.
	 */
	char *text;
};

enum { REPLY_LIMIT = 8192 };

/* What mail says; id stands for its message id where it has none. */
struct reply *reply_new(const struct mail *mail, const char *id);
void reply_free(struct reply *reply);
DEFINE_CLEANUP(struct reply *, reply_free)

#endif
