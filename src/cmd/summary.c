/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/link-options.h"
#include "cmd/mailing.h"
#include "cmd/output.h"
#include "cmd/reviewing.h"
#include "git/file.h"
#include "answer/identity.h"
#include "answer/recipients.h"
#include "answer/summary.h"

static const char about[] =
	"Write a review as one text that a list would read: what to drop and why, by subsystem,\n"
	"what is in the wrong order, what is missing, then what is fine. Sends nothing.";

static const char help[] =
	"QUEUE is what 'winnow review' takes. Without a place for mails the text alone is "
	"printed.\n"
	"\n"
	"  winnow -C linux summary --upstream origin/master --onto v6.12.8 queue-6.12/\n"
	"  winnow -C linux summary --split-by subsystem --maildir ~/Mail/drafts queue-6.12/\n";

struct summary_options {
	gboolean html;
	char *split_by, *maintainers;
	char **to, **cc;
};

static void summary_options_clear(struct summary_options *options)
{
	g_free(options->split_by);
	g_free(options->maintainers);
	g_strfreev(options->to);
	g_strfreev(options->cc);
}

/* The first there is. */
static const struct commit_id *base_of(const struct report *report)
{
	for (size_t i = 0; i < report->n_bases; i++)
		if (report->bases[i]->name)
			return &report->bases[i]->id;
	return &report->base;
}

/* The file that was given, else the one in the target's tree, else in upstream's; *out may be NULL.
 */
static bool read_maintainers(const struct report *report, struct repo *repo, const char *path,
			     struct maintainers **out, GError **error)
{
	static const char name[] = "MAINTAINERS";
	g_autofree char *text = NULL;
	size_t length = 0;

	*out = NULL;
	if (path) {
		if (!file_read(path, MAINTAINERS_LIMIT, &text, &length, error))
			return false;
	} else if (report_has_base(report) && repo) {
		(void)repo_read_file(repo, base_of(report), name, MAINTAINERS_LIMIT, &text);
	} else if (report->history && history_repo(report->history)) {
		guint32 n = history_length(report->history);

		if (n)
			(void)repo_read_file(history_repo(report->history),
					     &history_at(report->history, n - 1)->id, name,
					     MAINTAINERS_LIMIT, &text);
	}
	if (text)
		*out = maintainers_parse(text, path ? length : strlen(text));
	return true;
}

static bool add_given(struct recipients *recipients, GArray *list, char *const *given,
		      const char *option, GError **error)
{
	for (; given && *given; given++) {
		size_t n_bad = 0;
		g_autoptr(GArray) found = addresses_parse(*given, &n_bad);

		if (!found->len || n_bad)
			return fail(error, WINNOW_ERROR_USAGE, "%s: no address: '%s'", option,
				    *given);
		recipients_add(recipients, list, *given);
	}
	return true;
}

/* Where no file says whose it is: those whose patches are not simply fine. */
static void add_authors(struct recipients *recipients, const struct summary *summary)
{
	for (guint i = 0; i < summary->reviews->len; i++) {
		const struct review *review = summary->reviews->pdata[i];
		g_autofree char *email = g_strdup(review->patch->author.email);

		if (review->judgement.verdict != VERDICT_KEEP)
			recipients_add(recipients, recipients->cc, email);
	}
}

static bool address(const struct summary *summary, const struct summary_options *options,
		    const struct identity *identity, const char *stable_list, struct letter *letter,
		    GError **error)
{
	struct recipients recipients;
	bool ok;

	recipients_init(&recipients, letter->to, letter->cc, identity);
	ok = add_given(&recipients, letter->to, options->to, "--to", error) &&
	     add_given(&recipients, letter->cc, options->cc, "--cc", error);
	if (ok && !options->to && stable_list)
		recipients_add(&recipients, letter->to, stable_list);
	if (ok && summary->people) {
		recipients_add(&recipients, letter->cc, summary->people->people->str);
		recipients_add(&recipients, letter->cc, summary->people->lists->str);
	} else if (ok && summary->subsystem) {
		add_authors(&recipients, summary);
	}
	recipients_clear(&recipients);
	if (ok && !letter->to->len)
		return fail(error, WINNOW_ERROR_USAGE,
			    "no --to, and no stable list is known (winnow.stableList)");
	return ok;
}

static char *subject_of(const struct summary *summary)
{
	g_autofree char *counts = summary_counts(summary);
	bool short_trees = strlen(summary->trees) < 20;

	return g_strdup_printf("Review of %s%s%s%s: %s",
			       short_trees && g_ascii_isdigit(*summary->trees) ? summary->trees
									       : "stable",
			       " patches", summary->subsystem ? ", " : "",
			       summary->subsystem ? summary->subsystem : "", counts);
}

struct job {
	const struct report *report;
	struct repo *repo;
	const struct summary_options *options;
	const struct mailing_options *mailing;
	const struct wording *wording;
	bool quiet;
};

static bool write_mail(const struct job *job, const struct summary *summary,
		       const struct identity *identity, const char *stable_list,
		       struct mailbox *mailbox, GError **error)
{
	struct mailbox_name name = { 0 };
	struct letter letter;
	g_autofree char *key = g_strdup_printf("summary\n%s\n%s", summary->trees,
					       summary->subsystem ? summary->subsystem : "");
	g_autofree char *label = g_strdup_printf(
		"review-%s", summary->subsystem ? summary->subsystem : summary->trees);
	bool ok;

	letter_init(&letter);
	letter.from =
		(struct person){ g_strdup(identity->from.name), g_strdup(identity->from.email) };
	letter.subject = subject_of(summary);
	letter.date = job->report->now;
	letter.text = summary_write(job->report, summary, job->wording, identity->signature,
				    job->options->html ? &letter.html : NULL);
	name.key = key;
	name.subject = label;
	ok = address(summary, job->options, identity, stable_list, &letter, error) &&
	     mailing_add(mailbox, &letter, &name, job->quiet, error);
	letter_clear(&letter);
	return ok;
}

static bool write_mails(const struct job *job, const GPtrArray *summaries, GError **error)
{
	_cleanup_(identity_freep) struct identity *identity = NULL;
	_cleanup_(mailbox_freep) struct mailbox *mailbox = NULL;
	g_autofree char *found = recipients_stable_list(job->report->queue);

	if (!identity_read(job->repo, &identity, error) ||
	    !mailing_open(job->mailing, job->repo, &mailbox, error))
		return false;
	for (guint i = 0; i < summaries->len; i++)
		if (!write_mail(job, summaries->pdata[i], identity,
				identity->stable_list ? identity->stable_list : found, mailbox,
				error))
			return false;
	return mailbox_finish(mailbox, error);
}

static bool write_all(const struct global_options *global, const struct job *job, GError **error)
{
	const struct summary_options *options = job->options;
	_cleanup_(maintainers_freep) struct maintainers *maintainers = NULL;
	_cleanup_(link_options_clear) struct link_options links = { 0 };
	g_autoptr(GPtrArray) summaries = NULL;
	struct report_style style = { 0 };

	if (!read_maintainers(job->report, job->repo, options->maintainers, &maintainers, error))
		return false;
	if (!link_options_read(job->repo, job->report->history, &links, &style, error))
		return false;
	summaries =
		summaries_new(job->report, maintainers, options->split_by != NULL, &style.links);
	if (options->split_by || options->html || mailing_has_output(job->mailing))
		return write_mails(job, summaries, error);
	if (!output_begin(global, job->repo, "summary", NULL, error))
		return false;
	for (guint i = 0; i < summaries->len; i++) {
		g_autofree char *text =
			summary_write(job->report, summaries->pdata[i], job->wording, NULL, NULL);

		fputs(text, stdout);
	}
	return true;
}

bool cmd_summary(struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options run_options = { 0 };
	_cleanup_(mailing_options_clear) struct mailing_options mailing = { 0 };
	_cleanup_(summary_options_clear) struct summary_options options = { 0 };
	g_autofree GOptionEntry *shared = reviewing_option_entries_with_trees(&run_options);
	g_autofree GOptionEntry *outputs = mailing_option_entries(&mailing);
	GOptionEntry entries[] = {
		{ "split-by", 0, 0, G_OPTION_ARG_STRING, &options.split_by,
		  "A mail for each subsystem, its people in copy", "subsystem" },
		{ "maintainers", 0, 0, G_OPTION_ARG_FILENAME, &options.maintainers,
		  "MAINTAINERS file, if not the tree's own", "FILE" },
		{ "html", 0, 0, G_OPTION_ARG_NONE, &options.html,
		  "Mails that have the text as HTML, too", NULL },
		{ "to", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.to,
		  "Whom it goes to, in place of the stable list; may repeat", "ADDRESS" },
		{ "cc", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.cc, "Who gets a copy; may repeat",
		  "ADDRESS" },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *own = cmd_join_entries(entries, outputs);
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	_cleanup_(wording_freep) struct wording *wording = NULL;
	g_auto(GStrv) directories = NULL;
	bool helped = false;

	(void)status;
	if (!cmd_parse(global, own, shared, "[OPTION...] [QUEUE...]", about, help, &argc, &argv,
		       &helped, error) ||
	    helped)
		return helped;
	if (argc < 2 && !run_options.inbox)
		return fail(error, WINNOW_ERROR_USAGE,
			    "summary: no QUEUE (see winnow summary --help)");
	if (options.split_by && strcmp(options.split_by, "subsystem") != 0)
		return fail(error, WINNOW_ERROR_USAGE, "--split-by: '%s' is not 'subsystem'",
			    options.split_by);
	if (!reviewing_open(global, &run_options, (const char *const *)argv + 1, &reviewing, error))
		return false;
	directories = mailing_template_directories(reviewing.repo, &mailing);
	if (!wording_read((const char *const *)directories, "summary", summary_names,
			  n_summary_names, &wording, error))
		return false;

	struct job job = {
		.report = reviewing.report,
		.repo = reviewing.repo,
		.options = &options,
		.mailing = &mailing,
		.wording = wording,
		.quiet = run_options.upstream.quiet,
	};

	return write_all(global, &job, error);
}
