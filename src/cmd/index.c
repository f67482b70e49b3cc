/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "base/error.h"
#include "base/workers.h"
#include "cmd/cmd.h"
#include "cmd/locate.h"
#include "cmd/threads-option.h"
#include "cmd/upstream-options.h"
#include "evidence/people.h"
#include "read/posts.h"

static const char summary[] =
	"Bring the index of an upstream up to date: its commits and what they say of each other.";

static const char help[] =
	"Other commands do this by themselves when they need it. The index is a file in the\n"
	"cache directory, one for each repository; copied to another machine it can be used\n"
	"there without the repository: winnow missing --index FILE ...\n"
	"\n"
	"  winnow -C linux index --upstream origin/master\n"
	"  winnow -C linux index --upstream origin/master --paths --index linux.index\n"
	"\n"
	"With --people, which may stand alone, who was asked about the picks in a public-inbox "
	"and\n"
	"who objected is added to the table that winnow.people or --table names; reviews count\n"
	"with it. It is about people: keep it where your mails are.\n"
	"\n"
	"  winnow index --people linux-s390.git --table ~/.cache/winnow/people\n";

/* Add what the inbox has to the table; what is there already stays as it is. */
static bool index_people(struct repo *repo, const char *inbox_path, const char *table,
			 bool progress, GError **error)
{
	g_autofree char *path = table ? g_strdup(table) : repo_config(repo, "winnow.people");
	struct inbox inbox = { .path = inbox_path, .since = G_MININT64, .progress = progress };
	struct queue_options options = { .inbox = &inbox, .progress = progress };
	_cleanup_(people_freep) struct people *people = people_new();
	_cleanup_(queue_freep) struct queue *queue = NULL;
	g_autofree struct upstream *upstreams = NULL;
	g_autofree const struct commit_id **ids = NULL; /* none is known, nor needed */
	size_t changes, objections;

	if (!path)
		return fail(error, WINNOW_ERROR_USAGE,
			    "index: --people: into which table? (--table FILE, or git config "
			    "winnow.people)");
	if (!cmd_parse_now(NULL, &inbox.now, error) || !people_read(people, path, error) ||
	    !queue_open((const char *const[]){ NULL }, &options, &queue, error))
		return false;
	ids = g_new0(const struct commit_id *, queue_length(queue) + 1);
	if (!posts_read(queue, ids, &inbox, NULL, error))
		return false;
	upstreams = g_new0(struct upstream, queue_length(queue) + 1);
	people_add_queue(people, queue, upstreams);
	if (!people_write(people, path, error))
		return false;
	people_count(people, &changes, &objections);
	printf("%s: %zu changes, %zu objections\n", path, changes, objections);
	return true;
}

bool cmd_index(struct global_options *global, int argc, char **argv, enum status *status,
	       GError **error)
{
	_cleanup_(upstream_options_clear) struct upstream_options options = { 0 };
	_cleanup_(threads_option_clear) struct threads_option threads = { 0 };
	g_autofree GOptionEntry *upstream = upstream_source_entries(&options);
	g_autofree GOptionEntry *limits = threads_option_entries(&threads);
	g_autofree GOptionEntry *shared = cmd_join_entries(upstream, limits);
	gboolean paths = FALSE, rebuild = FALSE;
	g_autofree char *people = NULL, *table = NULL;
	GOptionEntry entries[] = {
		{ "paths", 0, 0, G_OPTION_ARG_NONE, &paths,
		  "Also which files each commit changed, for all commits", NULL },
		{ "rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild, "Build it anew, whatever is there",
		  NULL },
		{ "people", 0, 0, G_OPTION_ARG_FILENAME, &people,
		  "Who was asked and who objected in this public-inbox, into the table", "DIR" },
		{ "table", 0, 0, G_OPTION_ARG_FILENAME, &table,
		  "The table of people (winnow.people)", "FILE" },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(workers_freep) struct workers *workers = NULL;
	_cleanup_(source_clear) struct source source = { 0 };
	_cleanup_(repo_freep) struct repo *repo = NULL;
	struct source_wish wish = { .must_keep = true };
	bool helped = false;
	unsigned n_threads = 0;

	(void)status;
	if (!cmd_parse(global, entries, shared, "[OPTION...]", summary, help, &argc, &argv, &helped,
		       error) ||
	    helped)
		return helped;
	if (argc > 1)
		return fail(error, WINNOW_ERROR_USAGE,
			    "index: '%s' is too much (see winnow index --help)", argv[1]);
	wish.progress = upstream_options_progress(&options);
	wish.warn = upstream_options_warn(&options);
	wish.rebuild = rebuild;
	if (!locate_repo(global, &repo, error) ||
	    !threads_option_parse(&threads, repo, &n_threads, error) ||
	    (people &&
	     !index_people(repo, people, table, upstream_options_progress(&options), error)))
		return false;
	if (people && !options.source.upstream && !options.source.upstream_repo)
		return true;
	wish.workers = workers = workers_new(n_threads);
	if (!source_open(repo, &options.source, &wish, &source, error))
		return false;
	if (!source.history || !history_repo(source.history))
		return fail(
			error, WINNOW_ERROR_USAGE,
			"index: of which upstream? (--upstream REV, --upstream-repo DIR, or git "
			"config winnow.upstream)");
	if (paths && !history_index_paths(source.history, 0, wish.progress, error))
		return false;
	if (history_failure(source.history, NULL))
		return fail(error, WINNOW_ERROR_SYSTEM,
			    "cannot read '%s': %s (winnow index --rebuild builds it anew)",
			    source.index_path, history_failure(source.history, NULL));
	printf("%s: %zu commits of %s, %zu of them new%s\n", source.index_path,
	       history_length(source.history), source.name, source.update.n_new,
	       source.update.rebuilt && source.update.n_new ? " (built anew)" : "");
	return true;
}
