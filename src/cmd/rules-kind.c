/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/progress.h"
#include "base/range.h"
#include "cmd/cmd.h"
#include "cmd/locate.h"
#include "judge/kind-fit.h"
#include "read/patch-commit.h"

static const char summary[] =
	"Learn to tell repairs from other changes, by what commits say of themselves.";

static const char help[] =
	"REPO=RANGE is a repository and a range A..B of its commits. A commit is a repair where "
	"it\n"
	"has a Fixes: tag or asks for stable trees; the model learns to see that from the other\n"
	"words of its message and from its size. The first REPO should be one where such tags are\n"
	"compulsory: a probability is as if a patch were a commit of it. --try shows how well\n"
	"others are told that were not learned from. --write writes the model file.\n"
	"\n"
	"  winnow rules kind --write dpdk.git=v17.11..main mesa.git=21.0..main\n";

struct reading {
	struct repo *repo;
	struct kind_lesson *lesson;
	guint repository;
	bool held_out;
	struct progress progress;
};

static bool visit(const struct commit *commit, void *data)
{
	struct reading *reading = data;
	_cleanup_(patch_freep) struct patch *patch = NULL;

	progress_step(&reading->progress);
	if (commit->n_parents > 1)
		return true;
	patch = patch_of_commit(reading->repo, commit);
	/* Partial clones lack some: such a patch has no size. */
	if (!patch->problems->len)
		kind_lesson_add(reading->lesson, reading->repository, reading->held_out, patch);
	return true;
}

/* "REPO=RANGE" */
static bool read_commits(const char *name, struct reading *reading, GError **error)
{
	const char *equals = strrchr(name, '=');
	g_autofree char *path = g_strndup(name, equals ? (gsize)(equals - name) : 0);
	_cleanup_(repo_freep) struct repo *repo = NULL;
	_cleanup_(range_clear) struct range ends = { 0 };
	struct commit_id base, tip;
	bool ok;

	if (!equals || !*path || !range_read(equals + 1, &ends) || ends.is_symmetric)
		return fail(error, WINNOW_ERROR_USAGE, "rules kind: '%s' is no REPO=A..B", name);
	if (!repo_open(path, &repo, error) ||
	    !repo_resolve(repo, *ends.from ? ends.from : "HEAD", &base, error) ||
	    !repo_resolve(repo, *ends.to ? ends.to : "HEAD", &tip, error))
		return false;
	reading->repo = repo;
	ok = repo_walk(repo, &tip, &base, 1, visit, reading, error);
	return ok;
}

static bool read_all(char **names, bool held_out, guint first, struct reading *reading,
		     GError **error)
{
	reading->held_out = held_out;
	for (guint i = 0; names && names[i]; i++) {
		reading->repository = first + i;
		if (!read_commits(names[i], reading, error))
			return false;
	}
	return true;
}

static void print_counts(const struct kind_lesson *lesson, char **names, guint first, bool held_out)
{
	for (guint i = 0; names && names[i]; i++) {
		struct figures figures;
		size_t n, repairs;

		kind_lesson_count(lesson, first + i, held_out, &n, &repairs);
		printf("%s %s: %zu commits, %zu of them repairs",
		       held_out ? "tried on" : "taught by", names[i], n, repairs);
		if (held_out) {
			kind_lesson_try(lesson, first + i, &figures);
			printf("; AUC %.3f, average precision %.3f", figures.auc,
			       figures.average_precision);
		}
		printf("\n");
	}
}

bool cmd_rules_kind(struct global_options *global, int argc, char **argv, enum status *status,
		    GError **error)
{
	g_autofree char *path = NULL;
	g_auto(GStrv) tries = NULL;
	gboolean write = FALSE, quiet = FALSE;
	GOptionEntry entries[] = {
		{ "try", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &tries,
		  "Try it on these commits; may repeat", "REPO=RANGE" },
		{ "write", 'w', 0, G_OPTION_ARG_NONE, &write, "Write the model file", NULL },
		{ "kind-model", 0, 0, G_OPTION_ARG_FILENAME, &path,
		  "The model file, if not the one that comes with winnow", "FILE" },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "No progress on standard error",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(kind_lesson_freep) struct kind_lesson *lesson = NULL;
	g_autoptr(GBytes) model = NULL;
	struct reading reading = { 0 };
	bool helped = false, ok;
	guint n_taught, n_tried;

	(void)global;
	(void)status;
	if (!cmd_parse(global, entries, NULL, "[OPTION...] REPO=RANGE...", summary, help, &argc,
		       &argv, &helped, error) ||
	    helped)
		return helped;
	n_taught = (guint)MAX(argc - 1, 0);
	n_tried = tries ? g_strv_length(tries) : 0;
	if (!n_taught)
		return fail(error, WINNOW_ERROR_USAGE,
			    "rules kind: it wants REPO=RANGE (see winnow rules kind --help)");
	if (n_taught + n_tried > KIND_REPOSITORIES_MAX)
		return fail(error, WINNOW_ERROR_USAGE, "rules kind: at most %d ranges",
			    KIND_REPOSITORIES_MAX);
	lesson = reading.lesson = kind_lesson_new(n_taught + n_tried);
	progress_begin(&reading.progress, !quiet, "reading commits", 0);
	ok = read_all(argv + 1, false, 0, &reading, error) &&
	     read_all(tries, true, n_taught, &reading, error);
	progress_end(&reading.progress);
	if (!ok)
		return false;
	model = kind_lesson_learn(lesson);
	print_counts(lesson, argv + 1, 0, false);
	print_counts(lesson, tries, n_taught, true);
	if (!write)
		return true;
	if (!path)
		path = locate_data("kind-model");
	return file_write(path, g_bytes_get_data(model, NULL), g_bytes_get_size(model), 0644,
			  error);
}
