/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/inquiry-parts.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/range.h"
#include "base/workers.h"
#include "match/missing-cves.h"
#include "review/missing-others.h"
#include "review/missing-severity.h"
#include "review/severities.h"

void inquiry_free(struct inquiry *inquiry)
{
	if (!inquiry)
		return;
	if (inquiry->missing)
		g_array_unref(inquiry->missing);
	if (inquiry->open_cves)
		g_array_unref(inquiry->open_cves);
	if (inquiry->lent)
		g_ptr_array_unref(inquiry->lent);
	cve_source_clear(&inquiry->cves);
	if (inquiry->target)
		target_free(inquiry->target);
	if (inquiry->queue)
		queue_free(inquiry->queue);
	taken_clear(&inquiry->taken);
	backport_list_free(inquiry->list);
	if (inquiry->ignore_lists)
		g_ptr_array_unref(inquiry->ignore_lists);
	if (inquiry->decisions)
		decisions_free(inquiry->decisions);
	source_clear(&inquiry->source);
	workers_free(inquiry->workers);
	g_free(inquiry->tree);
	g_free(inquiry->name);
	g_free(inquiry);
}

const struct missing_report *inquiry_report(const struct inquiry *inquiry)
{
	return &inquiry->report;
}

/* Have all that will be said in memory, so that a failure shows before a word is said. */
static void read_all(const struct history *history, const GArray *missing)
{
	history_at(history, (guint32)history_length(history) - 1);
	for (guint i = 0; i < missing->len; i++) {
		const struct missing *one = &g_array_index(missing, struct missing, i);
		const GArray *first = one->fit ? one->fit->prerequisites.members : NULL;

		history_at(history, one->position);
		for (guint k = 0; first && k < first->len; k++)
			history_at(history, g_array_index(first, struct prerequisite, k).position);
		for (guint k = 0; k < one->ties->len; k++)
			history_at(history, g_array_index(one->ties, struct missing_tie, k).object);
	}
}

/* How bad it is. */
static bool find_severities(struct inquiry *inquiry, GError **error)
{
	const struct inquiry_options *options = inquiry->options;
	struct history *history = inquiry->source.history;
	_cleanup_(severities_freep) struct severities *severities = NULL;

	if (!inquiry->missing->len)
		return true;
	if (options->least && !history_repo(history))
		warn_tell(&options->warn,
			  "no repository of upstream is at hand: how bad what is missing is can be "
			  "told by subjects alone");
	severities = severities_new(history, (const char *const *)options->rules,
				    source_severities_path(&inquiry->source, options->source),
				    inquiry->missing->len, &options->warn);
	if (!missing_severities_find(severities, inquiry->missing, error))
		return false;
	inquiry->report.n_milder = missing_severities_sift(inquiry->missing, options->least);
	return true;
}

/* Of what is told, what each would take. */
static bool find_fits(const struct inquiry *inquiry, GError **error)
{
	const struct inquiry_options *options = inquiry->options;
	_cleanup_(fit_finder_freep) struct fit_finder *finder = NULL;
	g_autofree char *names = source_names_directory(options->source);

	if (!options->apply)
		return true;
	if (!target_in_base(inquiry->target))
		return fail(error, WINNOW_ERROR_USAGE,
			    "--apply: of '%s' there is no tree to try on (use --target)",
			    inquiry->name);
	finder = fit_finder_new(inquiry->source.history, inquiry->target, names, options->progress);
	if (!finder)
		return fail(error, WINNOW_ERROR_USAGE,
			    "--apply: the commits of '%s' cannot be read: no repository of it is "
			    "at hand",
			    inquiry->source.name);
	missing_find_fits(inquiry->missing, finder, options->progress);
	return true;
}

/* Which other trees took it, where any are named. */
static bool ask_others(struct inquiry *inquiry, GError **error)
{
	const struct inquiry_options *options = inquiry->options;
	_cleanup_(range_clear) struct range range = { 0 };
	bool is_range = range_read(inquiry->name, &range);
	g_autofree char *names_directory = source_names_directory(options->source);
	g_autofree char *tree = inquiry_tree(inquiry);
	const char *const called[] = { options->target, is_range && *range.to ? range.to : NULL,
				       is_range || options->list ? NULL : inquiry->name, tree };
	struct others_asked asked = {
		.repo = inquiry->repo,
		.history = inquiry->source.history,
		.target = inquiry->target,
		.trees = options->trees,
		.names = called,
		.n_names = G_N_ELEMENTS(called),
		.names_directory = names_directory,
		.progress = options->progress,
		.warn = options->warn,
	};

	return !options->trees || !inquiry->repo ||
	       missing_others_find(&asked, inquiry->missing, error);
}

/* What is missing of what follows what was taken, and what cannot be told; how many are ignored. */
static size_t find_following(struct inquiry *inquiry, size_t *n_decided)
{
	const struct history *history = inquiry->source.history;
	size_t ignored;

	inquiry->missing =
		missing_find(history, inquiry->target, inquiry->cves.cves, inquiry->taken.all);
	ignored = inquiry_sift(inquiry, inquiry->missing, n_decided);
	inquiry_warn_vague(inquiry);
	return ignored;
}

/* Which vulnerabilities are open; how many are not, since what fixes them is ignored. */
static size_t find_cves(struct inquiry *inquiry, size_t *n_decided)
{
	const struct history *history = inquiry->source.history;
	size_t ignored;

	inquiry->open_cves =
		open_cves_find(inquiry->cves.cves, history, inquiry->target, inquiry->taken.all);
	ignored = inquiry_sift_cves(inquiry, inquiry->open_cves, n_decided);
	for (guint i = 0; i < inquiry->open_cves->len; i++) {
		const struct open_cve *one = &g_array_index(inquiry->open_cves, struct open_cve, i);

		for (guint k = 0; k < one->holes->len; k++) {
			const struct cve_tie *tie =
				g_array_index(one->holes, struct cve_hole, k).tie;

			/* In memory, as read_all() has it. */
			if (tie->breaking.position != HISTORY_NONE)
				history_at(history, tie->breaking.position);
		}
	}
	return ignored;
}

/* Fails, too, without *error, if history did. */
static bool find_missing(struct inquiry *inquiry, GError **error)
{
	const struct history *history = inquiry->source.history;
	bool only_cves = inquiry->options->only_cves;
	size_t ignored = 0, n_decided = 0, of_cves = 0, n_decided_cves = 0;

	if (inquiry->cves.cves)
		of_cves = find_cves(inquiry, &n_decided_cves);
	if (only_cves) {
		inquiry->lent = g_ptr_array_new_with_free_func(g_free);
		inquiry->missing = missing_of_cves(history, inquiry->cves.cves, inquiry->open_cves,
						   inquiry->lent);
	} else {
		ignored = find_following(inquiry, &n_decided);
	}
	if (!find_severities(inquiry, error) || !ask_others(inquiry, error) ||
	    !find_fits(inquiry, error))
		return false;
	read_all(history, inquiry->missing);
	inquiry->report = (struct missing_report){
		.history = history,
		.upstream_name = inquiry->source.name,
		.branch_name = inquiry->name,
		.is_branch = inquiry->is_branch,
		.n_commits = inquiry->taken.n_commits,
		.n_taken = inquiry->taken.all->len,
		.n_unknown = inquiry->n_unknown,
		.n_ignored = only_cves ? of_cves : ignored,
		.n_decided = only_cves ? n_decided_cves : n_decided,
		.n_milder = inquiry->report.n_milder,
		.least = inquiry->options->least,
		.missing = inquiry->missing,
		.open_cves = inquiry->open_cves,
		.only_cves = only_cves,
		.applied = inquiry->options->apply,
		.now = inquiry->options->now,
	};
	return !history_failure(history, NULL);
}

static bool inquire(struct inquiry *inquiry, bool rebuild, GError **error)
{
	const struct inquiry_options *options = inquiry->options;
	struct source_wish wish = {
		.warn = options->warn,
		.progress = options->progress,
		.rebuild = rebuild,
		.workers = inquiry->workers,
	};

	if (!source_open(inquiry->repo, options->source, &wish, &inquiry->source, error))
		return false;
	if (!inquiry->source.history)
		return fail(error, WINNOW_ERROR_USAGE,
			    "missing: of which upstream? (--upstream REV, --index FILE, or git "
			    "config winnow.upstream)");
	return cve_source_open(options->cves, inquiry->source.history,
			       rebuild ? &(struct warn){ 0 } : &options->warn, &inquiry->cves,
			       error) &&
	       inquiry_read_branch(inquiry, error) && inquiry_read_ignore_lists(inquiry, error) &&
	       inquiry_read_decisions(inquiry, error) && find_missing(inquiry, error);
}

/* What inquiry_new() was asked, and what came of it so far. */
struct attempt {
	struct repo *repo;
	const struct inquiry_options *options;
	char *list_text;
	struct inquiry *inquiry;
};

static bool attempt_inquiry(bool rebuild, void *data, const struct source **source, GError **error)
{
	struct attempt *attempt = data;

	inquiry_free(attempt->inquiry);
	attempt->inquiry = g_new0(struct inquiry, 1);
	attempt->inquiry->repo = attempt->repo;
	attempt->inquiry->options = attempt->options;
	attempt->inquiry->workers = workers_new(attempt->options->n_threads);
	attempt->inquiry->list_text = &attempt->list_text;
	*source = &attempt->inquiry->source;
	return inquire(attempt->inquiry, rebuild, error);
}

bool inquiry_new(struct repo *repo, const struct inquiry_options *options, struct inquiry **out,
		 GError **error)
{
	struct attempt attempt = { repo, options, NULL, NULL };
	bool ok;

	source_keep_diffs(repo, options->source);
	ok = source_try(attempt_inquiry, &attempt, &options->warn, error);
	g_free(attempt.list_text);
	if (ok)
		*out = attempt.inquiry;
	else
		inquiry_free(attempt.inquiry);
	return ok;
}
