/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commits of a repository: a range "A..B", ids, a file of ids. */
#include "read/queue-kinds.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/file.h"
#include "base/progress.h"
#include "base/range.h"
#include "base/text.h"
#include "read/patch-commit.h"

static void skip_merge(struct queue *queue, const struct commit *commit)
{
	g_autofree char *subject = message_split(commit->message, NULL);

	queue_skip(queue, commit_id_hex(&commit->id).text, subject, "merge commit");
}

struct range_reading {
	struct repo *repo;
	struct queue *queue;
	GArray *ids; /* struct commit_id, newest first */
};

static bool visit(const struct commit *commit, void *data)
{
	struct range_reading *reading = data;

	if (commit->n_parents > 1) {
		skip_merge(reading->queue, commit);
		return true;
	}
	g_array_append_val(reading->ids, commit->id);
	return true;
}

/* The oldest first: what is kept is counted as it comes. */
static bool add_commits(struct range_reading *reading, bool progress, GError **error)
{
	struct progress shown;
	bool ok = true;

	progress_begin(&shown, progress, "reading the queue", reading->ids->len);
	for (guint i = reading->ids->len; i > 0 && ok; i--, progress_step(&shown)) {
		const struct commit_id *id = &g_array_index(reading->ids, struct commit_id, i - 1);
		struct commit commit;

		ok = repo_read_commit(reading->repo, id, &commit, error);
		if (!ok)
			break;
		queue_add(reading->queue, patch_of_commit(reading->repo, &commit),
			  commit_id_hex(id).text);
		commit_clear(&commit);
	}
	progress_end(&shown);
	return ok;
}

bool queue_read_range(struct queue *queue, const char *range, const struct queue_options *options,
		      GError **error)
{
	_cleanup_(range_clear) struct range ends;
	struct commit_id base, tip;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	struct range_reading reading = { options->repo, queue, ids };
	bool ok;

	range_read(range, &ends);
	if (ends.is_symmetric)
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is a symmetric difference: a queue is a range 'A..B'", range);
	if (!repo_resolve(options->repo, *ends.from ? ends.from : "HEAD", &base, error) ||
	    !repo_resolve(options->repo, *ends.to ? ends.to : "HEAD", &tip, error))
		return false;

	ok = repo_walk(options->repo, &tip, &base, 1, visit, &reading, error) &&
	     add_commits(&reading, options->progress, error);
	if (ok && !ids->len && !queue->skipped->len)
		ok = fail(error, WINNOW_ERROR_INPUT,
			  "range '%s' holds no commit: is it the right way round?", range);
	queue->has_base = true;
	queue->base = base;
	return ok;
}

bool queue_read_selection(struct queue *queue, const struct queue_options *options, GError **error)
{
	const struct selection *selection = options->selection;
	struct progress shown;
	bool ok = true;

	progress_begin(&shown, options->progress, "reading the queue", selection->ids->len);
	for (guint i = 0; i < selection->ids->len && ok; i++, progress_step(&shown))
		ok = queue_read_id(queue, selection->ids->pdata[i], options, error);
	progress_end(&shown);
	queue->has_base = selection->has_base;
	queue->base = selection->base;
	return ok;
}

bool queue_read_id(struct queue *queue, const char *id, const struct queue_options *options,
		   GError **error)
{
	struct commit_id resolved;
	struct commit commit;

	if (!repo_resolve(options->repo, id, &resolved, error) ||
	    !repo_read_commit(options->repo, &resolved, &commit, error))
		return false;
	if (repo_has_branch(options->repo, id))
		queue_warn(queue,
			   "'%s' is a branch: taken is one commit, its tip; the whole branch is "
			   "BASE..%s",
			   id, id);
	if (commit.n_parents > 1)
		skip_merge(queue, &commit);
	else
		queue_add(queue, patch_of_commit(options->repo, &commit), id);
	commit_clear(&commit);
	return true;
}

/* The first word of the first line that holds anything but a comment; NULL if there is none. */
static char *first_word(const char *text)
{
	struct slice rest = slice_of(text), line;

	while (text_next_line(&rest, &line)) {
		struct slice trimmed = slice_trim(line);
		size_t n = 0;

		while (n < trimmed.length && !g_ascii_isspace(trimmed.start[n]))
			n++;
		if (n && trimmed.start[0] != '#')
			return g_strndup(trimmed.start, n);
	}
	return NULL;
}

bool queue_is_id_file(const char *path)
{
	char head[4096 + 1];
	g_autofree char *word = NULL;
	ssize_t n = file_peek(path, head, sizeof(head) - 1);

	if (n <= 0)
		return false;
	head[n] = '\0';
	word = first_word(head);
	return word && strlen(word) >= 7 && strlen(word) <= COMMIT_ID_HEX &&
	       slice_hex_run(slice_of(word)) == strlen(word);
}

bool queue_read_id_file(struct queue *queue, const char *path, const struct queue_options *options,
			GError **error)
{
	g_autofree char *text = NULL;
	g_autofree char *bytes = NULL;
	struct slice rest, line;
	size_t number = 0, length = 0;

	if (!options->repo)
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' lists commit ids, and there is no repository to look them up in "
			    "(use -C)",
			    path);
	if (!file_read_regular(path, FILE_LIST_LIMIT, true, &bytes, &length, error))
		return false;
	text = text_to_utf8(bytes, length, NULL);
	rest = slice_of(text);
	while (text_next_line(&rest, &line)) {
		g_autofree char *raw = slice_dup(line);
		g_autofree char *word = first_word(raw);
		g_autoptr(GError) id_error = NULL;

		number++;
		if (!word || queue_read_id(queue, word, options, &id_error))
			continue;
		g_autofree char *location = g_strdup_printf("%s:%zu", path, number);
		struct patch *patch = patch_new(word);

		patch_problem(patch, "%s", id_error->message);
		patch_set_name(patch, word);
		queue_add(queue, patch, location);
	}
	return true;
}
