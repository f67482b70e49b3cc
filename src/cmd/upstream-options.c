/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/upstream-options.h"

#include "base/progress.h"
#include "cmd/cmd.h"

GOptionEntry *upstream_source_entries(struct upstream_options *options)
{
	const GOptionEntry entries[] = {
		{ "upstream", 'u', 0, G_OPTION_ARG_STRING, &options->source.upstream,
		  "Mainline branch, e.g. origin/master (winnow.upstream)", "REV" },
		{ "upstream-repo", 0, 0, G_OPTION_ARG_FILENAME, &options->source.upstream_repo,
		  "Repository that has it, if not the one at hand (winnow.upstreamRepo)", "DIR" },
		{ "index", 0, 0, G_OPTION_ARG_FILENAME, &options->source.index,
		  "Upstream's index, if not in the cache directory (winnow.index)", "FILE" },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet,
		  "No warnings and no progress on standard error", NULL },
		G_OPTION_ENTRY_NULL,
	};

	return g_memdup2(entries, sizeof(entries));
}

GOptionEntry *upstream_option_entries(struct upstream_options *options)
{
	g_autofree GOptionEntry *source = upstream_source_entries(options);
	const GOptionEntry entries[] = {
		{ "upstream-table", 0, 0, G_OPTION_ARG_FILENAME, &options->source.upstream_table,
		  "Table of commit facts in its place, see winnow-table(5)", "FILE" },
		{ "no-index", 0, 0, G_OPTION_ARG_NONE, &options->source.no_index,
		  "Read all of upstream, keep nothing", NULL },
		{ "corrections", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->source.corrections,
		  "Corrections of Fixes: tags; may repeat (winnow.corrections)", "FILE" },
		G_OPTION_ENTRY_NULL,
	};

	return cmd_join_entries(source, entries);
}

void upstream_options_clear(struct upstream_options *options)
{
	source_options_clear(&options->source);
}

struct warn upstream_options_warn(const struct upstream_options *options)
{
	return (struct warn){ options->quiet ? NULL : cmd_warn, NULL };
}

bool upstream_options_progress(const struct upstream_options *options)
{
	return !options->quiet && progress_wanted();
}
