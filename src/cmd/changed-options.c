/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/changed-options.h"

#include "base/error.h"

GOptionEntry *changed_option_entries(struct changed_options *options, const char *what)
{
	const GOptionEntry entries[] = {
		{ "changed", 0, 0, G_OPTION_ARG_NONE, &options->wanted, what, NULL },
		{ "changed-from", 0, 0, G_OPTION_ARG_FILENAME, &options->from,
		  "The same, beside the review that this JSON holds", "FILE" },
		G_OPTION_ENTRY_NULL,
	};

	return g_memdup2(entries, sizeof(entries));
}

void changed_options_clear(struct changed_options *options)
{
	g_free(options->from);
	g_free(options->new_since);
}

void comparison_clear(struct comparison *comparison)
{
	changed_free(comparison->changed);
	earlier_free(comparison->earlier);
	g_free(comparison->kept);
	*comparison = (struct comparison){ 0 };
}

static bool find_earlier(const struct reviewing *reviewing, const char *given,
			 struct comparison *out, GError **error)
{
	const char *path = given ? given : out->kept;

	if (!path)
		return fail(error, WINNOW_ERROR_USAGE,
			    "--changed: no review of this queue is kept, it has no name of its own "
			    "(use --changed-from)");
	if (given || g_file_test(path, G_FILE_TEST_EXISTS))
		return earlier_read(path, &out->earlier, error);
	warn_tell(&reviewing->options.warn,
		  "this queue was not reviewed here before: all of it is new");
	out->earlier = earlier_none();
	return true;
}

bool comparison_make(const struct reviewing *reviewing, const struct changed_options *options,
		     struct comparison *out, GError **error)
{
	const char *given = options->new_since ? options->new_since : options->from;

	out->kept = earlier_path(reviewing->report, reviewing->repo);
	if (!options->wanted && !given)
		return true;
	if (options->new_since && (options->wanted || options->from))
		return fail(error, WINNOW_ERROR_USAGE,
			    "--new-since goes without --changed and --changed-from");
	if (!find_earlier(reviewing, given, out, error))
		return false;
	out->changed = changed_find(reviewing->report, out->earlier);
	if (options->new_since)
		changed_keep_new(out->changed);
	return true;
}
