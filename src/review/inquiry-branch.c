/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the branch took, by the names that were given, and the tree to look in. */
#include "review/inquiry-parts.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/file.h"
#include "base/range.h"
#include "base/text.h"
#include "message/nomination.h"

/* One upstream commit as people name it; where says whence, for warnings. */
static void take_id(struct inquiry *inquiry, const struct backport *backport, const char *where)
{
	bool unknown = false;
	const char *wrong = taken_add_listed(&inquiry->taken, inquiry->source.history, backport->id,
					     backport->owner, backport->path, &unknown);

	inquiry->n_unknown += unknown;
	if (wrong)
		warn_tell(&inquiry->options->warn, "%s: %s '%s'", where, wrong, backport->id);
}

/* *text is what was read of it before: standard input can be read but once. */
static bool read_list_text(const char *path, char **text, GError **error)
{
	g_autofree char *bytes = NULL;
	size_t length = 0;

	if (*text)
		return true;
	if (!file_read_given(path, FILE_LIST_LIMIT, &bytes, &length, error))
		return false;
	*text = text_to_utf8(bytes, length, NULL);
	return true;
}

static bool read_list(struct inquiry *inquiry, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	const char *name = inquiry->options->list;

	if (!read_list_text(name, inquiry->list_text, error))
		return false;
	inquiry->list = backport_list_parse(*inquiry->list_text, warnings);
	for (guint i = 0; i < warnings->len; i++)
		warn_tell(&inquiry->options->warn, "%s:%s", name, (const char *)warnings->pdata[i]);
	for (size_t i = 0; i < backport_list_length(inquiry->list); i++) {
		const struct backport *backport = backport_list_at(inquiry->list, i);
		g_autofree char *where = g_strdup_printf("%s:%zu", name, backport->line);

		take_id(inquiry, backport, where);
	}
	if (!backport_list_length(inquiry->list))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' lists no commit", name);
	inquiry->name = g_strdup(name);
	return true;
}

/* Read the tree to look in. */
static bool read_tree(struct inquiry *inquiry, const char *revision, GError **error)
{
	struct commit_id id;

	return repo_resolve(inquiry->repo, revision, &id, error) &&
	       target_read_base(inquiry->target, inquiry->repo, &id, inquiry->options->progress,
				error);
}

/* "A..B": what B has and A has not; "B": what it has beyond upstream. */
static bool read_branch(struct inquiry *inquiry, const char *name, GError **error)
{
	_cleanup_(range_clear) struct range range = { 0 };
	bool is_range = range_read(name, &range);
	const char *to = is_range ? range.to : name;
	const struct selection *selection = inquiry->options->selection;
	g_autoptr(GHashTable) only = selection ? selection_set(selection) : NULL;
	struct commit_id start;

	if (range.is_symmetric)
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is a symmetric difference: a branch is a range 'A..B'", name);
	if (!read_tree(inquiry, *to ? to : "HEAD", error) ||
	    (is_range &&
	     !repo_resolve(inquiry->repo, *range.from ? range.from : "HEAD", &start, error)) ||
	    !taken_add_tree(&inquiry->taken, inquiry->source.history, inquiry->target,
			    inquiry->repo, is_range ? &start : NULL, only, error))
		return false;
	inquiry->is_branch = !is_range;
	/* A release has no commits of its own, and may have open vulnerabilities. */
	if (inquiry->taken.n_commits || (inquiry->options->only_cves && !is_range))
		return true;
	return is_range ? fail(error, WINNOW_ERROR_INPUT,
			       "range '%s' holds no commit: is it the right way round?", name)
			: fail(error, WINNOW_ERROR_INPUT,
			       "'%s' has no commit that upstream '%s' does not have", name,
			       inquiry->source.name);
}

/* Digits that are upstream's, or nobody's: a branch may be called by its id, too. */
static bool is_id(const struct inquiry *inquiry, const char *word)
{
	size_t digits = slice_hex_run(slice_of(word));
	g_autofree char *hex = g_ascii_strdown(word, -1);

	return digits >= 7 && digits == strlen(word) && digits <= COMMIT_ID_HEX &&
	       (history_find_prefix(inquiry->source.history, hex, slice_of(""), NULL) !=
			HISTORY_NONE ||
		!inquiry->repo || !repo_knows(inquiry->repo, word));
}

/* With the paths that it is held to. */
static char *name_of_branch(const struct inquiry_options *options)
{
	g_autofree char *paths = options->paths ? g_strjoinv(" ", (char **)options->paths) : NULL;

	return paths ? g_strdup_printf("%s -- %s", options->names[0], paths)
		     : g_strdup(options->names[0]);
}

static bool read_names(struct inquiry *inquiry, char *const *names, GError **error)
{
	if (names[1] || is_id(inquiry, names[0])) {
		for (char *const *name = names; *name; name++)
			take_id(inquiry, &(struct backport){ .id = *name }, "command line");
		inquiry->name = g_strjoinv(" ", (char **)names);
		return true;
	}
	inquiry->name = name_of_branch(inquiry->options);
	if (!inquiry->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    names[0]);
	return read_branch(inquiry, names[0], error);
}

bool inquiry_read_branch(struct inquiry *inquiry, GError **error)
{
	const struct inquiry_options *options = inquiry->options;

	inquiry->queue = queue_new();
	inquiry->target = target_new(inquiry->source.history, inquiry->queue);
	taken_init(&inquiry->taken);
	if (options->list ? !read_list(inquiry, error)
			  : !read_names(inquiry, options->names, error))
		return false;
	if (!options->target)
		return true;
	if (!inquiry->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    options->target);
	return !target_in_base(inquiry->target)
		       ? read_tree(inquiry, options->target, error)
		       : fail(error, WINNOW_ERROR_USAGE,
			      "--target is for commit ids and lists: '%s' says where to look",
			      inquiry->name);
}

char *inquiry_tree(const struct inquiry *inquiry)
{
	const struct inquiry_options *options = inquiry->options;
	/* Ids and lists are no names of a tree, though they hold digits. */
	bool is_named = !options->list && !options->names[1] && !is_id(inquiry, options->names[0]);
	_cleanup_(range_clear) struct range range = { 0 };
	bool is_range = is_named && range_read(options->names[0], &range);
	const char *const names[] = { options->version, options->target, range.to, range.from,
				      is_named && !is_range ? options->names[0] : NULL };
	char *tree = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(names) && !tree; i++)
		tree = names[i] ? nomination_tree_of_branch(names[i]) : NULL;
	return tree;
}
