/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/changed-options.h"
#include "cmd/cmd.h"
#include "cmd/format-option.h"
#include "cmd/link-options.h"
#include "cmd/output.h"
#include "cmd/reviewing.h"
#include "write/fields.h"
#include "write/report-order.h"

static const char summary[] =
	"Review the patches of a stable queue: keep, keep-with, drop or ask, with the proof.";

static const char help[] =
	"QUEUE is a quilt directory with a series file, a directory of such queues (queue-6.1 and\n"
	"so on, each on its own base), a directory of patches, a maildir, an mbox or a single "
	"mail,\n"
	"\"-\" for mails on standard input, a range A..B, commit ids, or a file of them; with\n"
	"--inbox it may be left out: what the inbox proposes for stable trees.\n"
	"\n"
	"  winnow -C linux review --upstream origin/master v6.12.8..stable/linux-6.12.y\n"
	"  winnow -C linux review --upstream origin/master --onto v6.12.8 queue-6.12/\n"
	"  winnow -C linux review --upstream origin/master ~/stable-queue\n"
	"  winnow review --only drop,ask autosel.mbox\n"
	"  winnow review --inbox stable --since 2.weeks\n"
	"  winnow review --changed --onto v6.12.8 queue-6.12/\n"
	"\n"
	"Exit status: 0 done; 1 with --exit-code or --fail-on when a patch is what they say;\n"
	"2 failed; 64 wrong usage.\n";

struct show_options {
	struct format_option wanted;
	struct changed_options changed;
	char *only, *sort, *fail_on;
	gboolean exit_code, nul, with_diffs, decided;
};

static void show_options_clear(struct show_options *options)
{
	format_option_clear(&options->wanted);
	changed_options_clear(&options->changed);
	g_free(options->only);
	g_free(options->sort);
	g_free(options->fail_on);
}

static GOptionEntry *show_option_entries(struct show_options *options)
{
	g_autofree GOptionEntry *formats = format_option_entries(&options->wanted);
	g_autofree GOptionEntry *changed = changed_option_entries(
		&options->changed, "Only what is not as the last review of this queue found it");
	g_autofree GOptionEntry *before = cmd_join_entries(formats, changed);
	const GOptionEntry entries[] = {
		{ "null", 'z', 0, G_OPTION_ARG_NONE, &options->nul,
		  "End each record of a format string with NUL; nothing in it is masked", NULL },
		{ "sort", 0, 0, G_OPTION_ARG_STRING, &options->sort,
		  "Order of a list or format string: severity, queue, subsystem", "ORDER" },
		{ "only", 0, 0, G_OPTION_ARG_STRING, &options->only,
		  "Show only these, e.g. drop,ask", "VERDICTS" },
		{ "decided", 0, 0, G_OPTION_ARG_NONE, &options->decided,
		  "List what was decided and is unchanged, too", NULL },
		{ "new-since", 0, 0, G_OPTION_ARG_FILENAME, &options->changed.new_since,
		  "Only what that JSON did not say, of what is no plain keep", "FILE" },
		{ "with-diffs", 0, 0, G_OPTION_ARG_NONE, &options->with_diffs,
		  "On a page (--format html) the diffs, too", NULL },
		{ "exit-code", 0, 0, G_OPTION_ARG_NONE, &options->exit_code,
		  "Exit with 1 unless every patch is a plain keep", NULL },
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &options->fail_on,
		  "Exit with 1 if a patch has one of these, e.g. drop,keep-with", "VERDICTS" },
		G_OPTION_ENTRY_NULL,
	};

	return cmd_join_entries(before, entries);
}

static char *help_of(const struct show_options *options)
{
	g_autofree char *fields = fields_help();
	g_autofree char *formats = format_option_help(&options->wanted, help);

	return g_strdup_printf(
		"%s\nFields, of a format string as --format '%%(verdict) %%(file)':\n%s", formats,
		fields);
}

/* A format of the table, or a string with fields. */
static bool parse_format(const struct show_options *options, struct fields **fields,
			 report_writer **out, GError **error)
{
	const char *name = options->wanted.name;
	const struct format *format = NULL;

	if (name && !options->wanted.json && strchr(name, '%')) {
		*out = report_write_fields;
		return fields_parse(name, fields, error);
	}
	if (!format_option_parse(&options->wanted, &format, error))
		return false;
	*out = format->review;
	return !options->nul ||
	       fail(error, WINNOW_ERROR_USAGE, "-z: it ends records of a format string, not of %s",
		    format->name);
}

static bool parse_show_options(const struct show_options *options, struct report_style *style,
			       bool *fails, GError **error)
{
	const char *only = options->only ? options->only : "keep,keep-with,drop,ask";

	style->keeps_asked_for = options->only != NULL;
	style->nul = options->nul;
	style->decided = options->decided;
	/* A script wants the order of the queue, a reader what there is to do. */
	style->sort = options->wanted.name && strchr(options->wanted.name, '%') ? SORT_QUEUE
										: SORT_SEVERITY;
	return (!options->sort || report_sort_parse(options->sort, &style->sort, error)) &&
	       cmd_parse_verdicts("--only", only, style->verdicts, error) &&
	       (!options->fail_on ||
		cmd_parse_verdicts("--fail-on", options->fail_on, fails, error));
}

static enum status status_of(const struct report *report, const struct show_options *options,
			     const bool *fails)
{
	bool failed = options->exit_code && (report->changed ? changed_is_any(report->changed)
							     : !report_is_plain(report));

	for (size_t i = 0; i < report->n_reviews; i++)
		failed = failed || fails[report->reviews[i].judgement.verdict];
	return failed ? STATUS_NOT_KEEP : STATUS_OK;
}

/* For the next --changed. A cache that cannot be written is none. */
static void keep(const struct reviewing *reviewing, const struct show_options *options,
		 const char *path)
{
	g_autoptr(GError) error = NULL;

	if (!path || options->changed.from || options->changed.new_since ||
	    reviewing->options.source->no_index)
		return;
	if (!earlier_write(reviewing->report, path, &error) && options->changed.wanted)
		warn_tell(&reviewing->options.warn, "%s", error->message);
}

bool cmd_review(struct global_options *global, int argc, char **argv, enum status *status,
		GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { .confined =
											"review" };
	_cleanup_(show_options_clear) struct show_options show = {
		.wanted = { .document = DOCUMENT_REVIEW },
	};
	g_autofree GOptionEntry *shared = reviewing_option_entries_with_trees(&options);
	g_autofree GOptionEntry *own = show_option_entries(&show);
	g_autofree char *long_help = help_of(&show);
	_cleanup_(fields_freep) struct fields *fields = NULL;
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	_cleanup_(link_options_clear) struct link_options links = { 0 };
	struct report_style style = { 0 };
	_cleanup_(comparison_clear) struct comparison comparison = { 0 };
	const struct report *report;
	bool fails[N_VERDICTS] = { 0 }, helped = false;
	report_writer *write_report = NULL;

	global->takes_paths = true;
	if (!cmd_parse(global, own, shared, "[OPTION...] [QUEUE...] [-- PATH...]", summary,
		       long_help, &argc, &argv, &helped, error) ||
	    helped)
		return helped;
	if (argc < 2 && !options.inbox)
		return fail(error, WINNOW_ERROR_USAGE,
			    "review: no QUEUE (see winnow review --help)");
	if (!parse_format(&show, &fields, &write_report, error) ||
	    !parse_show_options(&show, &style, fails, error) ||
	    !reviewing_open(global, &options, (const char *const *)argv + 1, &reviewing, error))
		return false;
	if (!comparison_make(&reviewing, &show.changed, &comparison, error) ||
	    !link_options_read(reviewing.repo, reviewing.report->history, &links, &style, error) ||
	    !output_begin(global, reviewing.repo, "review", &style, error))
		return false;
	style.fields = fields;
	style.with_diffs = show.with_diffs;
	style.warn = reviewing.options.warn;
	report = comparison.changed ? &comparison.changed->report : reviewing.report;
	if (!write_report(report, &style, stdout) && !ferror(stdout))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write the review");
	keep(&reviewing, &show, comparison.kept);
	*status = status_of(report, &show, fails);
	return true;
}
