/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/progress.h"
#include "base/since.h"
#include "base/text.h"
#include "evidence/collect.h"
#include "evidence/ignore.h"
#include "match/target.h"
#include "message/fix-words.h"
#include "message/nomination.h"
#include "read/posts.h"

struct run {
	struct repo *repo; /* -C, or the current directory's; NULL if there is none */
	struct source source;
	struct history *history; /* the source's */
	struct queue *queue;
	struct target *target;
	struct upstream *upstreams;
	struct rules *rules;
	GPtrArray *ignore_lists;
	struct report report;
	char *tree;		      /* the version of what is built on; NULL: not known */
	GPtrArray *fix_words;	      /* a project's own; NULL: none */
	struct run_options *settings; /* with the configuration's defaults; the caller's */
	bool progress;
};

void run_options_clear(struct run_options *options)
{
	source_options_clear(&options->source);
	g_free(options->onto);
	g_free(options->target);
	g_free(options->now);
	g_free(options->model);
	g_free(options->inbox);
	g_free(options->since);
	g_strfreev(options->threads);
	g_strfreev(options->rules);
	g_strfreev(options->ignore);
}

GOptionEntry *run_option_entries(struct run_options *options)
{
	g_autofree GOptionEntry *source = source_option_entries(&options->source);
	const GOptionEntry entries[] = {
		{ "onto", 0, 0, G_OPTION_ARG_STRING, &options->onto,
		  "What the queue goes on top of (a range says so itself)", "REV" },
		{ "target", 't', 0, G_OPTION_ARG_STRING, &options->target,
		  "The stable branch as it is by now (winnow.target)", "REV" },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &options->now,
		  "Review as of this date instead of today", "DATE" },
		{ "rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rules,
		  "Further directory of rule files; may repeat (winnow.rules)", "DIR" },
		{ "no-default-rules", 0, 0, G_OPTION_ARG_NONE, &options->no_default_rules,
		  "Only the rules given with --rules", NULL },
		{ "model", 0, 0, G_OPTION_ARG_FILENAME, &options->model,
		  "Text model in place of the one that comes with winnow", "FILE" },
		{ "no-model", 0, 0, G_OPTION_ARG_NONE, &options->no_model,
		  "Without the text model, by the rules alone", NULL },
		{ "no-replies", 0, 0, G_OPTION_ARG_NONE, &options->no_replies,
		  "Take no notice of what people answered", NULL },
		{ "inbox", 0, 0, G_OPTION_ARG_FILENAME, &options->inbox,
		  "Public-inbox with mails about the queue; without QUEUE it is the queue", "DIR" },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &options->since,
		  "Only what the inbox got since then, e.g. 2.weeks", "DATE" },
		{ "thread", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->threads,
		  "Mbox with mails about the queue; may repeat", "FILE" },
		{ "ignore", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->ignore,
		  "List of paths and commits to leave out; may repeat (winnow.ignore)", "FILE" },
		G_OPTION_ENTRY_NULL,
	};

	return cmd_join_entries(source, entries);
}

void run_free(struct run *run)
{
	for (size_t i = 0; i < run->report.n_reviews; i++) {
		facts_clear(&run->report.reviews[i].facts);
		judgement_clear(&run->report.reviews[i].judgement);
	}
	for (size_t i = 0; run->upstreams && i < queue_length(run->queue); i++)
		upstream_clear(&run->upstreams[i]);
	g_free(run->report.reviews);
	g_free(run->tree);
	g_free(run->upstreams);
	if (run->target)
		target_free(run->target);
	if (run->queue)
		queue_free(run->queue);
	if (run->rules)
		rules_free(run->rules);
	if (run->ignore_lists)
		g_ptr_array_unref(run->ignore_lists);
	if (run->fix_words)
		g_ptr_array_unref(run->fix_words);
	horizon_clear(&run->report.horizon);
	source_clear(&run->source);
	repo_free(run->repo);
	g_free(run);
}

const struct report *run_report(const struct run *run)
{
	return &run->report;
}

static void warn(const struct run *run, const char *text)
{
	source_warn(&run->settings->source, text);
}

/* Where what is ours is: installed beside the program, or in the tree it was built in. */
static char *find_ours(const char *installed, const char *in_tree)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *directory = g_path_get_dirname(program ? program : ".");
	const char *const places[] = { installed, in_tree };

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *joined = g_build_filename(directory, places[i], NULL);
		g_autofree char *path = g_canonicalize_filename(joined, NULL);

		if (g_file_test(path, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&path);
	}
	return NULL;
}

static char *default_rules(void)
{
	const char *set = g_getenv("WINNOW_RULES");
	char *ours = set ? g_strdup(set) : find_ours("../share/winnow/rules", "../rules");

	return ours ? ours : g_strdup(WINNOW_DATADIR "/rules");
}

char *run_model_path(const struct run_options *options)
{
	g_autofree char *ours = find_ours("../share/winnow", "../data");

	if (options->model)
		return g_strdup(options->model);
	return g_build_filename(ours ? ours : WINNOW_DATADIR, "text-model", NULL);
}

char *run_templates_path(void)
{
	char *ours = find_ours("../share/winnow/templates", "../data/templates");

	return ours ? ours : g_strdup(WINNOW_DATADIR "/templates");
}

struct repo *run_repo(const struct run *run)
{
	return run->repo;
}

char **run_rule_directories(struct repo *repo, char *const *given, bool no_defaults)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();
	g_auto(GStrv) configured = NULL;

	if (!no_defaults) {
		g_autofree char *ours = default_rules();
		g_autofree char *own =
			g_build_filename(g_get_user_config_dir(), "winnow", "rules", NULL);

		g_strv_builder_add(out, ours);
		if (g_file_test(own, G_FILE_TEST_IS_DIR))
			g_strv_builder_add(out, own);
	}
	if (!no_defaults && (!given || !*given))
		configured = repo_config_list(repo, "winnow.rules");
	for (char **path = configured; path && *path; path++)
		g_strv_builder_add(out, *path);
	for (; given && *given; given++)
		g_strv_builder_add(out, *given);
	return g_strv_builder_end(out);
}

bool run_open_repo(const struct global_options *global, struct repo **out, GError **error)
{
	if (global->directory)
		return repo_open(global->directory, out, error);
	/* None is fine for mails, and whatever needs one says so. What is there and cannot be
	 * opened has settings that nobody may pass over in silence. */
	return repo_find(".", out, error);
}

/* What is not given is configured. */
static void take_settings(struct run *run)
{
	struct run_options *settings = run->settings;

	if (!settings->target)
		settings->target = repo_config(run->repo, "winnow.target");
	if (!settings->ignore)
		settings->ignore = repo_config_list(run->repo, "winnow.ignore");
}

static bool read_upstream(struct run *run, bool rebuild, GError **error)
{
	struct source_wish wish = { .progress = run->progress, .rebuild = rebuild };

	if (!source_open(run->repo, &run->settings->source, &wish, &run->source, error))
		return false;
	run->history = run->source.history;
	run->report.upstream_name = run->source.name;
	return true;
}

/* The base is what --onto or the range says, else the branch itself. */
static bool read_target(struct run *run, GError **error)
{
	const char *branch = run->settings->target;
	const char *base = run->settings->onto;

	run->target = target_new(run->history, run->queue);
	if ((base || branch) && !run->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    base ? base : branch);
	if (branch && !repo_resolve(run->repo, branch, &run->report.branch, error))
		return false;
	if (base && !repo_resolve(run->repo, base, &run->report.base, error))
		return false;
	if (!base && run->queue->has_base) {
		run->report.base = run->queue->base;
		base = "the range's start";
	}
	if (!base && branch) {
		run->report.base = run->report.branch;
		base = branch;
	}
	run->report.base_name = base;
	run->report.branch_name = branch;
	if (!run->history || !base)
		return true;
	return target_read_base(run->target, run->repo, &run->report.base, run->progress, error) &&
	       (!branch || target_read_branch(run->target, run->repo, &run->report.branch,
					      run->progress, error));
}

/* Only where a rule makes use of it. */
static bool read_model(struct run *run, GError **error)
{
	g_autofree char *path = run_model_path(run->settings);
	struct text_model *model = NULL;
	bool wanted = false;

	for (guint i = 0; i < run->rules->list->len; i++)
		wanted |= ((const struct rule *)run->rules->list->pdata[i])->times_model;
	if (!wanted || run->settings->no_model)
		return true;
	if (!text_model_read(path, &model, error))
		return false;
	rules_set_model(run->rules, model);
	return true;
}

static bool read_rules(struct run *run, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) directories = run_rule_directories(run->repo, run->settings->rules,
							 run->settings->no_default_rules);

	if (!rules_load((const char *const *)directories, false, problems, &run->rules, error))
		return false;
	run->report.rules = run->rules;
	return read_model(run, error);
}

static void ignore_destroy(void *list)
{
	ignore_free(list);
}

static bool read_ignore_lists(struct run *run, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	run->ignore_lists = g_ptr_array_new_with_free_func(ignore_destroy);
	for (char **path = run->settings->ignore; *path; path++) {
		struct ignore_list *list;

		if (!ignore_read(*path, warnings, &list, error))
			return false;
		g_ptr_array_add(run->ignore_lists, list);
	}
	for (guint i = 0; i < warnings->len; i++)
		warn(run, warnings->pdata[i]);
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
		warn(run, "every commit of the range is on the upstream branch itself: is "
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
		warn(run, text);
}

static void match_queue(struct run *run)
{
	_cleanup_(upstream_finder_freep) struct upstream_finder *finder =
		upstream_finder_new(run->history, run->target, run->progress);
	size_t n = queue_length(run->queue);
	struct progress progress;

	run->upstreams = g_new0(struct upstream, n);
	progress_begin(&progress, run->progress, "matching upstream", n);
	for (size_t i = 0; i < n; i++, progress_step(&progress))
		upstream_find(finder, queue_at(run->queue, i), &run->upstreams[i]);
	progress_end(&progress);
	target_set_queue_upstreams(run->target, run->upstreams);
	warn_own_upstream(run);
	warn_horizon(run);
}

static void warn_gave_up(struct run *run, const struct review *review, GHashTable *told)
{
	for (guint i = 0; i < review->judgement.gave_up->len; i++) {
		const struct rule *rule = review->judgement.gave_up->pdata[i];

		if (!g_hash_table_add(told, (gpointer)rule))
			continue;
		g_autofree char *text =
			g_strdup_printf("%s:%zu: %s: the pattern gave up on patch %zu, it "
					"backtracks too much; the rule does not count there",
					rule->path, rule->line, rule->id, review->patch->position);
		warn(run, text);
	}
}

/* Whether the target has what the patch brings, so that dropping it changes nothing. */
static bool is_there_already(const struct review *review)
{
	for (size_t i = 0; i < facts_count(&review->facts); i++)
		if (facts_at(&review->facts, i)->kind == FACT_PRESENCE_ALREADY ||
		    facts_at(&review->facts, i)->kind == FACT_APPLIES_ALREADY)
			return true;
	return false;
}

/*
 * Whether the entry that a fact is about should be dropped; of a bug's, by more than likelihood,
 * and not because it is there.
 */
static bool is_gone(const struct fact *fact, void *data)
{
	const struct run *run = data;
	const struct review *review = &run->report.reviews[fact->entry - 1];

	return review->judgement.verdict == VERDICT_DROP &&
	       (fact->kind == FACT_ROLE_NEEDED ||
		(review->judgement.decided && !is_there_already(review)));
}

/*
 * No reason rests on a patch that should itself be dropped. Verdicts depend on verdicts here, so
 * that it is repeated until nothing changes; a reason is only ever withdrawn, so it ends.
 */
static void settle_reasons(struct run *run)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < run->report.n_reviews; i++) {
			struct review *review = &run->report.reviews[i];

			if (!facts_withdraw(&review->facts, is_gone, run))
				continue;
			judgement_clear(&review->judgement);
			judge(run->rules, review->patch, &review->facts, &review->judgement);
			changed = true;
		}
	}
}

/* Once: each patch that lacks something for it says so itself. */
static void warn_partial(struct run *run)
{
	g_autofree char *own = run->repo ? repo_lack(run->repo) : NULL;
	struct repo *theirs = run->history ? history_repo(run->history) : NULL;
	g_autofree char *upstream = theirs && theirs != run->repo ? repo_lack(theirs) : NULL;

	if (own)
		warn(run, own);
	if (upstream)
		warn(run, upstream);
}

static void review_queue(struct run *run)
{
	g_autofree char *cache = g_build_filename(g_get_user_cache_dir(), "winnow", NULL);
	struct evidence evidence = {
		.history = run->history,
		.target = run->target,
		.queue = run->queue,
		.upstreams = run->upstreams,
		.ignore_lists = run->ignore_lists,
		.horizon = &run->report.horizon,
		.base_name = run->report.base_name,
		.tree = run->tree,
		.names_directory = run->settings->source.no_index ? NULL : cache,
		.now = run->report.now,
		.progress = run->progress,
		.no_replies = run->settings->no_replies,
	};
	g_autoptr(GHashTable) told = g_hash_table_new(NULL, NULL);
	size_t n = queue_length(run->queue);
	struct progress progress;

	evidence_prepare(&evidence);
	run->report.reviews = g_new0(struct review, n);
	run->report.n_reviews = n;
	progress_begin(&progress, run->progress, "reviewing", n);
	for (size_t i = 0; i < n; i++, progress_step(&progress)) {
		struct review *review = &run->report.reviews[i];

		review->patch = queue_at(run->queue, i);
		review->upstream = &run->upstreams[i];
		evidence_collect(&evidence, i, &review->facts);
		judge(run->rules, review->patch, &review->facts, &review->judgement);
		warn_gave_up(run, review, told);
	}
	progress_end(&progress);
	settle_reasons(run);
	evidence_clear(&evidence);
	warn_partial(run);
}

/* Where mails about the queue are; false, with an error, if that cannot be meant. */
static bool set_inbox(const struct run *run, struct inbox *inbox, GError **error)
{
	const struct run_options *settings = run->settings;

	*inbox = (struct inbox){ .path = settings->inbox,
				 .since = G_MININT64,
				 .now = run->report.now,
				 .progress = run->progress };
	if (settings->since && !settings->inbox)
		return fail(error, WINNOW_ERROR_USAGE, "--since: of which --inbox?");
	if (settings->since && !since_parse(settings->since, run->report.now, &inbox->since))
		return fail(error, WINNOW_ERROR_USAGE, "--since: not a date: '%s'",
			    settings->since);
	return true;
}

/* What was mailed about the queue, which its upstream commits help to find. */
static bool read_posts(struct run *run, const struct inbox *inbox, GError **error)
{
	size_t n = queue_length(run->queue);
	guint told = run->queue->warnings->len;
	g_autofree const struct commit_id **ids = NULL;

	if (run->settings->no_replies || (!inbox->path && !run->settings->threads))
		return true;
	ids = g_new0(const struct commit_id *, n);
	for (size_t i = 0; i < n; i++)
		ids[i] = run->upstreams[i].has_id ? &run->upstreams[i].id : NULL;
	if (!posts_read(run->queue, ids, inbox->path ? inbox : NULL, run->settings->threads, error))
		return false;
	for (guint i = told; i < run->queue->warnings->len; i++)
		warn(run, run->queue->warnings->pdata[i]);
	return true;
}

/* The version that the tree's name holds: of --onto, of a range's end or start, of --target. */
static char *tree_of(const struct run_options *options, const char *const *names)
{
	const char *dots = *names ? strstr(*names, "..") : NULL;
	g_autofree char *start = dots ? g_strndup(*names, (gsize)(dots - *names)) : NULL;
	const char *const places[] = { options->onto, dots ? dots + 2 : NULL, start,
				       options->target };
	char *tree = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(places) && !tree; i++)
		tree = places[i] ? nomination_tree(places[i]) : NULL;
	return tree;
}

static bool review(struct run *run, const struct global_options *global, const char *const *names,
		   bool rebuild, GError **error)
{
	struct run_options *options = run->settings;
	struct queue_options queue_options = { 0 };
	struct inbox inbox;

	run->progress = !options->source.quiet && progress_wanted();
	run->report.now = g_get_real_time() / G_USEC_PER_SEC;
	if (options->now && !text_parse_date(options->now, &run->report.now))
		return fail(error, WINNOW_ERROR_USAGE, "--now: not a date: '%s'", options->now);
	if (!set_inbox(run, &inbox, error) || !run_open_repo(global, &run->repo, error))
		return false;
	take_settings(run);
	source_take_words(run->repo, &options->source);
	if (!read_rules(run, error) || !read_ignore_lists(run, error))
		return false;
	queue_options.repo = run->repo;
	queue_options.progress = run->progress;
	if (!fix_words_read(options->source.fix_words, &run->fix_words, error))
		return false;
	queue_options.fix_words = run->fix_words;
	queue_options.inbox = inbox.path ? &inbox : NULL;
	if (!queue_open(names, &queue_options, &run->queue, error))
		return false;
	g_free(run->tree);
	run->tree = tree_of(options, names);
	for (guint i = 0; i < run->queue->warnings->len && !rebuild; i++)
		warn(run, run->queue->warnings->pdata[i]);
	if (!read_upstream(run, rebuild, error) || !read_target(run, error))
		return false;
	run->report.queue = run->queue;
	run->report.history = run->history;
	match_queue(run);
	inbox.told = !*names || rebuild;
	if (!read_posts(run, &inbox, error))
		return false;
	review_queue(run);
	return true;
}

/* What a damaged index led to is thrown away; with a new one all is said again. */
bool run_new(const struct global_options *global, struct run_options *options,
	     const char *const *names, struct run **out, GError **error)
{
	for (int attempt = 0;; attempt++) {
		_cleanup_(run_freep) struct run *run = g_new0(struct run, 1);
		const char *failure = NULL;
		g_autoptr(GError) problem = NULL;

		run->settings = options;
		if (!review(run, global, names, attempt > 0, &problem) &&
		    !(run->history && history_failure(run->history, NULL))) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		failure = run->history ? history_failure(run->history, NULL) : NULL;
		if (!failure) {
			*out = g_steal_pointer(&run);
			return true;
		}
		if (attempt > 0 || !source_can_rebuild(&run->source))
			return source_fail_damaged(&run->source, error);
		g_autofree char *text = g_strdup_printf("'%s' is damaged (%s): it is built anew",
							run->source.index_path, failure);
		warn(run, text);
	}
}
