/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/mailing.h"
#include "cmd/named.h"
#include "cmd/reviewing.h"
#include "answer/draft.h"
#include "answer/notice.h"
#include "answer/recipients.h"
#include "answer/wording.h"

static const char summary[] =
	"Write the answers that a maintainer would send, as drafts: one for each patch that is\n"
	"not a plain keep, to all who had it, with the reasons that decided. Sends nothing.";

static const char help[] =
	"QUEUE is what 'winnow review' takes. A draft that was changed is never overwritten.\n"
	"\n"
	"  winnow -C linux reply --upstream origin/master --maildir ~/Mail/drafts autosel.mbox\n"
	"  winnow reply --patch 20220407011029.5150-18 -o reply.mbox autosel.mbox\n";

static bool parse_names(const struct report *report, char *const *patches, guint8 **out,
			GError **error)
{
	g_autofree guint8 *named = g_new0(guint8, report->n_reviews + 1);

	for (; patches && *patches; patches++) {
		size_t index;

		if (!named_find(report, *patches, &index, error))
			return false;
		named[index] = 1;
	}
	*out = g_steal_pointer(&named);
	return true;
}

/* Without any an mbox stays what it was. */
static bool write_drafts(const GPtrArray *drafts, const struct mailing_options *mailing,
			 struct repo *repo, const struct reviewing_options *options, GError **error)
{
	_cleanup_(mailbox_freep) struct mailbox *mailbox = NULL;
	struct warn warn = upstream_options_warn(&options->upstream);

	if (!mailing_open(mailing, repo, &mailbox, error))
		return false;
	if (!drafts->len) {
		warn_tell(&warn, "nothing to answer");
		return true;
	}
	for (guint i = 0; i < drafts->len; i++) {
		const struct draft *draft = drafts->pdata[i];
		struct mailbox_name name = { draft->key, draft->subject, draft->letter.in_reply_to,
					     draft->date };

		if (!mailing_add(mailbox, &draft->letter, &name, options->upstream.quiet, error))
			return false;
	}
	return mailbox_finish(mailbox, error);
}

/* Mails of one kind, in place of answers. */
static bool make_notices(const struct report *report, struct repo *repo, enum notice_kind kind,
			 const char *const *directories, const struct draft_options *draft,
			 GPtrArray *notes, GPtrArray **out, GError **error)
{
	_cleanup_(wording_freep) struct wording *wording = NULL;
	g_autofree char *fetch = repo_config(repo, "winnow.stableFetch");
	struct notice_options options = { .kind = kind, .draft = draft, .fetch = fetch };

	if (!notice_wording_read(directories, kind, &wording, error))
		return false;
	options.wording = wording;
	return notices_new(report, &options, notes, out, error);
}

static bool reply(const struct report *report, struct repo *repo,
		  const struct reviewing_options *options, const struct mailing_options *mailing,
		  char *const *patches, const enum notice_kind *kind, bool verdicts[N_VERDICTS],
		  GError **error)
{
	g_auto(GStrv) directories = mailing_template_directories(repo, mailing);
	g_autofree char *found_list = NULL;
	g_autofree guint8 *named = NULL;
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) drafts = NULL;
	_cleanup_(identity_freep) struct identity *identity = NULL;
	_cleanup_(draft_wordings_freep) struct draft_wordings *wordings = NULL;
	struct draft_options draft_options = { .answer_again = options->no_replies };
	struct warn warn = upstream_options_warn(&options->upstream);

	if (!identity_read(repo, &identity, error) ||
	    !draft_wordings_read((const char *const *)directories, &wordings, error) ||
	    !parse_names(report, patches, &named, error))
		return false;
	found_list = recipients_stable_list(report->queue);
	draft_options.identity = identity;
	draft_options.wordings = wordings;
	draft_options.stable_list = identity->stable_list ? identity->stable_list : found_list;
	draft_options.named = patches ? named : NULL;
	memcpy(draft_options.verdicts, verdicts, sizeof(draft_options.verdicts));
	if (!kind)
		drafts = drafts_new(report, &draft_options, notes);
	else if (!make_notices(report, repo, *kind, (const char *const *)directories,
			       &draft_options, notes, &drafts, error))
		return false;
	warn_tell_all(&warn, notes, 0);
	return write_drafts(drafts, mailing, repo, options, error);
}

static const char usual[] = "drop,keep-with,ask";

bool cmd_reply(struct global_options *global, int argc, char **argv, enum status *status,
	       GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { 0 };
	_cleanup_(mailing_options_clear) struct mailing_options mailing = { 0 };
	g_autofree GOptionEntry *shared = reviewing_option_entries_with_trees(&options);
	g_autofree GOptionEntry *outputs = mailing_option_entries(&mailing);
	g_auto(GStrv) patches = NULL;
	g_autofree char *word = NULL;
	enum notice_kind kind = NOTICE_FAILED;
	g_autofree char *only = NULL;
	GOptionEntry entries[] = {
		{ "kind", 0, 0, G_OPTION_ARG_STRING, &word,
		  "Say that patches failed (to apply), were added or dropped, in a mail each",
		  "KIND" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &only,
		  "Answer only these, e.g. drop (default: drop,keep-with,ask)", "VERDICTS" },
		{ "patch", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &patches,
		  "Answer this one, whatever its verdict; may repeat", "PATCH" },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *own = cmd_join_entries(entries, outputs);
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	bool verdicts[N_VERDICTS] = { false };
	bool helped = false;

	(void)status;
	if (!cmd_parse(global, own, shared, "[OPTION...] [QUEUE...]", summary, help, &argc, &argv,
		       &helped, error) ||
	    helped)
		return helped;
	if (argc < 2 && !options.inbox)
		return fail(error, WINNOW_ERROR_USAGE, "reply: no QUEUE (see winnow reply --help)");
	if (word && !notice_kind_parse(word, &kind))
		return fail(error, WINNOW_ERROR_USAGE, "--kind: not failed, added or dropped: '%s'",
			    word);
	if (!cmd_parse_verdicts("--only",
				only   ? only
				: word ? notice_verdicts(kind)
				       : usual,
				verdicts, error) ||
	    !reviewing_open(global, &options, (const char *const *)argv + 1, &reviewing, error))
		return false;
	return reply(reviewing.report, reviewing.repo, &options, &mailing, patches,
		     word ? &kind : NULL, verdicts, error);
}
