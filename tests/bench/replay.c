/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay REPO UPSTREAM RANGE [COUNT]: the newest COUNT (500) backports of a stable range, each of
 * its upstream commit's own diff tried against the tree that the maintainer had in front of him.
 * Says how many apply, how many give his tree, and what is found for the rest. With REPLAY_VERBOSE
 * set, a line for each that does not apply.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "evidence/trial.h"
#include "git/file.h"

struct tally {
	size_t n, applies, renamed, equal, fuzzy, conflicts, outcomes[PREREQUISITES_NOT_ASKED + 1];
	size_t n_members, taken_later;
	size_t alarms; /* of those that give the maintainer's tree, which was built: names missing
			*/
	GArray *sizes, *times; /* of proved sets; of conflicts, in microseconds */
};

static struct repo *repo;
static struct history *history;
static struct target *tip; /* the branch as it became */
static struct queue *nothing;
static bool verbose;

static void check(bool ok, GError *error)
{
	if (ok)
		return;
	fprintf(stderr, "replay: %s\n", error->message);
	exit(2);
}

/* Whether the files that the backport touches are as the maintainer committed them. */
static bool gives_his_tree(struct effective *tree, const struct patch *backport)
{
	for (size_t i = 0; i < diff_n_files(&backport->diff); i++) {
		const struct diff_file *file = diff_file_at(&backport->diff, i);
		const char *path = diff_file_path(file);
		g_autofree char *ours = NULL;
		g_autofree char *his = NULL;
		enum repo_file has = effective_read(tree, path, &ours);

		if (has != repo_read_file(repo, &backport->commit, path, 64 << 20, &his))
			return false;
		if (has != REPO_FILE_READ)
			continue;
		/* What stands at the end of the last line is not told apart. */
		if (strlen(his) && his[strlen(his) - 1] != '\n')
			ours[strlen(ours) - 1] = '\0';
		if (strcmp(ours, his) != 0)
			return false;
	}
	return true;
}

static void note_prerequisites(const struct prerequisites *found, const struct patch *backport,
			       const struct patch *patch, const char *where, struct tally *tally)
{
	guint n = found->outcome == PREREQUISITES_PROVED ? found->members->len : 0;

	tally->outcomes[found->outcome]++;
	if (n)
		g_array_append_val(tally->sizes, n);
	if (verbose)
		printf("%s %s (\"%s\"): outcome %d, %s %s\n",
		       commit_id_short(&backport->commit).text,
		       commit_id_short(&patch->commit).text, patch->message.subject, found->outcome,
		       where, found->stuck ? found->stuck : "");
	for (guint i = 0; i < n; i++) {
		const struct prerequisite *one =
			&g_array_index(found->members, struct prerequisite, i);
		const struct history_commit *commit = history_at(history, one->position);
		enum presence_state later = target_find(tip, &commit->id, patch).state;

		tally->n_members++;
		tally->taken_later += later == PRESENCE_BASE;
		if (verbose)
			printf("    %s (\"%s\"), %s%zu lines%s: %s\n",
			       commit_id_short(&commit->id).text, commit->subject,
			       one->is_fix ? "fix, " : "", one->lines_changed,
			       later == PRESENCE_BASE ? ", taken later" : "", one->proof);
	}
}

static bool lacks_names(const struct trial *trial, const struct patch *patch)
{
	bool lacks = false;

	for (guint i = 0; trial->absent && i < trial->absent->len; i++) {
		const struct absent_name *name =
			&g_array_index(trial->absent, struct absent_name, i);

		if (!prerequisite_name(name))
			continue;
		lacks = true;
		if (verbose)
			printf("alarm: %s (\"%s\") uses %s\n", commit_id_short(&patch->commit).text,
			       patch->message.subject, name->name);
	}
	return lacks;
}

static void replay(const struct patch *backport, const struct commit_id *parent, guint32 position,
		   struct tally *tally)
{
	const struct commit_id *id = &history_at(history, position)->id;
	struct queue_options options = { .repo = repo };
	struct commit_hex hex = commit_id_hex(id);
	const char *ids[] = { hex.text, NULL };
	g_autofree char *names = g_build_filename(g_get_user_cache_dir(), "winnow", NULL);
	_cleanup_(queue_freep) struct queue *queue = NULL;
	_cleanup_(target_freep) struct target *target = NULL;
	_cleanup_(effective_freep) struct effective *tree = NULL;
	struct upstream upstream = { 0 };
	struct evidence evidence = { .history = history,
				     .upstreams = &upstream,
				     .base_name = "",
				     .names_directory = names };
	struct application application;
	GError *error = NULL;
	gint64 start;

	if (!queue_open(ids, &options, &queue, NULL) || queue_at(queue, 0)->problems->len)
		return;
	target = target_new(history, queue);
	check(target_read_base(target, repo, parent, false, &error), error);

	_cleanup_(upstream_finder_freep) struct upstream_finder *finder =
		upstream_finder_new(history, target, false);

	upstream_find(finder, queue_at(queue, 0), &upstream);
	target_set_queue_upstreams(target, &upstream);
	evidence.queue = queue;
	evidence.target = target;

	start = g_get_monotonic_time();
	g_autoptr(GArray) trials = trials_find(&evidence);
	guint took = (guint)(g_get_monotonic_time() - start);
	const struct trial *trial = &g_array_index(trials, struct trial, 0);

	tally->n++;
	if (application_succeeded(&trial->application)) {
		_cleanup_(renames_freep) struct renames *renames =
			renames_new(history, target_in_base(target));
		struct effective_change change = { &queue_at(queue, 0)->diff, 1, renames,
						   position };

		tree = effective_new(repo, parent);
		effective_apply(tree, &change, &application);
		tally->applies++;
		tally->renamed += application.older != NULL;
		tally->fuzzy += application.kind == APPLICATION_FUZZY;
		if (gives_his_tree(tree, backport)) {
			tally->equal++;
			tally->alarms += lacks_names(trial, queue_at(queue, 0));
		}
		application_clear(&application);
	} else {
		tally->conflicts++;
		g_array_append_val(tally->times, took);
		note_prerequisites(&trial->prerequisites, backport, queue_at(queue, 0),
				   trial->application.where, tally);
	}
	upstream_clear(&upstream);
}

static int by_size(const void *a, const void *b)
{
	const guint *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static guint at_share(GArray *values, double share)
{
	g_array_sort(values, by_size);
	return values->len ? g_array_index(values, guint, (guint)((values->len - 1) * share)) : 0;
}

static double percent(size_t part, size_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void print(const char *range, const struct tally *tally)
{
	printf("%s: %zu backports\n", range, tally->n);
	printf("  apply: %zu (%.1f %%), of them by an older name %zu, with fuzz %zu\n",
	       tally->applies, percent(tally->applies, tally->n), tally->renamed, tally->fuzzy);
	printf("  give the maintainer's tree: %zu (%.1f %%)\n", tally->equal,
	       percent(tally->equal, tally->n));
	printf("  of these, said to lack a name: %zu (%.2f %%)\n", tally->alarms,
	       percent(tally->alarms, tally->equal));
	printf("  do not apply: %zu; proved set %zu (%.1f %%), not proved %zu, more than %d %zu, "
	       "not "
	       "known %zu\n",
	       tally->conflicts, tally->outcomes[PREREQUISITES_PROVED],
	       percent(tally->outcomes[PREREQUISITES_PROVED], tally->conflicts),
	       tally->outcomes[PREREQUISITES_UNPROVED], PREREQUISITES_LIMIT,
	       tally->outcomes[PREREQUISITES_MANY],
	       tally->outcomes[PREREQUISITES_UNKNOWN] + tally->outcomes[PREREQUISITES_NOT_ASKED]);
	printf("  proved sets: median %u commits, at most %u; %zu commits, the branch later took "
	       "%zu (%.1f %%)\n",
	       at_share(tally->sizes, 0.5), at_share(tally->sizes, 1), tally->n_members,
	       tally->taken_later, percent(tally->taken_later, tally->n_members));
	printf("  search for one that does not apply: median %.1f ms, 95 %% %.1f ms, longest %.1f "
	       "ms\n",
	       at_share(tally->times, 0.5) / 1e3, at_share(tally->times, 0.95) / 1e3,
	       at_share(tally->times, 1) / 1e3);
}

int main(int argc, char **argv)
{
	struct history_options options = { 0 };
	struct queue_options queue_options = { 0 };
	const char *range[] = { NULL, NULL };
	struct tally tally = { 0 };
	struct commit_id end;
	struct queue *queue = NULL;
	GError *error = NULL;
	size_t count = argc > 4 ? strtoul(argv[4], NULL, 10) : 500;

	if (argc < 4) {
		fputs("usage: replay REPO UPSTREAM RANGE [COUNT]\n", stderr);
		return 64;
	}
	verbose = getenv("REPLAY_VERBOSE") != NULL;
	repo_library_init();
	mail_library_init();
	range[0] = argv[3];
	check(repo_open(argv[1], &repo, &error), error);
	options.index_path = getenv("REPLAY_INDEX");
	check(history_open_repo(repo, argv[2], &options, &history, NULL, &error), error);
	check(history_index_paths(history, 0, false, &error), error);
	queue_options.repo = repo;
	check(queue_open(range, &queue_options, &queue, &error), error);
	nothing = queue_new();
	tip = target_new(history, nothing);
	check(repo_resolve(repo, strstr(argv[3], "..") + 2, &end, &error), error);
	check(target_read_base(tip, repo, &end, false, &error), error);
	tally.sizes = g_array_new(FALSE, FALSE, sizeof(guint));
	tally.times = g_array_new(FALSE, FALSE, sizeof(guint));

	_cleanup_(upstream_finder_freep) struct upstream_finder *finder =
		upstream_finder_new(history, NULL, false);

	for (size_t i = queue_length(queue); i > 0 && tally.n < count; i--) {
		const struct patch *backport = queue_at(queue, i - 1);
		struct upstream upstream = { 0 };
		struct commit commit;

		upstream_find(finder, backport, &upstream);
		if (upstream.how == UPSTREAM_MARKER && upstream.positions->len == 1 &&
		    repo_read_commit(repo, &backport->commit, &commit, NULL)) {
			if (commit.n_parents)
				replay(backport, &commit.parents[0], upstream.position, &tally);
			commit_clear(&commit);
		}
		upstream_clear(&upstream);
	}
	print(argv[3], &tally);
	return 0;
}
