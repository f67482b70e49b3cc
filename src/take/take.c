/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/take.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/cleanup.h"
#include "base/directory.h"
#include "base/error.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/range.h"
#include "git/scratch-commit.h"
#include "read/diff.h"
#include "take/branch.h"
#include "take/fitting.h"
#include "take/leaving.h"
#include "take/trail.h"
#include "take/write.h"

enum {
	ROUNDS_LIMIT = 6,     /* what is added may need more, and that more again */
	SHRINKING_LIMIT = 24, /* what is left out may be needed, and that again */
};

void take_result_clear(struct take_result *taken)
{
	if (taken->changes)
		g_ptr_array_unref(taken->changes);
	if (taken->open)
		g_array_unref(taken->open);
	g_free(taken->base);
	*taken = (struct take_result){ 0 };
}

struct taking {
	struct repo *repo;
	const struct take_options *options;
	char *workshop; /* a directory of our own */
	int lock;	/* of it */
	char *name;	/* what directories in it are called, for they may say which tree */
	char *at;	/* where the queue of the round before stands; NULL: there was none */
	struct commit_id base;
	char *base_name; /* for reviews of what is no range */
	bool numbered;
	struct assembly assembly; /* of the last round */
	struct trail trail;
	bool shrinking; /* nothing is added any more, what is open goes */
	struct take_result *out;
};

static bool is_empty_directory(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);

	return dir && !g_dir_read_name(dir);
}

/* Before anything is looked at: nobody wants to wait for that. */
bool take_check_directory(const char *path, GError **error)
{
	if (g_file_test(path, G_FILE_TEST_IS_SYMLINK))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' is a link: name the directory itself",
			    path);
	if (!g_file_test(path, G_FILE_TEST_EXISTS) || is_empty_directory(path))
		return true;
	return fail(error, WINNOW_ERROR_INPUT,
		    g_file_test(path, G_FILE_TEST_IS_DIR)
			    ? "'%s' is not empty: nothing is written into it"
			    : "'%s' is there already, and is no directory",
		    path);
}

/* Beside the directory, so that what is finished can be renamed. */
static bool open_workshop(struct taking *taking, GError **error)
{
	const char *directory = taking->options->directory;
	g_autofree char *whole = directory ? g_canonicalize_filename(directory, NULL) : NULL;
	g_autofree char *parent = whole ? g_path_get_dirname(whole) : g_strdup(g_get_tmp_dir());
	g_autofree char *own = g_strdup_printf(".winnow-take-%u", (unsigned)geteuid());
	g_autofree char *at = g_build_filename(parent, own, NULL);

	taking->name = whole ? g_path_get_basename(whole) : g_strdup("queue");
	taking->workshop = leftover_make_directory(at, &taking->lock);
	return taking->workshop || fail_errno(error, "cannot make a directory in '%s'", parent);
}

static void close_workshop(struct taking *taking)
{
	if (taking->workshop) {
		directory_remove(taking->workshop);
		leftover_forget(taking->workshop);
	}
	if (taking->lock >= 0)
		close(taking->lock);
	g_free(taking->workshop);
	g_free(taking->name);
	g_free(taking->at);
	g_free(taking->base_name);
	assembly_clear(&taking->assembly);
	trail_clear(&taking->trail);
}

/* A range's start as it was written says more than an id: the tree's version. */
static void note_base(struct taking *taking, const struct report *report, const char *const *names)
{
	_cleanup_(range_clear) struct range range = { 0 };
	const char *onto = taking->options->review->onto;

	taking->base = report->base;
	if (onto)
		taking->base_name = g_strdup(onto);
	else if (range_read(*names, &range) && *range.from && report->queue->has_base)
		taking->base_name = g_steal_pointer(&range.from);
	else if (report->n_bases && report->bases[0]->how)
		taking->base_name = g_strdup(report->base_name);
	else
		taking->base_name = g_strdup(commit_id_hex(&report->base).text);
	taking->out->base = g_strdup(taking->base_name);
	taking->numbered = true;
	for (size_t i = 0; i < report->n_reviews; i++) {
		const struct patch *patch = report->reviews[i].patch;

		if (!patch->has_commit && !patch->envelope)
			taking->numbered = false;
	}
}

static void open_patch_clear(void *data)
{
	change_clear(&((struct open_patch *)data)->told);
}

/*
 * Leave out what is open, and what stands on it; and what was added for the sake of what goes by
 * that.
 */
static bool leave_open(struct taking *taking, const struct run *run, GError **error)
{
	const struct report *report = run_report(run);
	struct assembly_options options = taking->options->assembly;
	g_autoptr(GHashTable) partings = leaving_choose(report, &taking->trail);

	options.plan.partings = partings;
	do {
		assembly_clear(&taking->assembly);
		if (!assembly_make(run, &options, &taking->assembly, error))
			return false;
	} while (leaving_widen(report, &taking->trail, &taking->assembly, partings));
	return true;
}

/* Review what the round before wrote, or at first the queue itself; and assemble what is left. */
static bool round_of(struct taking *taking, const char *const *names, size_t *n_changed,
		     GError **error)
{
	_cleanup_(run_freep) struct run *run = NULL;
	struct review_options options = *taking->options->review;
	const char *const again[] = { taking->at, NULL };
	const struct report *report;

	options.keep_raw = true;
	if (taking->at) {
		options.onto = taking->base_name;
		options.warn = (struct warn){ 0 };
	}
	if (!run_new(taking->repo, &options, taking->at ? again : names, &run, error))
		return false;
	report = run_report(run);
	if (report->n_bases > 1)
		return fail(error, WINNOW_ERROR_USAGE,
			    "take: these are %zu queues, each with a base of its own: name one",
			    report->n_bases);
	if (!report->base_name)
		return fail(error, WINNOW_ERROR_USAGE,
			    "take: nothing says what the queue goes on top of (use --onto)");
	if (!taking->at) {
		note_base(taking, report, names);
		taking->out->n_before = report->n_reviews;
	}
	leaving_note(report, &taking->trail, taking->out);
	assembly_clear(&taking->assembly);
	if (!(taking->shrinking
		      ? leave_open(taking, run, error)
		      : assembly_make(run, &taking->options->assembly, &taking->assembly, error)))
		return false;
	*n_changed = trail_tell(&taking->trail, taking->assembly.changes, taking->out->changes);
	taking->out->binary = taking->assembly.binary;
	taking->out->n_after = taking->assembly.parts->len;
	return true;
}

/* Where the next round finds it. */
static bool keep_round(struct taking *taking, GError **error)
{
	g_autofree char *number = g_strdup_printf("%zu", taking->out->rounds);
	g_autofree char *parent = g_build_filename(taking->workshop, number, NULL);

	if (g_mkdir(parent, 0777) < 0)
		return fail_errno(error, "cannot make '%s'", parent);
	g_free(taking->at);
	taking->at = g_build_filename(parent, taking->name, NULL);
	trail_follow(&taking->trail, &taking->assembly);
	return write_quilt(&taking->assembly, taking->at, false, error);
}

/* Whether there is nothing more to do; where what is open is to go, that begins when all else is.
 */
static bool is_done(struct taking *taking, size_t n_changed)
{
	size_t rounds = taking->out->rounds, limit = taking->shrinking ? SHRINKING_LIMIT : 0;
	/* The first review was of the queue, not of what comes of it. */
	bool settled = (rounds > 1 && !n_changed) || rounds == ROUNDS_LIMIT + limit;

	if (!settled || taking->shrinking || !taking->options->without_open ||
	    !taking->out->open->len)
		return settled;
	taking->shrinking = true;
	return false;
}

static bool all_rounds(struct taking *taking, const char *const *names, GError **error)
{
	size_t n_changed = 0;

	for (;;) {
		if (!round_of(taking, names, &n_changed, error))
			return false;
		taking->out->rounds++;
		if (!taking->assembly.parts->len)
			return fail(error, WINNOW_ERROR_INPUT,
				    "nothing is left of the queue; nothing is written");
		if (is_done(taking, n_changed))
			return true;
		if (!keep_round(taking, error))
			return false;
	}
}

/* Put text, which is a file of ours, on scratch; each line where it says. */
static bool prove_text(struct scratch *scratch, const char *name, const char *text, GError **error)
{
	const char *diff = diff_find_start(text);
	struct fitting_change change = { .diff = diff ? diff : text, .strip = 1 };
	struct fitting result;
	bool ok;

	change.length = strlen(change.diff);
	scratch_begin(scratch);
	fitting_put(scratch, &change, &result);
	scratch_keep(scratch);
	ok = result.kind == FITTING_EXACT ||
	     fail(error, WINNOW_ERROR_INPUT,
		  "what was made of the queue does not apply: %s: %s; nothing is written", name,
		  result.where ? result.where : "not where it says");
	fitting_clear(&result);
	return ok;
}

/* Read what was written, and put it on the base from there. */
static bool prove(const struct taking *taking, const char *directory, GError **error)
{
	_cleanup_(scratch_freep) struct scratch *scratch = NULL;
	g_autofree char *series_path = g_build_filename(directory, "series", NULL);
	g_autofree char *series = NULL;
	g_auto(GStrv) names = NULL;
	size_t length = 0;

	if (!scratch_new(taking->repo, &taking->base, &scratch, error) ||
	    !file_read_regular(series_path, FILE_LIST_LIMIT, false, &series, &length, error))
		return false;
	names = g_strsplit(series, "\n", -1);
	for (char **name = names; *name; name++) {
		g_autofree char *path = g_build_filename(directory, *name, NULL);
		g_autofree char *text = NULL;

		if (**name &&
		    (!file_read_regular(path, FILE_LIST_LIMIT, false, &text, &length, error) ||
		     !prove_text(scratch, *name, text, error)))
			return false;
	}
	return true;
}

/* A directory that is empty gives way; between the two nothing of ours is lost. */
static bool move_there(const char *from, const char *to, GError **error)
{
	if (g_rename(from, to) < 0)
		return fail_errno(error, "cannot write '%s'", to);
	return true;
}

static bool deliver(struct taking *taking, GError **error)
{
	const struct take_options *options = taking->options;
	g_autofree char *made = g_build_filename(taking->workshop, taking->name, NULL);

	if (!write_quilt(&taking->assembly, made, taking->numbered, error) ||
	    !prove(taking, made, error))
		return false;
	if (options->mbox)
		return write_mbox(&taking->assembly, options->mbox, error);
	if (options->branch)
		return branch_write(&taking->assembly, taking->repo, &taking->base, options->branch,
				    error);
	return take_check_directory(options->directory, error) &&
	       move_there(made, options->directory, error);
}

bool take(struct repo *repo, const struct take_options *options, const char *const *names,
	  struct take_result *out, GError **error)
{
	struct taking taking = { .repo = repo, .options = options, .lock = -1, .out = out };
	bool ok;

	*out = (struct take_result){ .without_open = options->without_open,
				     .changes = g_ptr_array_new_with_free_func(change_free),
				     .open = g_array_new(FALSE, FALSE, sizeof(struct open_patch)) };
	g_array_set_clear_func(out->open, open_patch_clear);
	trail_init(&taking.trail);
	/* The workshop first: what a killed one left goes even where nothing is to be done. */
	ok = open_workshop(&taking, error) &&
	     (!options->directory || take_check_directory(options->directory, error)) &&
	     (!options->branch || branch_is_free(repo, options->branch, error)) &&
	     all_rounds(&taking, names, error) && deliver(&taking, error);
	changes_order(out->changes);
	close_workshop(&taking);
	return ok;
}
