/* SPDX-License-Identifier: GPL-2.0-or-later */
/* draft - the answers that a maintainer would send to what was reviewed. */

#ifndef WINNOW_ANSWER_DRAFT_H
#define WINNOW_ANSWER_DRAFT_H

#include <stdbool.h>

#include <glib.h>

#include "base/cleanup.h"
#include "answer/identity.h"
#include "answer/letter.h"
#include "review/report.h"

/* The templates of answers, all read at once so that what is wrong with one is told early. */
struct draft_wordings;
bool draft_wordings_read(const char *const *directories, struct draft_wordings **out,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void draft_wordings_free(struct draft_wordings *wordings);
DEFINE_CLEANUP(struct draft_wordings *, draft_wordings_free)

struct draft {
	struct letter letter;
	char *key;     /* what it answers: message id, file name or commit id */
	char *subject; /* of the patch, without tags */
	gint64 date;   /* of what it answers; 0: not known */
};

struct draft_options {
	const struct identity *identity;
	const struct draft_wordings *wordings;
	const char *stable_list;   /* NULL: only where the mail had one */
	bool verdicts[N_VERDICTS]; /* what is answered */
	const guint8 *named;	   /* by review, whatever its verdict; NULL: none is */
	bool answer_again;	   /* also where the identity has answered already */
};

void draft_free(void *draft);

/*
 * A letter about the review's patch from the identity, to recipients_of() it, without subject, text
 * and thread. NULL, which is noted, where nobody is left to write
 * to.
 */
struct draft *draft_begin(const struct report *report, const struct review *review,
			  const struct draft_options *options, GPtrArray *notes);

/*
 * Drafts for report as struct draft, to be unreffed, in the queue's order. Copies of one change for
 * several trees get one, to the copy for the newest, if they came within PATCH_QUEUE_DAYS and the
 * verdict is the same. Why a patch gets none is appended to notes (char *).
 */
GPtrArray *drafts_new(const struct report *report, const struct draft_options *options,
		      GPtrArray *notes);

#endif
