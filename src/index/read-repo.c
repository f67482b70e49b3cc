/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A history of a Git repository, from an index that is brought up to date first. */
#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "git/commit-graph.h"
#include "git/walk.h"
#include "index/about.h"
#include "index/build.h"
#include "index/format.h"
#include "index/row.h"
#include "message/fix-words.h"
#include "message/message.h"

/* More than this part of an index to be forgotten: then building it anew is less work. */
enum { TRUNCATE_PART = 4 };

struct update {
	struct repo *repo;
	const struct history_options *options;
	struct commit_id tip;
	struct store *store; /* whose commits are known; NULL: none is */
	guint32 first;	     /* those before it stay */
	struct build *build;
	const char *revision;
	size_t n_new;
	bool rebuilt;
	bool elsewhere; /* the file is another branch's: see other_path */
};

/* Where id is in the store, and whether on its line; HISTORY_NONE if it is not there. */
static guint32 position_of(struct store *store, const struct commit_id *id, bool *on_line)
{
	struct query *query =
		store_query(store, "SELECT position, on_line FROM commits WHERE id = ?");
	guint32 position = HISTORY_NONE;

	query_blob(query, id->raw, COMMIT_ID_SIZE);
	if (query_next(query)) {
		position = row_position(query, 0, G_MAXINT32);
		*on_line = row_bool(query, 1);
		query_end(query);
	}
	return position;
}

static bool known(const struct commit_id *id, void *data)
{
	const struct update *update = data;
	bool on_line;

	return update->first && position_of(update->store, id, &on_line) < update->first;
}

static void *new_part(void *data)
{
	const struct update *update = data;

	return build_part_new(update->options->fix_words);
}

static void free_part(void *part)
{
	build_part_free(part);
}

static void take_part(void *part, void *data)
{
	const struct update *update = data;

	build_take(update->build, part);
}

static void visit(struct commit *commit, void *part)
{
	const char *body;
	g_autofree char *subject = message_split(commit->message, &body);
	struct history_entry entry = {
		.id = commit->id,
		.parents = commit->parents,
		.n_parents = commit->n_parents,
		.subject = subject,
		.body = body,
		.author_name = commit->author_name,
		.author_email = commit->author_email,
		.author_date = commit->author_date,
		.commit_date = commit->commit_date,
	};

	build_part_add(part, &entry);
}

/* Read what the store lacks and write it, in a transaction of its own. */
static bool add_commits(struct update *update, struct store *store, GError **error)
{
	/* To count them by walking would take about as long as to read them. */
	size_t total = update->options->progress ? commit_graph_count(update->repo) : 0;
	struct progress progress;
	struct walk walk = {
		.known = known,
		.visit = visit,
		.data = update,
		.progress = &progress,
		.workers = update->options->workers,
		.is_of_all = !update->first,
		.part_new = new_part,
		.part_take = take_part,
		.part_free = free_part,
	};
	bool ok;

	update->build = build_new(update->options->workers);
	progress_begin(&progress, update->options->progress, "reading upstream",
		       total > update->first ? total - update->first : 0);
	ok = walk_commits(update->repo, &update->tip, &walk, error);
	progress_end(&progress);
	if (!update->first) {
		g_autofree char *words = fix_words_text(update->options->fix_words);
		g_autofree char *scanner = references_sum(words);

		about_set(store, "revision", update->revision);
		about_set(store, "fixWords", words);
		about_set(store, "scanner", scanner);
	}
	ok = ok &&
	     build_write(update->build, store, &update->tip, update->options->progress, error);
	update->n_new = build_length(update->build);
	g_clear_pointer(&update->build, build_free);
	return ok;
}

static bool build_anew(struct update *update, struct store *store, GError **error)
{
	update->first = 0;
	update->rebuilt = true;
	return store_begin_transaction(store, error) && add_commits(update, store, error) &&
	       store_commit(store, error);
}

/*
 * How much of the store tip's own history begins with: up to where its first parents meet the
 * store's line. 0: they never do.
 */
static bool find_common(const struct update *update, guint32 *out, GError **error)
{
	struct commit_id at = update->tip;

	for (;;) {
		bool on_line = false;
		guint32 position = position_of(update->store, &at, &on_line);
		struct commit commit;
		bool root;

		if (position != HISTORY_NONE && on_line) {
			*out = position + 1;
			return true;
		}
		if (!repo_read_commit(update->repo, &at, &commit, error))
			return false;
		root = !commit.n_parents;
		if (!root)
			at = commit.parents[0];
		commit_clear(&commit);
		if (root) {
			*out = 0;
			return true;
		}
	}
}

/* Whether the store was made for the branch at hand, by its name. */
static bool is_of(struct store *store, const struct update *update)
{
	g_autofree char *revision = about_get(store, "revision");

	return g_strcmp0(revision, update->revision) == 0;
}

/* Bring the store up to date in place. *anew: building it anew is needed, or less work. */
static bool update_in_place(struct update *update, bool *anew, GError **error)
{
	struct store *store = update->store;
	guint32 length = about_length(store);

	if (!find_common(update, &update->first, error))
		return false;
	if (store_failure(store, NULL))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot read '%s': %s", store_path(store),
			    store_failure(store, NULL));
	if (update->first < length && update->options->other_path && !is_of(store, update)) {
		update->elsewhere = true;
		*anew = false;
		return true;
	}
	*anew = !update->first || length - update->first > length / TRUNCATE_PART;
	if (*anew)
		return true;
	if (!store_begin_transaction(store, error))
		return false;
	if (update->first < length && !build_truncate(store, update->first, error))
		return false;
	return add_commits(update, store, error) && store_commit(store, error);
}

/* How much of the store is the history of tip: HISTORY_NONE if it does not have it. */
static guint32 view_of(struct store *store, const struct commit_id *tip)
{
	bool on_line = false;
	guint32 position = position_of(store, tip, &on_line);

	return position != HISTORY_NONE && on_line ? position + 1 : HISTORY_NONE;
}

static struct history *take(struct store **store, const struct update *update, guint32 length)
{
	return history_new(HISTORY_REPOSITORY, g_steal_pointer(store), update->repo,
			   update->options->workers, length);
}

static bool open_private(struct update *update, struct history **out, GError **error)
{
	_cleanup_(store_freep) struct store *store = NULL;

	if (!store_open_private(&history_format, &store, error) ||
	    !build_anew(update, store, error))
		return false;
	*out = take(&store, update, about_length(store));
	return true;
}

static bool build_file(struct update *update, GError **error)
{
	_cleanup_(store_freep) struct store *store = NULL;

	return store_begin(update->options->index_path, &history_format, &store, error) &&
	       build_anew(update, store, error) && store_publish(store, error);
}

/* Whether its references were looked for by today's tags and words, configured ones among them. */
static bool has_words(struct store *store, const struct update *update)
{
	g_autofree char *own = fix_words_text(update->options->fix_words);
	g_autofree char *wanted = references_sum(own);
	g_autofree char *made_with = about_get(store, "scanner");

	return g_strcmp0(made_with, wanted) == 0;
}

/* Open the file if it has what is wanted; with update_it, make it so. Nothing in *out: it has not.
 */
static bool try_file(struct update *update, bool update_it, struct history **out, GError **error)
{
	const char *path = update->options->index_path;
	_cleanup_(store_freep) struct store *store = NULL;
	g_autofree char *why = NULL;
	enum store_state state = store_open(path, &history_format, &store, &why);
	bool anew = true, usable = false;

	if (state == STORE_READY) {
		guint32 length;

		usable = !update->options->rebuild &&
			 (has_words(store, update) || store_failure(store, NULL));
		length = view_of(store, &update->tip);
		if (length != HISTORY_NONE && !store_failure(store, NULL) && usable) {
			*out = take(&store, update, length);
			return true;
		}
	}
	/* Nor is anything made beside it: a lock may be another program's, as HEAD.lock is git's.
	 */
	if (state == STORE_FOREIGN && !update->options->is_cache)
		return fail(error, WINNOW_ERROR_SYSTEM, "%s", why);
	if (!update_it)
		return true;
	if (state == STORE_UNREADABLE)
		return fail(error, WINNOW_ERROR_SYSTEM, "%s", why);
	if (state == STORE_OTHER_VERSION || state == STORE_DAMAGED || state == STORE_FOREIGN)
		warn_tell(&update->options->warn, "%s: it is built anew", why);
	if (state == STORE_READY && !usable && !update->options->rebuild)
		warn_tell(&update->options->warn,
			  "'%s' was made with other words (winnow.fixWords, or another winnow's): "
			  "it is built anew",
			  path);
	if (usable) {
		g_autoptr(GError) failure = NULL;
		bool damaged = false;

		update->store = store;
		if (!update_in_place(update, &anew, &failure)) {
			store_failure(store, &damaged);
			if (!damaged) {
				g_propagate_error(error, g_steal_pointer(&failure));
				return false;
			}
			warn_tell(&update->options->warn, "'%s' is damaged (%s): it is built anew",
				  path, store_failure(store, NULL));
			anew = true;
		}
		update->store = NULL;
	}
	g_clear_pointer(&store, store_free);
	return !anew || build_file(update, error);
}

static void tell_waiting(const char *path, void *data)
{
	const struct history_options *options = data;

	warn_tell(&options->warn, "waiting for another winnow that writes '%s'", path);
}

/* Both may be done by others meanwhile: each look is repeated when it is our turn. */
static bool open_file(struct update *update, struct history **out, GError **error)
{
	_cleanup_(store_unlockp) struct store_lock *lock = NULL;

	if (!update->options->rebuild && !try_file(update, false, out, error))
		return false;
	if (*out)
		return true;
	if (!store_lock(update->options->index_path, 0, tell_waiting, (void *)update->options,
			&lock, error) ||
	    !try_file(update, true, out, error))
		return false;
	if (*out || (update->elsewhere && update->options->other_path))
		return true;

	/* What was found damaged is no more. */
	const struct history_options *given = update->options;
	struct history_options options = *given;
	bool ok;

	options.rebuild = false;
	update->options = &options;
	ok = try_file(update, false, out, error);
	update->options = given;
	return ok && (*out || fail(error, WINNOW_ERROR_SYSTEM, "'%s' cannot be read back",
				   given->index_path));
}

static bool open_one_of(struct update *update, const struct history_options *elsewhere,
			struct history **out, GError **error)
{
	if (!open_file(update, out, error))
		return false;
	if (!update->elsewhere)
		return true;
	update->options = elsewhere;
	return open_file(update, out, error);
}

bool history_open_repo(struct repo *repo, const char *revision,
		       const struct history_options *options, struct history **out,
		       struct history_update *done, GError **error)
{
	struct update update = { .repo = repo, .options = options, .revision = revision };
	struct history_options elsewhere = *options;
	g_autoptr(GError) problem = NULL;

	*out = NULL;
	if (!repo_resolve(repo, revision, &update.tip, error))
		return false;
	elsewhere.index_path = options->other_path;
	elsewhere.other_path = NULL;
	if (options->index_path && !open_one_of(&update, &elsewhere, out, &problem)) {
		/* What is wrong with history itself does not get better without an index. */
		if (options->must_keep ||
		    !g_error_matches(problem, WINNOW_ERROR, WINNOW_ERROR_SYSTEM)) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		warn_tell(&options->warn, "%s: this run reads all of upstream and keeps no index",
			  problem->message);
	}
	update.options = options;
	if (!*out && !open_private(&update, out, error))
		return false;
	if (done)
		*done = (struct history_update){ update.n_new, update.rebuilt };
	return true;
}

/* Whether it was made with our tags and words, whatever the project's own were. */
static bool was_scanned_alike(struct store *store)
{
	g_autofree char *own = about_get(store, "fixWords");
	g_autofree char *wanted = references_sum(own ? own : "");
	g_autofree char *made_with = about_get(store, "scanner");

	return g_strcmp0(made_with, wanted) == 0;
}

bool history_open_index(const char *path, struct history **out, GError **error)
{
	_cleanup_(store_freep) struct store *store = NULL;
	g_autofree char *why = NULL;

	if (store_open(path, &history_format, &store, &why) != STORE_READY)
		return fail(error, WINNOW_ERROR_INPUT, "%s", why);
	/* What cannot be read says nothing of what made the file: that it is damaged is told later.
	 */
	if (!about_length(store) && !store_failure(store, NULL))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' has no commit", path);
	if (!was_scanned_alike(store) && !store_failure(store, NULL))
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' was made by a winnow with other words: build it anew where its "
			    "repository is (winnow index)",
			    path);
	*out = history_new(HISTORY_REPOSITORY, g_steal_pointer(&store), NULL, NULL, HISTORY_NONE);
	return true;
}
