/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/reviewing.h"
#include "review/queues.h"
#include "take/list.h"
#include "take/take.h"

static const char summary[] =
	"Write what is left of a queue when its review is done: drops out, what a patch needs in\n"
	"front of it, the order mended, each patch made to apply exactly; and list what changed.";

static const char help[] =
	"QUEUE is what 'winnow review' takes. Nothing is written unless all of it applies.\n"
	"\n"
	"  winnow -C linux take --upstream origin/master --onto v6.12.8 -o queue-6.12.new "
	"queue-6.12/\n"
	"  winnow -C linux take --upstream origin/master --onto v6.12.8 --mbox q.mbox "
	"autosel.mbox\n"
	"  winnow -C linux take --upstream origin/master --branch reviewed v6.12.8..for-6.12\n"
	"\n"
	"Exit status: 0 done; 1 with --exit-code when something is left open; 2 failed, nothing "
	"is\n"
	"written; 64 wrong usage.\n";

/* "ask", "drop", "failed", "open": which entries do not stay, in any combination. */
static bool parse_without(const char *words, struct take_options *options, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(words, ",", -1);
	g_autoptr(GPtrArray) verdicts = g_ptr_array_new();
	g_autofree char *joined = NULL;

	for (char **part = parts; *part; part++) {
		if (strcmp(*part, "failed") == 0)
			options->assembly.without_failed = true;
		else if (strcmp(*part, "open") == 0)
			options->without_open = true;
		else
			g_ptr_array_add(verdicts, *part);
	}
	g_ptr_array_add(verdicts, NULL);
	joined = g_strjoinv(",", (char **)verdicts->pdata);
	return !*joined ||
	       cmd_parse_verdicts("--without", joined, options->assembly.plan.without, error);
}

static bool check_place(const struct take_options *options, GError **error)
{
	int n = (options->directory != NULL) + (options->mbox != NULL) + (options->branch != NULL);

	return n == 1 || fail(error, WINNOW_ERROR_USAGE,
			      n ? "take: only one of --output, --mbox and --branch at a time"
				: "take: where to? (-o DIR, --mbox FILE or --branch NAME)");
}

/* What goes to standard output is the mbox, or the list. */
static bool print(const struct take_result *result, bool json, FILE *out, GError **error)
{
	if (!json)
		list_write_text(result, out);
	else if (!list_write_json(result, out) && !ferror(out))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write JSON");
	return true;
}

/* One of several into a directory of its own name; *open: something of it is left open. */
static bool take_queue(struct repo *repo, const struct take_options *options,
		       const struct queue_named *queue, bool *open, GError **error)
{
	_cleanup_(take_result_clear) struct take_result result = { 0 };
	g_autofree char *name = queue->path ? g_path_get_basename(queue->path) : NULL;
	g_autofree char *directory = name ? g_build_filename(options->directory, name, NULL) : NULL;
	g_autofree char *heading = NULL;
	const char *const names[] = { queue->path, NULL };
	struct review_options review = *options->review;
	struct take_options own = *options;

	if (!name)
		return fail(error, WINNOW_ERROR_INPUT, "what is in no queue is taken by itself");
	if (queue->problem)
		return fail(error, WINNOW_ERROR_INPUT, "not put on its base: %s", queue->problem);
	review.onto = queue->onto;
	review.target = queue->target;
	own.review = &review;
	own.directory = directory;
	if (!take(repo, &own, names, &result, error))
		return false;
	*open |= result.open->len > 0;
	heading = text_one_line(directory, 0);
	printf("%s\n", heading);
	list_write_text(&result, stdout);
	return true;
}

/* What cannot be taken keeps nothing from the others. */
static bool take_queues(struct repo *repo, const struct take_options *options,
			const GPtrArray *queues, bool *open, GError **error)
{
	g_autoptr(GString) failed = g_string_new(NULL);
	guint n = 0;

	if (!take_check_directory(options->directory, error) ||
	    !file_make_directory(options->directory, 0777, error))
		return false;
	for (guint i = 0; i < queues->len; i++) {
		const struct queue_named *queue = queues->pdata[i];
		g_autoptr(GError) problem = NULL;

		if (i > n)
			fputc('\n', stdout);
		if (take_queue(repo, options, queue, open, &problem))
			continue;
		g_string_append_printf(failed, "; %s: %s", queue->path ? queue->path : "the rest",
				       problem->message);
		n++;
	}
	return !n || fail(error, WINNOW_ERROR_INPUT, "take: %u of %u queues not written%s", n,
			  queues->len, failed->str);
}

bool cmd_take(struct global_options *global, int argc, char **argv, enum status *status,
	      GError **error)
{
	_cleanup_(reviewing_options_clear) struct reviewing_options options = { 0 };
	g_autofree GOptionEntry *shared = reviewing_option_entries(&options);
	g_autofree char *directory = NULL;
	g_autofree char *mbox = NULL;
	g_autofree char *branch = NULL;
	g_autofree char *without = NULL;
	gboolean with_fixes = FALSE, json = FALSE, exit_code = FALSE;
	GOptionEntry own[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &directory,
		  "Write a quilt directory, which must not be there or be empty", "DIR" },
		{ "mbox", 0, 0, G_OPTION_ARG_FILENAME, &mbox,
		  "Write an mbox for git am, \"-\" for standard output", "FILE" },
		{ "branch", 0, 0, G_OPTION_ARG_STRING, &branch,
		  "Write commits on the base, as a new branch", "NAME" },
		{ "without", 0, 0, G_OPTION_ARG_STRING, &without,
		  "Leave out these, too: ask; failed: what does not apply; open: what nothing "
		  "repairs",
		  "WORDS" },
		{ "with-fixes", 0, 0, G_OPTION_ARG_NONE, &with_fixes,
		  "Add all missing fixes and reverts, not only those of keep-with", NULL },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, "List what changed as JSON", NULL },
		{ "exit-code", 0, 0, G_OPTION_ARG_NONE, &exit_code,
		  "Exit with 1 when something of the result should go, or not go alone or there",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};
	_cleanup_(reviewing_clear) struct reviewing reviewing = { 0 };
	_cleanup_(take_result_clear) struct take_result result = { 0 };
	g_autoptr(GPtrArray) queues = NULL;
	bool open = false;
	struct take_options take_options = { .review = &reviewing.options };
	bool helped = false;

	if (!cmd_parse(global, own, shared, "[OPTION...] [QUEUE...]", summary, help, &argc, &argv,
		       &helped, error) ||
	    helped)
		return helped;
	take_options.directory = directory;
	take_options.mbox = mbox;
	take_options.branch = branch;
	take_options.assembly.form = directory ? MATERIAL_FILE : MATERIAL_MAIL;
	take_options.assembly.plan.with_fixes = with_fixes;
	take_options.assembly.plan.without[VERDICT_DROP] = true;
	if (argc < 2 && !options.inbox)
		return fail(error, WINNOW_ERROR_USAGE, "take: no QUEUE (see winnow take --help)");
	if (!check_place(&take_options, error) ||
	    (without && !parse_without(without, &take_options, error)) ||
	    !reviewing_prepare(global, &options, (const char *const *)argv + 1, &reviewing, error))
		return false;
	if (!reviewing.repo)
		return fail(error, WINNOW_ERROR_INPUT,
			    "no repository to put the queue on (use -C)");
	take_options.assembly.repo = reviewing.repo;
	if (!queues_read(reviewing.repo, &reviewing.options, (const char *const *)argv + 1, &queues,
			 error))
		return false;
	if (queues->len && directory && !json) {
		bool ok = take_queues(reviewing.repo, &take_options, queues, &open, error);

		if (exit_code && open)
			*status = STATUS_NOT_KEEP;
		return ok;
	}
	if (queues->len)
		return fail(error, WINNOW_ERROR_USAGE,
			    "take: these are %u queues, each with a base of its own: only "
			    "--output takes several, and without --json",
			    queues->len);
	if (!take(reviewing.repo, &take_options, (const char *const *)argv + 1, &result, error))
		return false;
	if (exit_code && result.open->len)
		*status = STATUS_NOT_KEEP;
	return print(&result, json, mbox && strcmp(mbox, "-") == 0 ? stderr : stdout, error);
}
