/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/selection.h"

#include <string.h>

#include "base/error.h"
#include "base/range.h"
#include "base/text.h"
#include "git/command.h"

enum {
	SECONDS = 600,		 /* a history of a million commits, held to paths, takes a minute */
	OUTPUT_LIMIT = 64 << 20, /* more than a million ids */
};

bool selection_is_one(const char *const *names, const char *const *paths)
{
	bool is_one = paths && *paths;

	for (; *names; names++)
		is_one = is_one || **names == '^';
	return is_one;
}

void selection_free(struct selection *selection)
{
	if (!selection)
		return;
	g_ptr_array_unref(selection->ids);
	g_free(selection);
}

GHashTable *selection_set(const struct selection *selection)
{
	GHashTable *out = g_hash_table_new_full(commit_id_hash, commit_id_hash_equal, g_free, NULL);

	for (guint i = 0; i < selection->ids->len; i++) {
		struct commit_id id;

		if (commit_id_parse(selection->ids->pdata[i], &id))
			g_hash_table_add(out, g_memdup2(&id, sizeof(id)));
	}
	return out;
}

/* What bounds it from below. */
static bool find_base(struct repo *repo, const char *const *names, struct selection *out,
		      GError **error)
{
	g_autofree char *bound = NULL;
	size_t n = 0;

	for (; *names; names++) {
		_cleanup_(range_clear) struct range range = { 0 };
		bool is_range = range_read(*names, &range);

		if (range.is_symmetric)
			return fail(error, WINNOW_ERROR_INPUT,
				    "'%s' is a symmetric difference: commits are a range 'A..B'",
				    *names);
		if (!is_range && **names != '^')
			continue;
		n++;
		g_free(bound);
		bound = !is_range     ? g_strdup(*names + 1)
			: *range.from ? g_strdup(range.from)
				      : g_strdup("HEAD");
	}
	out->has_base = n == 1 && repo_resolve(repo, bound, &out->base, NULL);
	return true;
}

static void add_all(GPtrArray *argv, const char *const *words)
{
	for (; words && *words; words++)
		g_ptr_array_add(argv, (gpointer)*words);
}

static bool list(const char *directory, const char *const *names, const char *const *paths,
		 struct program_output *out, GError **error)
{
	static const char *const head[] = { "rev-list", "--reverse", "--topo-order",
					    "--end-of-options", NULL };
	g_autoptr(GPtrArray) argv = g_ptr_array_new();

	g_ptr_array_add(argv, (gpointer) "git");
	if (directory) {
		g_ptr_array_add(argv, (gpointer) "-C");
		g_ptr_array_add(argv, (gpointer)directory);
	}
	add_all(argv, head);
	add_all(argv, names);
	g_ptr_array_add(argv, (gpointer) "--");
	add_all(argv, paths);
	g_ptr_array_add(argv, NULL);
	return command_run_git((const char *const *)argv->pdata, COMMAND_AS_CALLED, OUTPUT_LIMIT,
			       SECONDS, out, error);
}

/* git's own words, for a name that is none, or a path that is outside. */
static bool fail_listing(const struct program_output *output, GError **error)
{
	static const char fatal[] = "fatal: ";
	const char *at = strstr(output->complaint, fatal);
	g_autofree char *line = NULL;

	at = at ? at + strlen(fatal) : output->complaint;
	line = g_strndup(at, strcspn(at, "\n"));
	return fail(error, WINNOW_ERROR_INPUT, "cannot list commits: %s",
		    output->not_there ? "there is no git to ask" : line);
}

bool selection_read(struct repo *repo, const char *directory, const char *const *names,
		    const char *const *paths, struct selection **out, GError **error)
{
	_cleanup_(selection_freep) struct selection *selection = g_new0(struct selection, 1);
	_cleanup_(program_output_clear) struct program_output output = { 0 };
	struct slice rest, line;

	selection->ids = g_ptr_array_new_with_free_func(g_free);
	if (!repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to list commits of (use -C)");
	if (!find_base(repo, names, selection, error) ||
	    !list(directory, names, paths, &output, error))
		return false;
	if (output.not_there || output.status != 0)
		return fail_listing(&output, error);
	rest = (struct slice){ output.text, output.length };
	while (text_next_line(&rest, &line))
		if (line.length == COMMIT_ID_HEX)
			g_ptr_array_add(selection->ids, slice_dup(line));
	if (!selection->ids->len) {
		g_autofree char *all = g_strjoinv(" ", (char **)names);

		return fail(error, WINNOW_ERROR_INPUT, "'%s' holds no commit%s", all,
			    paths && *paths ? " of these paths" : "");
	}
	*out = g_steal_pointer(&selection);
	return true;
}
