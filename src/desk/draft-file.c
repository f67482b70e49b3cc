/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/draft-file.h"

#include "answer/draft.h"
#include "answer/mailbox.h"
#include "answer/recipients.h"
#include "base/error.h"

static bool put_draft(const struct triage *triage, const struct draft *draft, char **path,
		      GError **error)
{
	_cleanup_(mailbox_freep) struct mailbox *mailbox = NULL;
	struct mailbox_name name = { draft->key, draft->subject, draft->letter.in_reply_to,
				     draft->date };
	enum mailbox_outcome outcome;
	size_t length = 0;
	g_autofree char *bytes = letter_write(&draft->letter, &length);

	return mailbox_open(MAILBOX_MAILDIR, triage->drafts, &mailbox, error) &&
	       mailbox_add(mailbox, &name, bytes, length, &outcome, path, error) &&
	       mailbox_finish(mailbox, error);
}

bool draft_file_write(const struct triage *triage, size_t index, char **path, GError **error)
{
	const struct report *report = triage->desk.report;
	g_autofree guint8 *named = g_new0(guint8, report->n_reviews + 1);
	g_autofree char *found_list = recipients_stable_list(report->queue);
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) drafts = NULL;
	_cleanup_(identity_freep) struct identity *identity = NULL;
	_cleanup_(draft_wordings_freep) struct draft_wordings *wordings = NULL;
	struct draft_options options = { .named = named, .answer_again = true };

	if (!triage->drafts)
		return fail(error, WINNOW_ERROR_INPUT,
			    "there is no place for drafts: give --maildir, or set winnow.drafts");
	if (!identity_read(triage->repo, &identity, error) ||
	    !draft_wordings_read(triage->templates, &wordings, error))
		return false;
	named[index] = 1;
	options.identity = identity;
	options.wordings = wordings;
	options.stable_list = identity->stable_list ? identity->stable_list : found_list;
	drafts = drafts_new(report, &options, notes);
	if (!drafts->len)
		return fail(error, WINNOW_ERROR_INPUT, "%s",
			    notes->len ? (char *)notes->pdata[0] : "there is nothing to answer");
	return put_draft(triage, drafts->pdata[0], path, error);
}
