/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/locate.h"
#include "cmd/upstream-options.h"

static const char summary[] =
	"Bring the index of an upstream up to date: its commits and what they say of each other.";

static const char help[] =
	"Other commands do this by themselves when they need it. The index is a file in the\n"
	"cache directory, one for each repository; copied to another machine it can be used\n"
	"there without the repository: winnow missing --index FILE ...\n"
	"\n"
	"  winnow -C linux index --upstream origin/master\n"
	"  winnow -C linux index --upstream origin/master --paths --index linux.index\n";

bool cmd_index(const struct global_options *global, int argc, char **argv, enum status *status,
	       GError **error)
{
	_cleanup_(upstream_options_clear) struct upstream_options options = { 0 };
	g_autofree GOptionEntry *shared = upstream_source_entries(&options);
	gboolean paths = FALSE, rebuild = FALSE;
	GOptionEntry entries[] = {
		{ "paths", 0, 0, G_OPTION_ARG_NONE, &paths,
		  "Also which files each commit changed, for all commits", NULL },
		{ "rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild, "Build it anew, whatever is there",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(source_clear) struct source source = { 0 };
	_cleanup_(repo_freep) struct repo *repo = NULL;
	struct source_wish wish = { .must_keep = true };
	bool helped = false;

	(void)status;
	if (!cmd_parse(entries, shared, "[OPTION...]", summary, help, &argc, &argv, &helped,
		       error) ||
	    helped)
		return helped;
	if (argc > 1)
		return fail(error, WINNOW_ERROR_USAGE,
			    "index: '%s' is too much (see winnow index --help)", argv[1]);
	wish.progress = upstream_options_progress(&options);
	wish.warn = upstream_options_warn(&options);
	wish.rebuild = rebuild;
	if (!locate_repo(global, &repo, error) ||
	    !source_open(repo, &options.source, &wish, &source, error))
		return false;
	if (!source.history || !history_repo(source.history))
		return fail(
			error, WINNOW_ERROR_USAGE,
			"index: of which upstream? (--upstream REV, --upstream-repo DIR, or git "
			"config winnow.upstream)");
	if (paths && !history_index_paths(source.history, 0, wish.progress, error))
		return false;
	if (history_failure(source.history, NULL))
		return fail(error, WINNOW_ERROR_SYSTEM,
			    "cannot read '%s': %s (winnow index --rebuild builds it anew)",
			    source.index_path, history_failure(source.history, NULL));
	printf("%s: %zu commits of %s, %zu of them new%s\n", source.index_path,
	       history_length(source.history), source.name, source.update.n_new,
	       source.update.rebuilt && source.update.n_new ? " (built anew)" : "");
	return true;
}
