/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A queue from what names on the command line stand for. */
#include "read/queue.h"

#include <string.h>

#include "base/error.h"
#include "read/allowance.h"
#include "read/queue-kinds.h"
#include "read/supersede.h"

static bool has_entry(const char *directory, const char *name, GFileTest test)
{
	g_autofree char *path = g_build_filename(directory, name, NULL);

	return g_file_test(path, test);
}

static bool read_directory(struct queue *queue, const char *name, GError **error)
{
	g_autofree char *series = queue_find_series(name);
	bool are_queues = false;

	if (series)
		return queue_read_series(queue, series, error);
	if (has_entry(name, "cur", G_FILE_TEST_IS_DIR) ||
	    has_entry(name, "new", G_FILE_TEST_IS_DIR))
		return queue_read_maildir(queue, name, error);
	if (!queue_read_queues(queue, name, &are_queues, error))
		return false;
	return are_queues || queue_read_directory(queue, name, error);
}

static bool read_file(struct queue *queue, const char *name, const struct queue_options *options,
		      GError **error)
{
	g_autofree char *base = g_path_get_basename(name);

	if (queue_is_series(base))
		return queue_read_series(queue, name, error);
	if (queue_is_id_file(name))
		return queue_read_id_file(queue, name, options, error);
	return queue_read_file(queue, name, error);
}

/* Of a file as of a branch: no range, no digits of a commit, nothing that git alone writes so. */
static bool is_bare_name(const char *name)
{
	return !strstr(name, "..") && !strpbrk(name, "^~:@") &&
	       name[strspn(name, "0123456789abcdefABCDEF")];
}

static bool read_revision(struct queue *queue, const char *name,
			  const struct queue_options *options, GError **error)
{
	if (!options->repo)
		return fail(
			error, WINNOW_ERROR_INPUT,
			"no file or directory '%s', and no repository to look it up in (use -C)",
			name);
	if ((name[0] == '/' || g_str_has_prefix(name, "./") || g_str_has_prefix(name, "../") ||
	     is_bare_name(name)) &&
	    !repo_knows(options->repo, name))
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is neither a file or directory nor a commit of repository '%s'",
			    name, repo_name(options->repo));
	if (strstr(name, ".."))
		return queue_read_range(queue, name, options, error);
	return queue_read_id(queue, name, options, error);
}

static bool read_one(struct queue *queue, const char *name, const struct queue_options *options,
		     GError **error)
{
	if (strcmp(name, "-") == 0)
		return queue_read_stdin(queue, error);
	if (g_file_test(name, G_FILE_TEST_IS_DIR))
		return read_directory(queue, name, error);
	if (g_file_test(name, G_FILE_TEST_EXISTS))
		return read_file(queue, name, options, error);
	return read_revision(queue, name, options, error);
}

static bool read_all(struct queue *queue, const char *const *names,
		     const struct queue_options *options, GError **error)
{
	_cleanup_(allowance_freep) struct allowance *allowance = allowance_new(queue->max_memory);
	g_autofree char *warning = NULL;
	bool ok = true;

	queue->allowance = allowance;
	queue->workers = options->workers;
	if (options->selection)
		ok = queue_read_selection(queue, options, error);
	for (const char *const *name = names; !options->selection && *name && ok; name++)
		ok = read_one(queue, *name, options, error);
	if (!*names && options->inbox)
		ok = queue_read_inbox(queue, options->inbox, error);
	queue->allowance = NULL;
	queue->workers = NULL;
	warning = allowance_warning(allowance);
	if (warning) /* first: of many warnings the last are not told */
		g_ptr_array_insert(queue->warnings, 0, g_steal_pointer(&warning));
	return ok;
}

/* What goes on one base is no stack beside others. */
static void settle_stacks(struct queue *queue)
{
	bool all = true;

	for (guint i = 0; i < queue->patches->len; i++)
		all &= ((const struct patch *)queue->patches->pdata[i])->stack > 0;
	if (queue->stacks->len > 1 || (queue->stacks->len && !all))
		return;
	for (guint i = 0; i < queue->patches->len; i++)
		((struct patch *)queue->patches->pdata[i])->stack = 0;
}

bool queue_open(const char *const *names, const struct queue_options *options, struct queue **out,
		GError **error)
{
	_cleanup_(queue_freep) struct queue *queue = queue_new();

	queue->keep_raw = options->keep_raw;
	if (options->max_memory)
		queue->max_memory = options->max_memory;
	if (!read_all(queue, names, options, error))
		return false;
	if (!queue->patches->len) {
		g_autofree char *all = g_strjoinv(" ", (char **)names);

		return fail(error, WINNOW_ERROR_INPUT, "'%s' holds no patch%s",
			    strcmp(all, "-") == 0 ? "standard input" : all,
			    queue->skipped->len ? ", only replies, cover letters or merges" : "");
	}
	settle_stacks(queue);
	queue_supersede(queue);
	for (guint i = 0; i < queue->patches->len; i++) {
		struct patch *patch = queue->patches->pdata[i];

		patch->position = i + 1;
		if (options->fix_words)
			patch_find_references(patch, options->fix_words);
	}
	*out = g_steal_pointer(&queue);
	return true;
}
