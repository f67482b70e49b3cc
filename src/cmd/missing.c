/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/range.h"
#include "cmd/cmd.h"
#include "cmd/confine.h"
#include "cmd/format-option.h"
#include "cmd/link-options.h"
#include "cmd/locate.h"
#include "cmd/output.h"
#include "cmd/threads-option.h"
#include "cmd/trees-options.h"
#include "cmd/upstream-options.h"
#include "git/selection.h"
#include "review/inquiry.h"
#include "review/missing-changed.h"

static const char summary[] = "Say what a branch lacks: later upstream fixes and reverts of what "
			      "it took, with the proof.";

static const char help[] =
	"BRANCH is a range A..B, a branch (all it has beyond upstream), upstream commit ids, or\n"
	"with --list a file of them: a line \"ID\", \"ID,OWNER\" or \"ID,OWNER,PATH\", as "
	"git-fixes\n"
	"reads it; \"-\" is standard input. With owners the list is grouped by them.\n"
	"\n"
	"  winnow -C linux missing --upstream origin/master v6.12..stable/linux-6.12.y\n"
	"  winnow -C linux missing --upstream origin/master --list backports.csv --exit-code\n"
	"  winnow missing --index linux.index --list backports.csv\n"
	"\n"
	"Exit status: 0 done; 1 with --exit-code or --fail-on when something is missing; 2 "
	"failed;\n"
	"64 wrong usage.\n";

struct missing_options {
	char *names[2]; /* a range for "^A B"; none: as given */
	struct upstream_options upstream;
	struct trees_options trees;
	struct threads_option threads;
	char *list, *now, *target, *version, *decisions, *fail_on, *changed_from, *new_since;
	char **ignore, **rules, **cves;
	char *severity;
	enum severity least;
	struct format_option wanted;
	const struct format *format;
	gboolean exit_code, no_default_rules, no_mentions, all, apply, no_decisions, changed;
	gboolean only_cves;
};

static void options_clear(struct missing_options *options)
{
	upstream_options_clear(&options->upstream);
	g_free(options->names[0]);
	trees_options_clear(&options->trees);
	threads_option_clear(&options->threads);
	g_free(options->list);
	format_option_clear(&options->wanted);
	g_free(options->now);
	g_free(options->target);
	g_free(options->version);
	g_free(options->fail_on);
	g_free(options->changed_from);
	g_free(options->new_since);
	g_free(options->decisions);
	g_strfreev(options->ignore);
	g_strfreev(options->rules);
	g_free(options->severity);
	g_strfreev(options->cves);
}

static bool parse_options(struct missing_options *options, int argc, char **argv, gint64 *now,
			  GError **error)
{
	if (!cmd_parse_now(options->now, now, error))
		return false;
	if (!format_option_parse(&options->wanted, &options->format, error))
		return false;
	if (options->new_since && (options->changed || options->changed_from))
		return fail(error, WINNOW_ERROR_USAGE,
			    "--new-since goes without --changed and --changed-from");
	if (argc < 2 && !options->list)
		return fail(error, WINNOW_ERROR_USAGE,
			    "missing: no BRANCH (see winnow missing --help)");
	if (argc > 1 && options->list)
		return fail(error, WINNOW_ERROR_USAGE, "missing: either --list or '%s'", argv[1]);
	if (options->severity && !severity_parse(options->severity, &options->least))
		return fail(error, WINNOW_ERROR_USAGE, "--severity: '%s' is none of: %s",
			    options->severity, SEVERITY_WORDS);
	return true;
}

/* "^A B", as rev-list takes it, is "A..B". */
static bool join_range(struct missing_options *options, char *const *names, GError **error)
{
	size_t n = g_strv_length((char **)names);
	size_t bound = n == 2 && **names != '^';

	if (!n || !selection_is_one((const char *const *)names, NULL))
		return true;
	if (n != 2 || names[bound][0] != '^' || names[!bound][0] == '^')
		return fail(error, WINNOW_ERROR_USAGE,
			    "missing: one branch at a time, such as ^A B or A..B");
	options->names[0] = g_strconcat(names[bound] + 1, "..", names[!bound], NULL);
	return true;
}

/* The commits of a branch, or a range, that touch paths; *out is NULL where there are none. */
static bool select_commits(const struct global_options *global, struct repo *repo,
			   const struct missing_options *options, const char *name,
			   struct selection **out, GError **error)
{
	const struct source_options *source = &options->upstream.source;
	_cleanup_(range_clear) struct range range = { 0 };
	g_autofree char *configured = NULL, *bound = NULL;
	const char *upstream = source->upstream;

	if (!global->paths || !*global->paths)
		return true;
	if (!upstream)
		upstream = configured = repo_config(repo, "winnow.upstream");
	/* Of a branch what upstream has is not asked about: it need not be listed. */
	if (!range_read(name, &range) && upstream && repo && repo_knows(repo, upstream))
		bound = g_strconcat("^", upstream, NULL);
	return selection_read(repo, global->directory, (const char *const[]){ name, bound, NULL },
			      global->paths, out, error);
}

/* What --fail-on names; an id that upstream does not know is nothing to pass. */
struct failing {
	bool kinds[FOLLOWUP_MENTION + 1]; /* by enum followup_kind */
	bool unknown;
	enum severity least; /* and whatever is this bad or worse */
	bool cve;	     /* one that is surely open */
};

static bool parse_failing(const char *text, struct failing *out, GError **error)
{
	g_auto(GStrv) words = g_strsplit(text, ",", -1);

	out->least = N_SEVERITIES;
	for (char **word = words; *word; word++) {
		enum severity severity;
		bool any = strcmp(*word, "any") == 0, known = any;

		for (int kind = 0; kind <= FOLLOWUP_MENTION; kind++)
			if (any || strcmp(*word, followup_kind_name((enum followup_kind)kind)) == 0)
				out->kinds[kind] = known = true;
		if (any || strcmp(*word, "unknown") == 0)
			out->unknown = known = true;
		if (any || strcmp(*word, "cve") == 0)
			out->cve = known = true;
		if (severity_parse(*word, &severity)) {
			out->least = MIN(out->least, severity);
			known = true;
		}
		if (!known)
			return fail(error, WINNOW_ERROR_USAGE,
				    "--fail-on: '%s' is none of: any, fix, fix-words, revert, "
				    "mention, unknown, cve, " SEVERITY_WORDS,
				    *word);
	}
	return true;
}

static bool lacks_something(const struct missing_report *report, const struct failing *failing)
{
	/* What is new of them is listed, where that is what was asked. */
	bool cve = !report->changed && open_cves_are_any(report->open_cves);

	for (guint i = 0; i < report->missing->len; i++) {
		const struct missing *missing = &g_array_index(report->missing, struct missing, i);

		cve = cve || (report->only_cves && !missing->since_unknown);
		if (!missing->of_gone && !missing->since_unknown &&
		    (failing->kinds[missing->kind] || missing->severity >= failing->least))
			return true;
	}
	return (failing->cve && cve) || (failing->unknown && report->n_unknown > 0);
}

/* Compare with an earlier answer where that is asked for: *out, else NULL. */
static bool find_changed(const struct missing_options *options, const struct missing_report *report,
			 const char *kept, struct missing_changed **out, GError **error)
{
	const char *given = options->new_since ? options->new_since : options->changed_from;
	const char *path = given ? given : kept;

	if (!options->changed && !given)
		return true;
	if (!path)
		return fail(error, WINNOW_ERROR_USAGE,
			    "--changed: of standard input nothing is kept (use --changed-from)");
	if (!missing_changed_find(report, path, !given, out, error))
		return false;
	if (options->new_since)
		missing_changed_keep_new(*out);
	return true;
}

/* For the next --changed. A cache that cannot be written is none. */
static void keep(const struct missing_options *options, const struct missing_report *report,
		 const char *path)
{
	const struct warn warn = upstream_options_warn(&options->upstream);
	g_autoptr(GError) error = NULL;

	if (!path || options->changed_from || options->new_since ||
	    options->upstream.source.no_index)
		return;
	if (!missing_changed_keep(report, path, &error) && options->changed)
		warn_tell(&warn, "%s", error->message);
}

bool cmd_missing(struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	_cleanup_(options_clear) struct missing_options options = {
		.wanted = { .document = DOCUMENT_MISSING },
	};
	g_autofree GOptionEntry *upstream = upstream_option_entries(&options.upstream);
	g_autofree GOptionEntry *trees = trees_option_entries(&options.trees);
	g_autofree GOptionEntry *threads = threads_option_entries(&options.threads);
	g_autofree GOptionEntry *other = cmd_join_entries(trees, threads);
	g_autofree GOptionEntry *shared = cmd_join_entries(upstream, other);
	g_autofree GOptionEntry *formats = format_option_entries(&options.wanted);
	g_autofree char *long_help = format_option_help(&options.wanted, help);
	GOptionEntry entries[] = {
		{ "list", 'l', 0, G_OPTION_ARG_FILENAME, &options.list,
		  "Read upstream commit ids from this file", "FILE" },
		{ "target", 't', 0, G_OPTION_ARG_STRING, &options.target,
		  "With ids or a list: the tree that may have more of them", "REV" },
		{ "no-mentions", 0, 0, G_OPTION_ARG_NONE, &options.no_mentions,
		  "Only fixes and reverts, not commits that merely name another", NULL },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &options.all,
		  "Also those that upstream has itself taken back", NULL },
		{ "severity", 0, 0, G_OPTION_ARG_STRING, &options.severity,
		  "Only what is this bad or worse: " SEVERITY_WORDS, "WORD" },
		{ "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.rules,
		  "Further directory of rule files; may repeat (winnow.rules)", "DIR" },
		{ "no-default-rules", 0, 0, G_OPTION_ARG_NONE, &options.no_default_rules,
		  "Only the rules given with --rules", NULL },
		{ "apply", 0, 0, G_OPTION_ARG_NONE, &options.apply,
		  "Say what each would take: applies, on top of which, or not", NULL },
		{ "ignore", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.ignore,
		  "List of paths and commits to leave out; may repeat (winnow.ignore)", "FILE" },
		{ "decisions", 0, 0, G_OPTION_ARG_FILENAME, &options.decisions,
		  "File of what was decided (winnow.decisions; .winnow-decisions)", "FILE" },
		{ "no-decisions", 0, 0, G_OPTION_ARG_NONE, &options.no_decisions,
		  "List also what was decided not to be wanted", NULL },
		{ "changed", 0, 0, G_OPTION_ARG_NONE, &options.changed,
		  "Only what was not missing when this was asked the last time", NULL },
		{ "changed-from", 0, 0, G_OPTION_ARG_FILENAME, &options.changed_from,
		  "The same, beside what this JSON holds", "FILE" },
		{ "new-since", 0, 0, G_OPTION_ARG_FILENAME, &options.new_since,
		  "Only what was not missing by this JSON, and nothing of what went", "FILE" },
		{ "cves", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.cves,
		  "Records of vulnerabilities, file or directory; may repeat (winnow.cves)",
		  "PATH" },
		{ "only-cves", 0, 0, G_OPTION_ARG_NONE, &options.only_cves,
		  "Instead: the vulnerabilities of those records that are open in the branch",
		  NULL },
		{ "for", 0, 0, G_OPTION_ARG_STRING, &options.version,
		  "Whose lines of such a list count, e.g. 5.10", "VERSION" },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &options.now,
		  "Tell ages as of this date instead of today", "DATE" },
		{ "exit-code", 0, 0, G_OPTION_ARG_NONE, &options.exit_code,
		  "Exit with 1 when something is missing, mentions too, or an id is unknown",
		  NULL },
		{ "fail-on", 0, 0, G_OPTION_ARG_STRING, &options.fail_on,
		  "Exit with 1 when one of these is: any, fix, fix-words, revert, mention, "
		  "unknown, cve, or "
		  "how bad it is",
		  "WHAT" },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *own = cmd_join_entries(formats, entries);
	_cleanup_(repo_freep) struct repo *repo = NULL;
	_cleanup_(inquiry_freep) struct inquiry *inquiry = NULL;
	g_autofree char *decisions = NULL;
	g_auto(GStrv) rules = NULL;
	struct inquiry_options inquiry_options;
	struct report_style style = { 0 };
	struct failing failing = { .least = N_SEVERITIES };
	_cleanup_(link_options_clear) struct link_options links = { 0 };
	_cleanup_(missing_changed_freep) struct missing_changed *changed = NULL;
	const struct missing_report *report;
	g_autofree char *kept = NULL;
	_cleanup_(selection_freep) struct selection *selection = NULL;
	char *const *names;
	bool helped = false;
	gint64 now = 0;
	unsigned n_threads = 0;

	global->takes_paths = true;
	if (!cmd_parse(global, own, shared, "[OPTION...] BRANCH [-- PATH...]|ID...|--list FILE",
		       summary, long_help, &argc, &argv, &helped, error) ||
	    helped)
		return helped;
	if (!parse_options(&options, argc, argv, &now, error) ||
	    !join_range(&options, argv + 1, error) ||
	    (options.exit_code && !parse_failing("any", &failing, error)) ||
	    (options.fail_on && !parse_failing(options.fail_on, &failing, error)) ||
	    !locate_repo(global, &repo, error) ||
	    !threads_option_parse(&options.threads, repo, &n_threads, error))
		return false;
	names = options.names[0] ? options.names : argv + 1;
	if (*names && !select_commits(global, repo, &options, *names, &selection, error))
		return false;
	if (!options.no_decisions &&
	    !locate_decisions_to_read(repo, options.decisions, NULL, &decisions, error))
		return false;
	if (!options.ignore)
		options.ignore = repo_config_list(repo, "winnow.ignore");
	rules = locate_rules(repo, options.rules, options.no_default_rules);
	if (!options.cves)
		options.cves = repo_config_list(repo, "winnow.cves");
	if (options.only_cves && !*options.cves)
		return fail(error, WINNOW_ERROR_USAGE,
			    "--only-cves: by which records? (--cves PATH, or git config "
			    "winnow.cves)");
	inquiry_options = (struct inquiry_options){
		.source = &options.upstream.source,
		.names = names,
		.selection = selection,
		.paths = selection ? global->paths : NULL,
		.list = options.list,
		.target = options.target,
		.ignore = options.ignore,
		.cves = options.cves,
		.only_cves = options.only_cves,
		.decisions = decisions,
		.version = options.version,
		.trees = &options.trees,
		.rules = rules,
		.least = options.least,
		.no_mentions = options.no_mentions,
		.all = options.all,
		.apply = options.apply,
		.now = now,
		.n_threads = n_threads,
		.progress = upstream_options_progress(&options.upstream),
		.warn = upstream_options_warn(&options.upstream),
	};
	if (!confine(global, repo, "missing", &options.upstream.source, NULL, error) ||
	    !inquiry_new(repo, &inquiry_options, &inquiry, error))
		return false;
	report = inquiry_report(inquiry);
	kept = missing_changed_path(report, repo);
	if (!find_changed(&options, report, kept, &changed, error) ||
	    !link_options_read(repo, report->history, &links, &style, error) ||
	    !output_begin(global, repo, "missing", &style, error))
		return false;
	if (!options.format->missing(changed ? &changed->report : report, &style, stdout) &&
	    !ferror(stdout))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write %s", options.format->name);
	keep(&options, report, kept);
	if (lacks_something(changed ? &changed->report : report, &failing))
		*status = STATUS_NOT_KEEP;
	return true;
}
