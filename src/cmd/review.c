/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/format-option.h"
#include "cmd/output.h"
#include "cmd/page-options.h"
#include "cmd/reviewing.h"

static const char summary[] =
	"Review the patches of a stable queue: keep, keep-with, drop or ask, with the proof.";

static const char help[] =
	"QUEUE is a quilt directory with a series file, a maildir, an mbox or a single mail,\n"
	"\"-\" for mails on standard input, a range A..B, commit ids, or a file of them; with\n"
	"--inbox it may be left out: what the inbox proposes for stable trees.\n"
	"\n"
	"  winnow -C linux review --upstream origin/master v6.12.8..stable/linux-6.12.y\n"
	"  winnow -C linux review --upstream origin/master --onto v6.12.8 queue-6.12/\n"
	"  winnow review --only drop,ask autosel.mbox\n"
	"  winnow review --inbox stable --since 2.weeks\n"
	"\n"
	"Exit status: 0 done; 1 with --exit-code when a patch is not a plain keep; 2 failed;\n"
	"64 wrong usage.\n";

bool cmd_review(const struct global_options *global, int argc, char **argv, enum status *status,
		GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { 0 };
	g_autofree GOptionEntry *shared = reviewing_option_entries(&options);
	_cleanup_(format_option_clear) struct format_option wanted = { .document =
									       DOCUMENT_REVIEW };
	g_autofree GOptionEntry *formats = format_option_entries(&wanted);
	g_autofree char *long_help = format_option_help(&wanted, help);
	const struct format *format = NULL;
	g_autofree char *only = NULL;
	gboolean exit_code = FALSE, with_diffs = FALSE;
	_cleanup_(page_options_clear) struct page_options page = { 0 };
	GOptionEntry entries[] = {
		{ "only", 0, 0, G_OPTION_ARG_STRING, &only, "Show only these, e.g. drop,ask",
		  "VERDICTS" },
		{ "with-diffs", 0, 0, G_OPTION_ARG_NONE, &with_diffs,
		  "On a page (--format html) the diffs, too", NULL },
		{ "exit-code", 0, 0, G_OPTION_ARG_NONE, &exit_code,
		  "Exit with 1 unless every patch is a plain keep", NULL },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *own = cmd_join_entries(formats, entries);
	struct report_style style = { 0 };
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	bool helped = false;

	if (!cmd_parse(own, shared, "[OPTION...] [QUEUE...]", summary, long_help, &argc, &argv,
		       &helped, error) ||
	    helped)
		return helped;
	if (argc < 2 && !options.inbox)
		return fail(error, WINNOW_ERROR_USAGE,
			    "review: no QUEUE (see winnow review --help)");
	if (!format_option_parse(&wanted, &format, error) ||
	    !cmd_parse_verdicts(only ? only : "keep,keep-with,drop,ask", style.verdicts, error) ||
	    !reviewing_open(global, &options, (const char *const *)argv + 1, &reviewing, error) ||
	    !page_options_read(reviewing.repo, &page, &style, error) ||
	    !output_begin(global, reviewing.repo, "review", &style, error))
		return false;

	style.with_diffs = with_diffs;
	if (!format->review(reviewing.report, &style, stdout) && !ferror(stdout))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write %s", format->name);
	if (exit_code && !report_is_plain(reviewing.report))
		*status = STATUS_NOT_KEEP;
	return true;
}
