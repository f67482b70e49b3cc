/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/trees-options.h"

GOptionEntry *trees_option_entries(struct trees_options *options)
{
	const GOptionEntry entries[] = {
		{ "tree", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->named,
		  "A tree, its branch, and what it began with; may repeat (winnow.tree)",
		  "NAME=REV[,BASE]" },
		{ "trees", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->patterns,
		  "Trees by their branches, e.g. 'origin/linux-*.y'; may repeat (winnow.tree)",
		  "PATTERN" },
		G_OPTION_ENTRY_NULL,
	};

	return g_memdup2(entries, sizeof(entries));
}

void trees_options_clear(struct trees_options *options)
{
	g_strfreev(options->named);
	g_strfreev(options->patterns);
}
