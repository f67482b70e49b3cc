/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/reviewing.h"
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
	if (!take(reviewing.repo, &take_options, (const char *const *)argv + 1, &result, error))
		return false;
	if (exit_code && result.open->len)
		*status = STATUS_NOT_KEEP;
	return print(&result, json, mbox && strcmp(mbox, "-") == 0 ? stderr : stdout, error);
}
