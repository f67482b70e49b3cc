/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diffs REPO REVISION [COUNT [STEP]]: the diffs of COUNT (10000) commits, merges left out, from
 * REVISION backwards, one of STEP (1), as git/plain-diff makes them and as libgit2 does. Says how
 * many are plain, how many of these differ, naming them, and what both ways cost. Exits with 1
 * where one differs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <git2.h>

#include "git/plain-diff.h"
#include "git/repo-raw.h"

#define LONG_LIMIT ((size_t)64 << 20)

struct tally {
	size_t n, n_unread, n_plain, n_different;
	double own, library; /* CPU seconds for those that are plain */
};

static void check(int status)
{
	if (status >= 0)
		return;
	fprintf(stderr, "diffs: %s\n", git_error_last() ? git_error_last()->message : "failed");
	exit(2);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* One way to make a diff, what it gave, and its CPU seconds. */
struct attempt {
	GString *text;
	bool good;
	double cost;
};

static void try_plain(git_repository *git, git_tree *before, git_tree *after, struct attempt *out)
{
	double start = seconds();
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	bool cut = false;

	out->good = plain_diff_print(git, before ? git_tree_id(before) : NULL, git_tree_id(after),
				     LONG_LIMIT, out->text, &cut, paths);
	out->cost = seconds() - start;
}

static void try_library(git_repository *git, git_tree *before, git_tree *after, struct attempt *out)
{
	double start = seconds();
	git_diff *diff = NULL;
	bool cut = false;

	out->good = repo_diff_trees(git, before, after, 0, &diff) == 0 &&
		    repo_print_diff(diff, true, LONG_LIMIT, out->text, &cut) == 0;
	git_diff_free(diff);
	out->cost = seconds() - start;
}

static void compare_trees(git_repository *git, git_tree *before, git_tree *after,
			  const git_oid *commit, struct tally *tally)
{
	g_autoptr(GString) own_text = g_string_new(NULL), library_text = g_string_new(NULL);
	struct attempt own = { .text = own_text }, library = { .text = library_text };

	/* Who comes second finds what the first has read: in turns. */
	if (tally->n % 2)
		try_plain(git, before, after, &own);
	try_library(git, before, after, &library);
	if (tally->n % 2 == 0)
		try_plain(git, before, after, &own);
	tally->n_unread += !library.good;
	if (!own.good)
		return;
	tally->n_plain++;
	tally->own += own.cost;
	tally->library += library.cost;
	if (library.good && g_string_equal(own_text, library_text))
		return;
	tally->n_different++;
	printf("differs: %s\n", git_oid_tostr_s(commit));
}

static void compare(git_repository *git, git_commit *commit, struct tally *tally)
{
	git_commit *parent = NULL;
	git_tree *before = NULL, *after = NULL;

	tally->n++;
	if (git_commit_tree(&after, commit) == 0 &&
	    (!git_commit_parentcount(commit) ||
	     (git_commit_parent(&parent, commit, 0) == 0 && git_commit_tree(&before, parent) == 0)))
		compare_trees(git, before, after, git_commit_id(commit), tally);
	else
		tally->n_unread++;
	git_tree_free(before);
	git_tree_free(after);
	git_commit_free(parent);
}

static void compare_all(git_repository *git, git_revwalk *walk, size_t count, size_t step,
			struct tally *tally)
{
	git_oid oid;

	for (size_t i = 0; tally->n < count && git_revwalk_next(&oid, walk) == 0;) {
		git_commit *commit = NULL;

		check(git_commit_lookup(&commit, git, &oid));
		if (git_commit_parentcount(commit) < 2 && i++ % step == 0)
			compare(git, commit, tally);
		git_commit_free(commit);
	}
}

int main(int argc, char **argv)
{
	git_repository *git;
	git_revwalk *walk;
	git_object *tip;
	struct repo *repo = NULL;
	struct tally tally = { 0 };
	size_t count = argc > 3 ? strtoul(argv[3], NULL, 10) : 10000;
	size_t step = argc > 4 ? strtoul(argv[4], NULL, 10) : 1;

	if (argc < 3 || !step) {
		fprintf(stderr, "usage: diffs REPO REVISION [COUNT [STEP]]\n");
		return 2;
	}
	repo_library_init();
	if (!repo_open(argv[1], &repo, NULL)) {
		fprintf(stderr, "diffs: no repository in '%s'\n", argv[1]);
		return 2;
	}
	git = repo_git(repo);
	check(git_revparse_single(&tip, git, argv[2]));
	check(git_revwalk_new(&walk, git));
	check(git_revwalk_push(walk, git_object_id(tip)));
	compare_all(git, walk, count, step, &tally);
	printf("%zu commits, %zu not read; %zu plain, %zu differ; %.2f s, with libgit2 %.2f s\n",
	       tally.n, tally.n_unread, tally.n_plain, tally.n_different, tally.own, tally.library);
	git_object_free(tip);
	git_revwalk_free(walk);
	repo_free(repo);
	repo_library_shutdown();
	return tally.n_different != 0;
}
