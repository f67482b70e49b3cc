/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/link-options.h"
#include "cmd/named.h"
#include "cmd/output.h"
#include "cmd/reviewing.h"
#include "write/explanation.h"

static const char summary[] =
	"Show everything known about one patch: all facts, each rule with its weight, the sum.";

static const char help[] =
	"PATCH is a mail, a patch file or a commit. With --queue it is an entry of that queue\n"
	"instead, seen in its surroundings: its number, the beginning of its message id, file\n"
	"name or commit id, or that of its upstream commit.\n"
	"\n"
	"  winnow explain --queue queue-6.12/ 17\n"
	"  winnow -C linux explain --upstream origin/master f90d71b5cdfa\n";

bool cmd_explain(struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { .confined =
											"explain" };
	g_autofree GOptionEntry *shared = reviewing_option_entries_with_trees(&options);
	g_auto(GStrv) queue = NULL;
	GOptionEntry entries[] = {
		{ "queue", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &queue,
		  "Take PATCH from this queue; may repeat", "QUEUE" },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(link_options_clear) struct link_options links = { 0 };
	struct report_style style = { 0 };
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	bool helped = false;
	size_t index = 0;

	(void)status;
	if (!cmd_parse(global, entries, shared, "[OPTION...] PATCH", summary, help, &argc, &argv,
		       &helped, error) ||
	    helped)
		return helped;
	if (argc != 2)
		return fail(error, WINNOW_ERROR_USAGE,
			    "explain: one PATCH at a time (see winnow explain --help)");
	if (!reviewing_open(global, &options,
			    queue ? (const char *const *)queue : (const char *const *)argv + 1,
			    &reviewing, error))
		return false;
	if ((queue && !named_find(reviewing.report, argv[1], &index, error)) ||
	    !link_options_read(reviewing.repo, reviewing.report->history, &links, &style, error) ||
	    !output_begin(global, reviewing.repo, "explain", &style, error))
		return false;
	for (size_t i = index; i < (queue ? index + 1 : reviewing.report->n_reviews); i++) {
		if (i > index)
			fputc('\n', stdout);
		explanation_write(reviewing.report, i, &style, stdout);
	}
	return true;
}
