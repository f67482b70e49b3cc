/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/matrix.h"

#include "base/error.h"
#include "base/progress.h"
#include "base/since.h"
#include "base/workers.h"
#include "match/upstream.h"
#include "message/fix-words.h"
#include "message/nomination.h"
#include "read/patch-commit.h"

struct matrix {
	struct repo *repo;
	const struct matrix_options *options;
	struct workers *workers;
	struct source source;
	struct trees *trees;
	struct queue *queue; /* what was named; NULL: nothing was */
	struct queue *none;  /* for what is asked of a tree alone */
	struct version_tags *tags;
	GArray *rows; /* struct matrix_row */
	struct state *states;
	size_t n_states;
	struct matrix_report report;
};

void matrix_free(struct matrix *matrix)
{
	if (!matrix)
		return;
	for (size_t i = 0; i < matrix->n_states; i++)
		state_clear(&matrix->states[i]);
	g_free(matrix->states);
	if (matrix->rows)
		g_array_unref(matrix->rows);
	if (matrix->tags)
		version_tags_free(matrix->tags);
	if (matrix->none)
		queue_free(matrix->none);
	if (matrix->queue)
		queue_free(matrix->queue);
	if (matrix->trees)
		trees_free(matrix->trees);
	source_clear(&matrix->source);
	workers_free(matrix->workers);
	g_free(matrix);
}

const struct matrix_report *matrix_report(const struct matrix *matrix)
{
	return &matrix->report;
}

static bool is_needing(enum state_kind kind)
{
	return kind == STATE_NEEDS || kind == STATE_NEEDS_WORK;
}

bool matrix_is_needed(const struct matrix_report *report, guint row)
{
	for (guint t = 0; t < report->trees->all->len; t++)
		if (is_needing(matrix_at(report, row, t)->kind))
			return true;
	return false;
}

void matrix_count(const struct matrix_report *report, guint tree, size_t counts[N_STATES])
{
	for (int kind = 0; kind < N_STATES; kind++)
		counts[kind] = 0;
	for (guint row = 0; row < report->rows->len; row++)
		counts[matrix_at(report, row, tree)->kind]++;
}

static void add_row(struct matrix *matrix, guint32 position, const struct patch *patch,
		    GHashTable *known)
{
	const struct history *history = matrix->source.history;
	struct matrix_row row = { .position = position, .source = patch ? patch->source : NULL };

	if (position != HISTORY_NONE && !g_hash_table_add(known, GUINT_TO_POINTER(position + 1)))
		return;
	row.subject = position != HISTORY_NONE ? history_at(history, position)->subject
					       : patch->message.subject;
	g_array_append_val(matrix->rows, row);
}

/* The commits that the queue's patches were made from. */
static void add_queue(struct matrix *matrix)
{
	_cleanup_(upstream_finder_freep) struct upstream_finder *finder =
		upstream_finder_new(matrix->source.history, NULL, matrix->options->progress);
	g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < queue_length(matrix->queue); i++) {
		const struct patch *patch = queue_at(matrix->queue, i);
		struct upstream upstream;

		upstream_find(finder, patch, &upstream);
		for (guint k = 0; k < upstream.positions->len; k++)
			add_row(matrix, g_array_index(upstream.positions, guint32, k), patch,
				known);
		if (!upstream.positions->len)
			add_row(matrix, HISTORY_NONE, patch, known);
		upstream_clear(&upstream);
	}
}

static bool read_queue(struct matrix *matrix, GError **error)
{
	g_autoptr(GPtrArray) words = NULL;
	struct queue_options options = { .repo = matrix->repo,
					 .max_memory = matrix->options->max_memory,
					 .progress = matrix->options->progress };

	source_take_words(matrix->repo, matrix->options->source);
	if (!fix_words_read(matrix->options->source->fix_words, &words, error))
		return false;
	options.fix_words = words;
	if (!queue_open(matrix->options->names, &options, &matrix->queue, error))
		return false;
	warn_tell_all(&matrix->options->warn, matrix->queue->warnings, 0);
	return true;
}

/* Whether its message says that it repairs something, or asks for stable trees. */
static bool is_fix(const struct history *history, guint32 position)
{
	g_autoptr(GArray) references = history_references_from(history, position);
	struct message message = { 0 };
	bool asks;

	for (guint i = 0; i < references->len; i++)
		switch (g_array_index(references, struct history_reference, i).kind) {
		case REFERENCE_FIXES:
		case REFERENCE_FIX_WORDS:
		case REFERENCE_REVERTS:
			return true;
		default:
			break;
		}
	if (!history_repo(history) ||
	    !message_of_commit(history_repo(history), &history_at(history, position)->id, &message))
		return false;
	asks = nomination_is_there(&message);
	message_clear(&message);
	return asks;
}

/* What upstream took since a moment, or has and a revision has not. */
static bool add_since(struct matrix *matrix, GError **error)
{
	const struct history *history = matrix->source.history;
	const char *since = matrix->options->since;
	g_autofree guint8 *before = g_new0(guint8, history_length(history));
	g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
	struct commit_id id;
	gint64 moment = 0;
	bool is_moment = since_parse(since, matrix->options->now, &moment);
	guint32 at;

	if (!is_moment) {
		struct repo *repo = history_repo(history);

		if (!repo)
			return fail(error, WINNOW_ERROR_INPUT,
				    "--since: '%s' is no date, and no repository is at hand",
				    since);
		if (!repo_resolve(repo, since, &id, error))
			return false;
		at = history_find(history, &id);
		if (at == HISTORY_NONE)
			return fail(error, WINNOW_ERROR_INPUT,
				    "--since: '%s' is no commit of upstream", since);
		history_mark_ancestors(history, at, before);
	}
	for (at = 0; at < history_length(history); at++) {
		const struct history_commit *commit;

		if (before[at])
			continue;
		commit = history_at(history, at);
		if (commit->merge || (is_moment && commit->mainline_date < moment) ||
		    (!matrix->options->all && !is_fix(history, at)))
			continue;
		add_row(matrix, at, NULL, known);
	}
	return true;
}

static void copy_state(struct state *to, const struct state *from)
{
	*to = *from;
	to->proof = g_strdup(from->proof);
	to->says = g_strdup(from->says);
	to->with = from->with ? g_array_ref(from->with) : NULL;
}

/* The column of a tree, and of those that are the very same. */
static void fill(struct matrix *matrix, guint t, const struct view_of_tree_options *options,
		 struct progress *progress)
{
	_cleanup_(view_of_tree_freep) struct view_of_tree *view = NULL;
	const struct tree *tree = trees_at(matrix->trees, t);
	guint n = matrix->trees->all->len;
	g_autoptr(GError) error = NULL;

	if (!view_of_tree_open(tree, options, &view, &error))
		warn_tell(&matrix->options->warn, "%s: tree '%s' cannot be read: %s", tree->where,
			  tree->name, error->message);
	for (guint row = 0; row < matrix->rows->len; row++) {
		guint32 position = g_array_index(matrix->rows, struct matrix_row, row).position;
		struct state *state = &matrix->states[(size_t)row * n + t];

		if (view && position != HISTORY_NONE) {
			state_find(view, position, state);
		} else {
			*state = (struct state){ .kind = STATE_UNKNOWN, .culprit = HISTORY_NONE };
			state->says = g_strdup(view ? "upstream has no such commit"
						    : "the tree cannot be read");
		}
		progress_step(progress);
	}
	for (guint other = t + 1; other < n; other++)
		for (guint row = 0;
		     trees_at(matrix->trees, other)->alike == t && row < matrix->rows->len; row++)
			copy_state(&matrix->states[(size_t)row * n + other],
				   &matrix->states[(size_t)row * n + t]);
}

static void fill_all(struct matrix *matrix)
{
	g_autofree char *names = source_names_directory(matrix->options->source);
	const struct matrix_options *options = matrix->options;
	struct view_of_tree_options view = {
		.repo = matrix->repo,
		.history = matrix->source.history,
		.queue = matrix->none,
		.tags = matrix->tags,
		.names_directory = names,
		.progress = options->progress,
	};
	guint n = matrix->trees->all->len, n_read = 0;
	struct progress progress;

	matrix->n_states = (size_t)n * matrix->rows->len;
	matrix->states = g_new0(struct state, matrix->n_states);
	for (guint t = 0; t < n; t++)
		n_read += trees_at(matrix->trees, t)->alike == t;
	progress_begin(&progress, options->progress, "asking the trees",
		       (size_t)n_read * matrix->rows->len);
	for (guint t = 0; t < n; t++)
		if (trees_at(matrix->trees, t)->alike == t)
			fill(matrix, t, &view, &progress);
	progress_end(&progress);
}

static bool open_source(struct matrix *matrix, bool rebuild, GError **error)
{
	struct source_wish wish = { .warn = matrix->options->warn,
				    .progress = matrix->options->progress,
				    .rebuild = rebuild,
				    .workers = matrix->workers };

	if (!source_open(matrix->repo, matrix->options->source, &wish, &matrix->source, error))
		return false;
	return matrix->source.history ||
	       fail(error, WINNOW_ERROR_USAGE,
		    "trees: of which upstream? (--upstream REV, --index FILE, or git config "
		    "winnow.upstream)");
}

static bool read_trees(struct matrix *matrix, bool again, GError **error)
{
	const struct warn silent = { 0 };

	if (!trees_read(matrix->repo, matrix->options->trees,
			again ? &silent : &matrix->options->warn, &matrix->trees, error) ||
	    !trees_any(matrix->trees, "winnow.tree", error))
		return false;
	return matrix->trees->all->len ||
	       fail(error, WINNOW_ERROR_USAGE,
		    "trees: which ones? (--tree NAME=REV, --trees PATTERN, or git config "
		    "winnow.tree)");
}

static gint64 newest_of(const struct history *history)
{
	gint64 newest = 0;

	for (guint32 at = 0; at < history_length(history); at++)
		newest = MAX(newest, history_at(history, at)->mainline_date);
	return newest;
}

static bool work(struct matrix *matrix, bool again, GError **error)
{
	const struct matrix_options *options = matrix->options;

	matrix->rows = g_array_new(FALSE, FALSE, sizeof(struct matrix_row));
	matrix->none = queue_new();
	matrix->tags = version_tags_new(matrix->repo);
	if (!read_trees(matrix, again, error) || (*options->names && !read_queue(matrix, error)) ||
	    !open_source(matrix, again, error))
		return false;
	if (options->since && !add_since(matrix, error))
		return false;
	if (*options->names)
		add_queue(matrix);
	fill_all(matrix);
	matrix->report = (struct matrix_report){
		.history = matrix->source.history,
		.upstream_name = matrix->source.name,
		.trees = matrix->trees,
		.rows = matrix->rows,
		.states = matrix->states,
		.newest = newest_of(matrix->source.history),
		.now = options->now,
	};
	return true;
}

/* What matrix_new() was asked, and what came of it so far. */
struct attempt {
	struct repo *repo;
	const struct matrix_options *options;
	struct matrix *matrix;
};

static bool attempt_matrix(bool rebuild, void *data, const struct source **source, GError **error)
{
	struct attempt *attempt = data;

	matrix_free(attempt->matrix);
	attempt->matrix = g_new0(struct matrix, 1);
	attempt->matrix->repo = attempt->repo;
	attempt->matrix->options = attempt->options;
	attempt->matrix->workers = workers_new(attempt->options->n_threads);
	*source = &attempt->matrix->source;
	return work(attempt->matrix, rebuild, error);
}

bool matrix_new(struct repo *repo, const struct matrix_options *options, struct matrix **out,
		GError **error)
{
	struct attempt attempt = { repo, options, NULL };

	source_keep_diffs(repo, options->source);
	if (source_try(attempt_matrix, &attempt, &options->warn, error)) {
		*out = attempt.matrix;
		return true;
	}
	matrix_free(attempt.matrix);
	return false;
}
