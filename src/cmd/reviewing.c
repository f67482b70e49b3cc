/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/reviewing.h"

#include "base/error.h"
#include "base/since.h"
#include "cmd/confine.h"
#include "cmd/locate.h"
#include "evidence/people.h"

void reviewing_options_clear(struct reviewing_options *options)
{
	upstream_options_clear(&options->upstream);
	g_free(options->onto);
	g_free(options->target);
	g_free(options->now);
	g_free(options->model);
	g_free(options->kind_model);
	g_free(options->inbox);
	g_free(options->people);
	g_free(options->decisions);
	g_free(options->since);
	trees_options_clear(&options->trees);
	memory_option_clear(&options->memory);
	threads_option_clear(&options->n_threads);
	g_strfreev(options->threads);
	g_strfreev(options->rules);
	g_strfreev(options->ignore);
	g_strfreev(options->cves);
}

GOptionEntry *reviewing_option_entries(struct reviewing_options *options)
{
	g_autofree GOptionEntry *upstream = upstream_option_entries(&options->upstream);
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
		{ "kind-model", 0, 0, G_OPTION_ARG_FILENAME, &options->kind_model,
		  "Likewise, the model that tells repairs from other changes", "FILE" },
		{ "no-model", 0, 0, G_OPTION_ARG_NONE, &options->no_model,
		  "Without these models, by the rules alone", NULL },
		{ "no-replies", 0, 0, G_OPTION_ARG_NONE, &options->no_replies,
		  "Take no notice of what people replied", NULL },
		{ "inbox", 0, 0, G_OPTION_ARG_FILENAME, &options->inbox,
		  "Public-inbox with mails about the queue; without QUEUE it is the queue", "DIR" },
		{ "since", 0, 0, G_OPTION_ARG_STRING, &options->since,
		  "Only what the inbox got since then, e.g. 2.weeks", "DATE" },
		{ "thread", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->threads,
		  "Mbox with mails about the queue; may repeat", "FILE" },
		{ "ignore", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->ignore,
		  "List of paths and commits to leave out; may repeat (winnow.ignore)", "FILE" },
		{ "cves", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->cves,
		  "Records of vulnerabilities, file or directory; may repeat (winnow.cves)",
		  "PATH" },
		{ "people", 0, 0, G_OPTION_ARG_FILENAME, &options->people,
		  "Table of who objected to earlier picks (winnow.people)", "FILE" },
		{ "decisions", 0, 0, G_OPTION_ARG_FILENAME, &options->decisions,
		  "File of what was decided (winnow.decisions; .winnow-decisions)", "FILE" },
		{ "no-decisions", 0, 0, G_OPTION_ARG_NONE, &options->no_decisions,
		  "Judge as if nobody had decided anything", NULL },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *memory = memory_option_entries(&options->memory);
	g_autofree GOptionEntry *threads = threads_option_entries(&options->n_threads);
	g_autofree GOptionEntry *limits = cmd_join_entries(memory, threads);
	g_autofree GOptionEntry *own = cmd_join_entries(entries, limits);

	return cmd_join_entries(upstream, own);
}

GOptionEntry *reviewing_option_entries_with_trees(struct reviewing_options *options)
{
	g_autofree GOptionEntry *own = reviewing_option_entries(options);
	g_autofree GOptionEntry *trees = trees_option_entries(&options->trees);

	return cmd_join_entries(own, trees);
}

void reviewing_clear(struct reviewing *reviewing)
{
	run_free(reviewing->run);
	repo_free(reviewing->repo);
	selection_free(reviewing->selection);
	g_strfreev(reviewing->names);
	g_strfreev(reviewing->rules);
	g_free(reviewing->model);
	g_free(reviewing->kind_model);
	g_free(reviewing->decisions);
	*reviewing = (struct reviewing){ 0 };
}

/* What is not given is configured. */
static void take_settings(struct repo *repo, struct reviewing_options *options)
{
	if (!options->target)
		options->target = repo_config(repo, "winnow.target");
	if (!options->ignore)
		options->ignore = repo_config_list(repo, "winnow.ignore");
	if (!options->cves)
		options->cves = repo_config_list(repo, "winnow.cves");
	if (!options->people)
		options->people = repo_config(repo, "winnow.people");
}

bool reviewing_prepare(const struct global_options *global, struct reviewing_options *options,
		       const char *const *names, struct reviewing *out, GError **error)
{
	gint64 since = G_MININT64, now;
	size_t max_memory = 0;
	unsigned n_threads = 0;

	if (!cmd_parse_now(options->now, &now, error))
		return false;
	if (options->since && !options->inbox)
		return fail(error, WINNOW_ERROR_USAGE, "--since: of which --inbox?");
	if (options->since && !since_parse(options->since, now, &since))
		return fail(error, WINNOW_ERROR_USAGE, "--since: not a date: '%s'", options->since);
	if (!locate_repo(global, &out->repo, error))
		return false;
	if (!memory_option_parse(&options->memory, out->repo, &max_memory, error) ||
	    !threads_option_parse(&options->n_threads, out->repo, &n_threads, error))
		return false;
	if (selection_is_one(names, global->paths) &&
	    !selection_read(out->repo, global->directory, names, global->paths, &out->selection,
			    error))
		return false;
	take_settings(out->repo, options);
	out->rules = locate_rules(out->repo, options->rules, options->no_default_rules);
	if (!options->no_model) {
		out->model = options->model ? g_strdup(options->model) : locate_data("text-model");
		out->kind_model = options->kind_model ? g_strdup(options->kind_model)
						      : locate_data("kind-model");
	}
	if (options->decisions_may_lack) {
		if (!locate_decisions(out->repo, options->decisions, names[0], &out->decisions,
				      error))
			return false;
	} else if (!options->no_decisions &&
		   !locate_decisions_to_read(out->repo, options->decisions, names[0],
					     &out->decisions, error))
		return false;
	out->options = (struct review_options){
		.source = &options->upstream.source,
		.selection = out->selection,
		.onto = options->onto,
		.target = options->target,
		.now = now,
		.rules = out->rules,
		.model = out->model,
		.kind_model = out->kind_model,
		.ignore = options->ignore,
		.cves = options->cves,
		.decisions = out->decisions,
		.inbox = options->inbox,
		.people = options->people,
		.since = since,
		.threads = options->threads,
		.trees = &options->trees,
		.max_memory = max_memory,
		.n_threads = n_threads,
		.no_replies = options->no_replies,
		.progress = upstream_options_progress(&options->upstream),
		.warn = upstream_options_warn(&options->upstream),
	};
	return true;
}

/* The table learns from the inbox, objections and all; the review stands without that. */
static void grow_people(const struct reviewing *reviewing)
{
	const struct review_options *options = &reviewing->options;
	g_autoptr(GError) error = NULL;

	if (options->people && options->inbox && !options->no_replies &&
	    !people_write(run_people(reviewing->run), options->people, &error))
		warn_tell(&options->warn, "%s", error->message);
}

/* As they were given: by them what was said of this queue the last time is found again. */
static char **names_with_paths(const char *const *names, const char *const *paths)
{
	g_autoptr(GStrvBuilder) out = g_strv_builder_new();

	for (; *names; names++)
		g_strv_builder_add(out, *names);
	if (paths)
		g_strv_builder_add(out, "--");
	for (; paths && *paths; paths++)
		g_strv_builder_add(out, *paths);
	return g_strv_builder_end(out);
}

bool reviewing_open(const struct global_options *global, struct reviewing_options *options,
		    const char *const *names, struct reviewing *out, GError **error)
{
	if (!reviewing_prepare(global, options, names, out, error) ||
	    (options->confined &&
	     !confine(global, out->repo, options->confined, &options->upstream.source,
		      options->inbox ? options->people : NULL, error)))
		return false;
	out->names = names_with_paths(names, global->paths);
	if (!run_new(out->repo, &out->options, (const char *const *)out->names, &out->run, error))
		return false;
	out->report = run_report(out->run);
	grow_people(out);
	return true;
}
