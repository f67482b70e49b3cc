/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/confine.h"
#include "cmd/format-option.h"
#include "cmd/link-options.h"
#include "cmd/locate.h"
#include "cmd/memory-option.h"
#include "cmd/output.h"
#include "cmd/threads-option.h"
#include "cmd/trees-options.h"
#include "cmd/upstream-options.h"
#include "review/matrix.h"

static const char summary[] = "Say which of the maintained trees have an upstream commit, which "
			      "need it, and where the bug is not.";

static const char help[] =
	"COMMITs are ids of upstream's commits or of a tree's; QUEUE is all that review reads. "
	"With\n"
	"--since it is what upstream took from then on.\n"
	"\n"
	"  winnow -C linux trees --trees 'stable/linux-*.y' f90d71b5cdfa\n"
	"  winnow -C linux trees --tree 5.15=stable/linux-5.15.y --since 1.week --needed\n"
	"  git config --add winnow.tree '6.1 stable/linux-6.1.y'\n"
	"\n"
	"Exit status: 0 done; 1 with --exit-code when some tree needs one; 2 failed; 64 wrong\n"
	"usage.\n";

struct trees_command {
	struct upstream_options upstream;
	struct trees_options trees;
	struct memory_option memory;
	struct threads_option threads;
	char *now, *since;
	struct format_option wanted;
	const struct format *format;
	gboolean exit_code, all, needed;
};

static void command_clear(struct trees_command *command)
{
	upstream_options_clear(&command->upstream);
	trees_options_clear(&command->trees);
	memory_option_clear(&command->memory);
	threads_option_clear(&command->threads);
	format_option_clear(&command->wanted);
	g_free(command->now);
	g_free(command->since);
}

static bool parse_options(struct trees_command *command, int argc, gint64 *now, GError **error)
{
	if (!cmd_parse_now(command->now, now, error) ||
	    !format_option_parse(&command->wanted, &command->format, error))
		return false;
	if (argc < 2 && !command->since)
		return fail(error, WINNOW_ERROR_USAGE,
			    "trees: no COMMIT, no QUEUE and no --since (see winnow trees --help)");
	if (argc > 1 && command->since)
		return fail(error, WINNOW_ERROR_USAGE, "trees: either --since or a queue");
	if (command->all && !command->since)
		return fail(error, WINNOW_ERROR_USAGE, "trees: --all goes with --since");
	return true;
}

static bool is_any_needed(const struct matrix_report *report)
{
	for (guint row = 0; row < report->rows->len; row++)
		if (matrix_is_needed(report, row))
			return true;
	return false;
}

bool cmd_trees(struct global_options *global, int argc, char **argv, enum status *status,
	       GError **error)
{
	_cleanup_(command_clear) struct trees_command command = {
		.wanted = { .document = DOCUMENT_TREES },
	};
	g_autofree GOptionEntry *upstream = upstream_option_entries(&command.upstream);
	g_autofree GOptionEntry *trees = trees_option_entries(&command.trees);
	g_autofree GOptionEntry *memory = memory_option_entries(&command.memory);
	g_autofree GOptionEntry *threads = threads_option_entries(&command.threads);
	g_autofree GOptionEntry *limits = cmd_join_entries(memory, threads);
	g_autofree GOptionEntry *other = cmd_join_entries(trees, limits);
	g_autofree GOptionEntry *shared = cmd_join_entries(upstream, other);
	g_autofree GOptionEntry *formats = format_option_entries(&command.wanted);
	g_autofree char *long_help = format_option_help(&command.wanted, help);
	GOptionEntry entries[] = {
		{ "since", 0, 0, G_OPTION_ARG_STRING, &command.since,
		  "The fixes that upstream took since a date or after a revision", "DATE|REV" },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &command.all,
		  "With --since: all commits, not only those that say what they fix", NULL },
		{ "needed", 0, 0, G_OPTION_ARG_NONE, &command.needed, "Only what some tree needs",
		  NULL },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &command.now,
		  "Count back from this date instead of today", "DATE" },
		{ "exit-code", 0, 0, G_OPTION_ARG_NONE, &command.exit_code,
		  "Exit with 1 when some tree needs one of them", NULL },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *own = cmd_join_entries(formats, entries);
	_cleanup_(repo_freep) struct repo *repo = NULL;
	_cleanup_(matrix_freep) struct matrix *matrix = NULL;
	_cleanup_(link_options_clear) struct link_options links = { 0 };
	struct matrix_options options;
	struct report_style style = { 0 };
	bool helped = false;
	gint64 now = 0;
	size_t max_memory = 0;
	unsigned n_threads = 0;

	if (!cmd_parse(global, own, shared, "[OPTION...] COMMIT...|QUEUE...|--since WHEN", summary,
		       long_help, &argc, &argv, &helped, error) ||
	    helped)
		return helped;
	if (!parse_options(&command, argc, &now, error) || !locate_repo(global, &repo, error) ||
	    !memory_option_parse(&command.memory, repo, &max_memory, error) ||
	    !threads_option_parse(&command.threads, repo, &n_threads, error))
		return false;
	options = (struct matrix_options){
		.source = &command.upstream.source,
		.trees = &command.trees,
		.names = (const char *const *)argv + 1,
		.since = command.since,
		.all = command.all,
		.max_memory = max_memory,
		.n_threads = n_threads,
		.now = now,
		.progress = upstream_options_progress(&command.upstream),
		.warn = upstream_options_warn(&command.upstream),
	};
	style.needed_only = command.needed;
	if (!confine(global, repo, "trees", &command.upstream.source, NULL, error) ||
	    !matrix_new(repo, &options, &matrix, error) ||
	    !link_options_read(repo, matrix_report(matrix)->history, &links, &style, error) ||
	    !output_begin(global, repo, "trees", &style, error))
		return false;
	if (!command.format->trees(matrix_report(matrix), &style, stdout) && !ferror(stdout))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write %s", command.format->name);
	if (command.exit_code && is_any_needed(matrix_report(matrix)))
		*status = STATUS_NOT_KEEP;
	return true;
}
