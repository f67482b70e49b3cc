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
#include "base/workers.h"
#include "read/patch-commit.h"

/* Patches that are read and not yet counted: each may take some of PATCH_BYTES_LIMIT. */
enum { READ_AHEAD = 16 };

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

/* A commit as another thread may have read it. */
struct commit_read {
	struct patch *patch; /* NULL: it cannot be read, and error says why */
	GError *error;
	struct repo *repo; /* that it was read from */
	size_t n_lacked;
};

static void commit_read_free(void *data)
{
	struct commit_read *read = data;

	if (read->patch)
		patch_free(read->patch);
	g_clear_error(&read->error);
	g_free(read);
}

/* The oldest first: what is kept is counted as it comes. */
static const struct commit_id *id_at(const struct range_reading *reading, size_t i)
{
	return &g_array_index(reading->ids, struct commit_id, reading->ids->len - 1 - i);
}

static void *read_commit(size_t i, void *tool, void *data)
{
	struct commit_read *read = g_new0(struct commit_read, 1);
	struct commit commit;

	read->repo = tool;
	if (repo_read_commit(tool, id_at(data, i), &commit, &read->error)) {
		read->patch = patch_of_commit_apart(tool, &commit, &read->n_lacked);
		commit_clear(&commit);
	}
	return read;
}

static void *open_another(void *data)
{
	return repo_another(((struct range_reading *)data)->repo);
}

static void close_another(void *repo)
{
	repo_free(repo);
}

static bool add_read(struct range_reading *reading, const struct commit_id *id,
		     struct commit_read *read, GError **error)
{
	bool ok = read->patch != NULL;

	if (read->repo != reading->repo)
		repo_add_lacked(reading->repo, read->n_lacked);
	if (read->n_lacked)
		patch_note_lacked(read->patch, reading->repo);
	if (ok)
		queue_add(reading->queue, g_steal_pointer(&read->patch), commit_id_hex(id).text);
	else
		g_propagate_error(error, g_steal_pointer(&read->error));
	commit_read_free(read);
	return ok;
}

static bool add_commits(struct range_reading *reading, const struct queue_options *options,
			GError **error)
{
	size_t n = reading->ids->len;
	const struct row_work work = {
		.n = n,
		.ahead = READ_AHEAD,
		.data = reading,
		.tool_new = open_another,
		.tool_free = close_another,
		.tool = reading->repo,
		.make = read_commit,
		.drop = commit_read_free,
	};
	_cleanup_(row_freep) struct row *row = row_new(options->workers, &work);
	struct progress shown;
	bool ok = true;

	progress_begin(&shown, options->progress, "reading the queue", n);
	for (size_t i = 0; i < n && ok; i++, progress_step(&shown))
		ok = add_read(reading, id_at(reading, i), row_take(row, i), error);
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
	     add_commits(&reading, options, error);
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
