/* SPDX-License-Identifier: GPL-2.0-or-later */
/* notice - mails by which a stable maintainer says what became of a patch. */

#ifndef WINNOW_ANSWER_NOTICE_H
#define WINNOW_ANSWER_NOTICE_H

#include <stdbool.h>

#include <glib.h>

#include "answer/draft.h"

enum notice_kind {
	NOTICE_FAILED,	/* it does not apply */
	NOTICE_ADDED,	/* it is in the queue */
	NOTICE_DROPPED, /* it is no longer */
	N_NOTICE_KINDS,
};

/* "failed"; false if it is no kind's name. */
bool notice_kind_parse(const char *name, enum notice_kind *out);

/* The verdicts whose patches get one unless others are asked for, as --only takes them. */
const char *notice_verdicts(enum notice_kind kind);

struct notice_options {
	enum notice_kind kind;
	const struct draft_options *draft; /* its wordings are not used */
	const struct wording *wording;
	const char *fetch; /* what git fetch takes to get the tree, "{tree}" its version; NULL */
};

/* The template of that kind. Fails as wording_read() does. */
bool notice_wording_read(const char *const *directories, enum notice_kind kind,
			 struct wording **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * As drafts_new(), one for each entry, each the beginning of a thread. Entries that the draft
 * options name must be ones of which it is true: WINNOW_ERROR_INPUT names the first that is not. Of
 * the verdicts' entries those of which it is not true get none.
 */
bool notices_new(const struct report *report, const struct notice_options *options,
		 GPtrArray *notes, GPtrArray **out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
