/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "cmd/changed-options.h"
#include "cmd/cmd.h"
#include "cmd/deciding.h"
#include "cmd/locate.h"
#include "cmd/mailing.h"
#include "cmd/output.h"
#include "cmd/reviewing.h"
#include "desk/screen.h"
#include "desk/triage.h"
#include "write/report-order.h"

static const char summary[] =
	"Review a queue on the terminal: the list above, the reasons with their proof below, and\n"
	"decide patch by patch. What is decided is saved with each key.";

static const char help[] =
	"QUEUE is what 'winnow review' takes. The file of decisions is the one of 'winnow "
	"decide'.\n"
	"\n"
	"  winnow -C linux triage --upstream origin/master --onto v6.12.8 queue-6.12/\n"
	"  winnow -C linux triage --changed --onto v6.12.8 queue-6.12/\n"
	"\n";

/* What is to be known before anything is decided; NULL: nothing. */
static char *notice_of(const char *path)
{
	g_autofree char *directory = g_path_get_dirname(path);
	bool is_there = access(path, F_OK) == 0;

	if ((is_there && access(path, W_OK) != 0) || access(directory, W_OK | X_OK) != 0)
		return g_strdup_printf("%s cannot be written: nothing that is decided here will "
				       "last",
				       path);
	return NULL;
}

/* Whether there is anything to decide with: before the review, which takes a while. */
static bool can_decide(const struct global_options *global, const struct reviewing_options *options,
		       const char *queue, char **who, GError **error)
{
	_cleanup_(repo_freep) struct repo *repo = NULL;
	_cleanup_(decisions_freep) struct decisions *decisions = NULL;
	struct warn silent = { 0 };
	g_autofree char *path = NULL;

	if (!locate_repo(global, &repo, error) || !deciding_who(repo, who, error) ||
	    !locate_decisions(repo, options->decisions, queue, &path, error))
		return false;
	return deciding_open(options->no_decisions ? NULL : path, &silent, &decisions, error);
}

static bool triage(const struct global_options *global, const struct reviewing *reviewing,
		   const struct changed *changed, const struct mailing_options *mailing,
		   const char *name, const char *who, enum report_sort sort, GError **error)
{
	struct global_options unpaged = *global;
	const struct report *report = reviewing->report;
	struct repo *repo = reviewing->repo;
	struct text_date date = text_date(report->now);
	g_auto(GStrv) templates = mailing_template_directories(repo, mailing);
	g_autofree char *drafts = mailing_maildir(mailing, repo);
	g_autofree char *notice = NULL;
	_cleanup_(decisions_freep) struct decisions *decisions = NULL;
	struct report_style style = { 0 };
	struct triage task = {
		.style = &style,
		.name = name,
		.repo = repo,
		.drafts = drafts,
		.templates = (const char *const *)templates,
	};

	unpaged.pager = NULL;
	if (!output_begin(&unpaged, repo, "triage", &style, error) ||
	    !deciding_open(reviewing->decisions, &reviewing->options.warn, &decisions, error))
		return false;
	notice = notice_of(decisions_path(decisions));
	task.notice = notice;
	task.desk = (struct desk_options){
		.report = report,
		.decisions = decisions,
		.who = who,
		.date = date.text,
		.sort = sort,
		.changed = changed,
	};
	return triage_run(&task, error);
}

bool cmd_triage(struct global_options *global, int argc, char **argv, enum status *status,
		GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { 0 };
	_cleanup_(mailing_options_clear) struct mailing_options mailing = { 0 };
	g_autofree GOptionEntry *shared = reviewing_option_entries_with_trees(&options);
	g_autofree char *keys = triage_keys();
	g_autofree char *long_help = g_strconcat(help, keys, NULL);
	g_autofree char *sort = NULL;
	enum report_sort order = SORT_SEVERITY;
	GOptionEntry entries[] = {
		{ "sort", 0, 0, G_OPTION_ARG_STRING, &sort,
		  "severity (worst first), queue or subsystem", "ORDER" },
		{ "maildir", 0, 0, G_OPTION_ARG_FILENAME, &mailing.maildir,
		  "Put drafts into a maildir, e.g. ~/Mail/drafts (winnow.drafts)", "DIR" },
		{ "templates", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &mailing.templates,
		  "Directory of templates before ours; may repeat (winnow.templates)", "DIR" },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(changed_options_clear) struct changed_options changed = { 0 };
	g_autofree GOptionEntry *comparing = changed_option_entries(
		&changed, "Mark what is not as the last review of this queue found it");
	g_autofree GOptionEntry *own = cmd_join_entries(comparing, entries);
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	_cleanup_(comparison_clear) struct comparison comparison = { 0 };
	g_autofree char *who = NULL;
	bool helped = false;

	(void)status;
	if (!cmd_parse(global, own, shared, "[OPTION...] [QUEUE...]", summary, long_help, &argc,
		       &argv, &helped, error) ||
	    helped)
		return helped;
	if (argc < 2 && !options.inbox)
		return fail(error, WINNOW_ERROR_USAGE,
			    "triage: no QUEUE (see winnow triage --help)");
	options.decisions_may_lack = true;
	if ((sort && !report_sort_parse(sort, &order, error)) || !screen_possible(error) ||
	    !can_decide(global, &options, argv[1], &who, error) ||
	    !reviewing_open(global, &options, (const char *const *)argv + 1, &reviewing, error) ||
	    !comparison_make(&reviewing, &changed, &comparison, error))
		return false;
	return triage(global, &reviewing, comparison.changed, &mailing,
		      argc > 1 ? argv[1] : options.inbox, who, order, error);
}
