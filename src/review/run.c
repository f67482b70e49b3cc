/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/run.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/progress.h"
#include "base/range.h"
#include "base/workers.h"
#include "evidence/collect.h"
#include "evidence/ignore.h"
#include "match/change.h"
#include "message/fix-words.h"
#include "read/posts.h"
#include "review/bases.h"
#include "review/cve-source.h"
#include "review/decided.h"
#include "review/elsewhere.h"
#include "review/commit-severity.h"
#include "review/settle.h"

struct run {
	const struct review_options *options;
	struct repo *repo; /* the one at hand; NULL if there is none */
	struct source source;
	struct history *history; /* the source's */
	struct queue *queue;
	GPtrArray *bases;    /* struct base *, see bases.h */
	struct trees *trees; /* the project's, NULL until they are needed */
	struct upstream *upstreams;
	guint *changes; /* of the queue's entries, see match/change.h */
	struct rules *rules;
	GPtrArray *ignore_lists;
	struct decisions *decisions; /* NULL: none count */
	struct report report;
	struct people *people;	/* of the table and the queue */
	GPtrArray *fix_words;	/* a project's own; NULL: none */
	struct cve_source cves; /* its commits are found in history */
	struct workers *workers;
};

void run_free(struct run *run)
{
	if (!run)
		return;
	for (size_t i = 0; i < run->report.n_reviews; i++) {
		facts_clear(&run->report.reviews[i].facts);
		judgement_clear(&run->report.reviews[i].judgement);
		decided_clear(&run->report.reviews[i]);
	}
	for (size_t i = 0; run->upstreams && i < queue_length(run->queue); i++)
		upstream_clear(&run->upstreams[i]);
	g_free(run->report.reviews);
	if (run->people)
		people_free(run->people);
	g_free(run->upstreams);
	g_free(run->changes);
	if (run->bases)
		g_ptr_array_unref(run->bases);
	if (run->trees)
		trees_free(run->trees);
	g_free((void *)run->report.bases);
	if (run->queue)
		queue_free(run->queue);
	if (run->rules)
		rules_free(run->rules);
	if (run->ignore_lists)
		g_ptr_array_unref(run->ignore_lists);
	if (run->decisions)
		decisions_free(run->decisions);
	if (run->fix_words)
		g_ptr_array_unref(run->fix_words);
	cve_source_clear(&run->cves);
	horizon_clear(&run->report.horizon);
	source_clear(&run->source);
	workers_free(run->workers);
	g_free(run);
}

const struct report *run_report(const struct run *run)
{
	return &run->report;
}

const struct people *run_people(const struct run *run)
{
	return run->people;
}

struct fit_finder *run_fit_finder(const struct run *run)
{
	g_autofree char *names = source_names_directory(run->options->source);

	if (!run->history)
		return NULL;
	return fit_finder_new(run->history, run_target(run), names, run->options->progress);
}

const struct target *run_target(const struct run *run)
{
	return ((const struct base *)run->bases->pdata[0])->target;
}

struct history *run_history(const struct run *run)
{
	return run->history;
}

static bool read_upstream(struct run *run, bool rebuild, GError **error)
{
	struct source_wish wish = { .warn = run->options->warn,
				    .progress = run->options->progress,
				    .rebuild = rebuild,
				    .workers = run->workers };

	if (!source_open(run->repo, run->options->source, &wish, &run->source, error))
		return false;
	run->history = run->source.history;
	run->report.upstream_name = run->source.name;
	return true;
}

static struct bases_asked asked_of(struct run *run, const char *const *names, bool again)
{
	const struct review_options *options = run->options;
	struct bases_asked asked = {
		.repo = run->repo,
		.history = run->history,
		.queue = run->queue,
		.onto = options->onto,
		.target = options->target,
		.names = names,
		.trees_named = options->trees,
		.trees = &run->trees,
		.progress = options->progress,
	};

	if (!again)
		asked.warn = options->warn;
	return asked;
}

static bool read_bases(struct run *run, const char *const *names, bool again, GError **error)
{
	const struct bases_asked asked = asked_of(run, names, again);
	struct report *report = &run->report;
	const struct report_base **told;

	if (!bases_read(&asked, &run->bases, error))
		return false;
	report->n_bases = run->bases->len;
	report->bases = told = g_new(const struct report_base *, run->bases->len);
	for (guint i = 0; i < run->bases->len; i++)
		told[i] = &((const struct base *)run->bases->pdata[i])->told;
	report->branch_name = run->options->target;
	report->branch = ((const struct base *)run->bases->pdata[0])->branch_id;
	if (run->bases->len == 1) {
		report->base_name = told[0]->name;
		report->base = told[0]->id;
	}
	return true;
}

/* The text model only where a rule makes use of it. */
static bool read_models(struct run *run, GError **error)
{
	struct text_model *model = NULL;
	bool wanted = false;

	if (run->options->kind_model) {
		struct kind_model *kind = NULL;

		if (!kind_model_read(run->options->kind_model, &kind, error))
			return false;
		rules_set_kind(run->rules, kind);
	}
	for (guint i = 0; i < run->rules->list->len; i++)
		wanted |= ((const struct rule *)run->rules->list->pdata[i])->times_model;
	if (!wanted || !run->options->model)
		return true;
	if (!text_model_read(run->options->model, &model, error))
		return false;
	rules_set_model(run->rules, model);
	return true;
}

static bool read_rules(struct run *run, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	if (!rules_load((const char *const *)run->options->rules, false, problems, &run->rules,
			error))
		return false;
	run->report.rules = run->rules;
	return read_models(run, error);
}

static bool read_ignore_lists(struct run *run, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	if (!ignore_read_all(run->options->ignore, warnings, &run->ignore_lists, error))
		return false;
	warn_tell_all(&run->options->warn, warnings, 0);
	return true;
}

static bool read_decisions(struct run *run, bool again, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	if (!run->options->decisions)
		return true;
	if (!decisions_open(run->options->decisions, warnings, &run->decisions, error))
		return false;
	run->report.decisions = run->decisions;
	if (!again)
		warn_tell_all(&run->options->warn, warnings, 0);
	return true;
}

/* A range of upstream's own commits is reviewed against itself when --upstream names the wrong
 * branch. */
static void warn_own_upstream(const struct run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < queue_length(run->queue); i++)
		n += run->upstreams[i].how == UPSTREAM_ID;
	if (run->queue->has_base && n == queue_length(run->queue))
		warn_tell(&run->options->warn,
			  "every commit of the range is on the upstream branch itself: is "
			  "--upstream the right one?");
}

/* An upstream that nobody fetched lately. */
static void warn_horizon(struct run *run)
{
	g_autofree char *text = NULL;

	horizon_find(run->history, run->repo, run->queue, run->upstreams, run->report.now,
		     &run->report.horizon);
	text = horizon_warning(&run->report.horizon);
	if (text)
		warn_tell(&run->options->warn, "%s", text);
}

/* Which commit it is may be told by what the tree has, each by its own. */
static void match_stack(struct run *run, const struct base *base, struct progress *progress)
{
	_cleanup_(upstream_finder_freep) struct upstream_finder *finder =
		upstream_finder_new(run->history, base->target, run->options->progress);

	for (size_t i = 0; i < queue_length(run->queue); i++) {
		const struct patch *patch = queue_at(run->queue, i);

		if (patch->stack != base->stack)
			continue;
		upstream_find(finder, patch, &run->upstreams[i]);
		progress_step(progress);
	}
}

static void match_queue(struct run *run)
{
	size_t n = queue_length(run->queue);
	struct progress progress;

	run->upstreams = g_new0(struct upstream, n);
	progress_begin(&progress, run->options->progress, "matching upstream", n);
	for (guint k = 0; k < run->bases->len; k++)
		match_stack(run, run->bases->pdata[k], &progress);
	progress_end(&progress);
	for (guint k = 0; k < run->bases->len; k++)
		target_set_queue_upstreams(((const struct base *)run->bases->pdata[k])->target,
					   run->upstreams);
	run->changes = changes_find(run->queue, run->upstreams);
	warn_own_upstream(run);
	warn_horizon(run);
}

static void warn_gave_up(struct run *run, const struct review *review, GHashTable *told)
{
	for (guint i = 0; i < review->judgement.gave_up->len; i++) {
		const struct rule *rule = review->judgement.gave_up->pdata[i];

		if (!g_hash_table_add(told, (gpointer)rule))
			continue;
		warn_tell(&run->options->warn,
			  "%s:%zu: %s: the pattern gave up on patch %zu, it backtracks too much; "
			  "the rule does not count there",
			  rule->path, rule->line, rule->id, review->patch->position);
	}
}

static void warn_unheard(const struct run *run)
{
	g_autofree char *text = decided_warning(&run->report);

	if (text)
		warn_tell(&run->options->warn, "%s", text);
}

/* Once: each patch that lacks something for it says so itself. */
static void warn_partial(struct run *run)
{
	g_autofree char *own = run->repo ? repo_lack(run->repo) : NULL;
	struct repo *theirs = run->history ? history_repo(run->history) : NULL;
	g_autofree char *upstream = theirs && theirs != run->repo ? repo_lack(theirs) : NULL;

	if (own)
		warn_tell(&run->options->warn, "%s", own);
	if (upstream)
		warn_tell(&run->options->warn, "%s", upstream);
}

/* What is asked about what people decided. */
struct decided_data {
	const struct decided *decided;
	const struct others *others;
	const struct report *report;
};

static char *find_unwanted(const struct patch *patch, const struct commit_id *id, void *data)
{
	const struct decided_data *asked = data;

	return decided_against(asked->decided, &asked->report->reviews[patch->position - 1], id);
}

static char *find_dropped(const struct patch *patch, guint number, void *data)
{
	const struct decided_data *asked = data;

	return elsewhere_dropped(asked->decided, asked->others,
				 &asked->report->reviews[patch->position - 1], number);
}

/* The queue's commits, and what upstream did to them later. */
static void add_positions(const struct run *run, const struct base *base, GArray *own, GArray *all)
{
	g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < queue_length(run->queue); i++) {
		const GArray *positions = run->upstreams[i].positions;

		if (queue_at(run->queue, i)->stack != base->stack)
			continue;
		for (guint k = 0; k < positions->len; k++) {
			guint32 position = g_array_index(positions, guint32, k);
			const struct history_reference *references;
			size_t n = 0;

			if (!g_hash_table_add(known, GUINT_TO_POINTER(position + 1)))
				continue;
			g_array_append_val(own, position);
			references = history_references_to(run->history, position, &n);
			for (size_t r = 0; r < n; r++)
				g_array_append_val(all, references[r].from);
		}
	}
	g_array_append_vals(all, own->data, own->len);
}

/* What other trees than its own did with them, if any trees are named. */
static bool ask_others_of(struct run *run, struct base *base, const char *const *names,
			  GError **error)
{
	g_autofree char *cache = source_names_directory(run->options->source);
	const struct review_options *options = run->options;
	g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint32));
	_cleanup_(range_clear) struct range range = { 0 };
	bool has_end = range_read(*names, &range) && *range.to;
	const char *const called[] = { base->branch, !base->stack && has_end ? range.to : NULL,
				       base->stack ? base->told.name : options->onto, base->tree };
	struct others_asked asked = {
		.repo = run->repo,
		.history = run->history,
		.target = base->target,
		.known = run->trees,
		.names = called,
		.n_names = G_N_ELEMENTS(called),
		.positions = all,
		.needed = own,
		.names_directory = cache,
		.progress = options->progress,
	};

	add_positions(run, base, own, all);
	if (run->decisions)
		elsewhere_add_positions(run->decisions, run->history, all);
	return others_ask(&asked, &base->others, error);
}

static bool ask_others(struct run *run, const char *const *names, bool again, GError **error)
{
	const struct bases_asked asked = asked_of(run, names, again);

	for (guint i = 0; i < run->bases->len; i++) {
		struct base *base = run->bases->pdata[i];

		if (!run->options->trees || !run->repo || !run->history ||
		    !target_in_base(base->target))
			continue;
		if (!bases_trees(&asked, error) || !ask_others_of(run, base, names, error))
			return false;
	}
	return true;
}

/* A review with its facts, of which the judgement is to be made. */
struct case_of {
	struct review *review;
	GPtrArray *warnings; /* char *: to be told in its place; NULL: none */
};

static void case_clear(void *data)
{
	struct case_of *one = data;

	if (one->warnings)
		g_ptr_array_unref(one->warnings);
}

static void keep_warning(const char *text, void *data)
{
	struct case_of *one = data;

	if (!one->warnings)
		one->warnings = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(one->warnings, g_strdup(text));
}

struct judging {
	const struct report *report;
	GArray *cases; /* struct case_of */
};

/* On any thread: rules, patch and facts are constant by now. */
static void *judge_case(size_t i, void *tool, void *data)
{
	const struct judging *judging = data;
	struct review *review = g_array_index(judging->cases, struct case_of, i).review;

	(void)tool;
	decided_judge(judging->report, review);
	return review;
}

static void leave_case(void *review)
{
	(void)review; /* the report's */
}

static void judge_cases(struct run *run, GArray *cases, GHashTable *told, struct progress *progress)
{
	struct judging judging = { &run->report, cases };
	const struct row_work work = {
		.n = cases->len,
		.data = &judging,
		.make = judge_case,
		.drop = leave_case,
	};
	_cleanup_(row_freep) struct row *row = row_new(run->workers, &work);

	for (guint i = 0; i < cases->len; i++, progress_step(progress)) {
		const struct case_of *one = &g_array_index(cases, struct case_of, i);

		row_take(row, i);
		for (guint k = 0; one->warnings && k < one->warnings->len; k++)
			warn_tell(&run->options->warn, "%s", (char *)one->warnings->pdata[k]);
		warn_gave_up(run, one->review, told);
	}
}

/* The patches on one base, whose numbers are those of the queue. */
static void review_stack(struct run *run, const struct base *base, GHashTable *told,
			 struct progress *progress)
{
	g_autofree char *cache = source_names_directory(run->options->source);
	struct evidence evidence = {
		.history = run->history,
		.target = base->target,
		.queue = run->queue,
		.upstreams = run->upstreams,
		.changes = run->changes,
		.ignore_lists = run->ignore_lists,
		.siblings = base->others.siblings,
		.cves = run->cves.cves,
		.people = run->people,
		.horizon = &run->report.horizon,
		.stack = base->stack,
		.base_name = base->told.name,
		.tree = base->tree,
		.names_directory = cache,
		.now = run->report.now,
		.workers = run->workers,
		.progress = run->options->progress,
		.no_replies = run->options->no_replies,
	};
	struct decided decided = {
		.decisions = run->decisions,
		.history = run->history,
		.target = base->target,
		.repos = { run->repo, run->source.upstream_repo },
		.tree = base->decided_tree,
		.now = run->report.now,
	};
	struct decided_data data = { &decided, &base->others, &run->report };
	g_autoptr(GArray) cases = g_array_new(FALSE, FALSE, sizeof(struct case_of));

	g_array_set_clear_func(cases, case_clear);
	if (run->decisions) {
		evidence.unwanted = find_unwanted;
		evidence.dropped = find_dropped;
		evidence.decided_data = &data;
	}
	evidence_prepare(&evidence);
	for (size_t i = 0; i < run->report.n_reviews; i++) {
		struct review *review = &run->report.reviews[i];
		struct case_of one = { .review = review };
		const struct warn warn = { keep_warning, &one };

		if (queue_at(run->queue, i)->stack != base->stack)
			continue;
		review->patch = queue_at(run->queue, i);
		review->upstream = &run->upstreams[i];
		review->base = &base->told;
		review->change = run->changes[i];
		decided_name(review);
		evidence_collect(&evidence, i, &review->facts);
		followup_severities_find(run->history, run->rules, review->upstream->position,
					 &review->facts, &warn);
		decided_find(&decided, review);
		g_array_append_val(cases, one);
	}
	evidence_clear(&evidence);
	judge_cases(run, cases, told, progress);
}

static void review_queue(struct run *run)
{
	g_autoptr(GHashTable) told = g_hash_table_new(NULL, NULL);
	size_t n = queue_length(run->queue);
	struct progress progress;

	run->report.reviews = g_new0(struct review, n);
	run->report.n_reviews = n;
	progress_begin(&progress, run->options->progress, "reviewing", n);
	for (guint i = 0; i < run->bases->len; i++)
		review_stack(run, run->bases->pdata[i], told, &progress);
	progress_end(&progress);
	settle(&run->report);
	warn_partial(run);
	warn_unheard(run);
}

static bool read_cves(struct run *run, bool again, GError **error)
{
	static const struct warn silent = { 0 };

	return cve_source_open(run->options->cves, run->history,
			       again ? &silent : &run->options->warn, &run->cves, error);
}

/* Who objects, by the table and by the queue's own older mails. */
static bool read_people(struct run *run, GError **error)
{
	run->people = people_new();
	if (run->options->people && !people_read(run->people, run->options->people, error))
		return false;
	people_add_queue(run->people, run->queue, run->upstreams);
	return true;
}

/* What was mailed about the queue, which its upstream commits help to find. */
static bool read_posts(struct run *run, const struct inbox *inbox, GError **error)
{
	size_t n = queue_length(run->queue);
	guint told = run->queue->warnings->len;
	g_autofree const struct commit_id **ids = NULL;

	if (run->options->no_replies || (!inbox->path && !run->options->threads))
		return true;
	ids = g_new0(const struct commit_id *, n);
	for (size_t i = 0; i < n; i++)
		ids[i] = run->upstreams[i].has_id ? &run->upstreams[i].id : NULL;
	if (!posts_read(run->queue, ids, inbox->path ? inbox : NULL, run->options->threads, error))
		return false;
	warn_tell_all(&run->options->warn, run->queue->warnings, told);
	return true;
}

/* What is reviewed; said of it is what is wrong, once. */
static bool open_queue(struct run *run, const struct inbox *inbox, const char *const *names,
		       bool again, GError **error)
{
	const struct review_options *options = run->options;
	struct queue_options queue_options = {
		.workers = run->workers,
		.repo = run->repo,
		.progress = options->progress,
		.keep_raw = options->keep_raw,
		.max_memory = options->max_memory,
		.inbox = inbox->path ? inbox : NULL,
		.selection = options->selection,
	};

	source_take_words(run->repo, options->source);
	if (!fix_words_read(options->source->fix_words, &run->fix_words, error))
		return false;
	queue_options.fix_words = run->fix_words;
	if (!queue_open(names, &queue_options, &run->queue, error))
		return false;
	run->report.queue = run->queue;
	if (!again)
		warn_tell_all(&options->warn, run->queue->warnings, 0);
	return true;
}

static bool review(struct run *run, const char *const *names, bool again, GError **error)
{
	const struct review_options *options = run->options;
	struct inbox inbox = {
		.path = options->inbox,
		.since = options->since,
		.now = options->now,
		.progress = options->progress,
	};

	run->report.now = options->now;
	run->report.names = names;
	if (!read_rules(run, error) || !read_ignore_lists(run, error) ||
	    !read_decisions(run, again, error) || !open_queue(run, &inbox, names, again, error) ||
	    !read_upstream(run, again, error) || !read_cves(run, again, error) ||
	    !read_bases(run, names, again, error))
		return false;
	run->report.history = run->history;
	rules_expect(run->rules, queue_length(run->queue));
	match_queue(run);
	inbox.told = !*names || again;
	if (!read_posts(run, &inbox, error) || !ask_others(run, names, again, error) ||
	    !read_people(run, error))
		return false;
	review_queue(run);
	return true;
}

/* What run_new() was asked, and what came of it so far. */
struct attempt {
	struct repo *repo;
	const struct review_options *options;
	const char *const *names;
	struct run *run;
};

static bool attempt_review(bool rebuild, void *data, const struct source **source, GError **error)
{
	struct attempt *attempt = data;

	run_free(attempt->run);
	attempt->run = g_new0(struct run, 1);
	attempt->run->repo = attempt->repo;
	attempt->run->options = attempt->options;
	attempt->run->workers = workers_new(attempt->options->n_threads);
	attempt->run->report.workers = attempt->run->workers;
	*source = &attempt->run->source;
	return review(attempt->run, attempt->names, rebuild, error);
}

bool run_new(struct repo *repo, const struct review_options *options, const char *const *names,
	     struct run **out, GError **error)
{
	struct attempt attempt = { repo, options, names, NULL };

	source_keep_diffs(repo, options->source);
	if (source_try(attempt_review, &attempt, &options->warn, error)) {
		*out = attempt.run;
		return true;
	}
	run_free(attempt.run);
	return false;
}
