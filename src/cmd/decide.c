/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/deciding.h"
#include "cmd/locate.h"
#include "cmd/named.h"
#include "cmd/reviewing.h"
#include "review/decided.h"

static const char summary[] =
	"Note what was decided about a patch, so that a review says so and asks no more until\n"
	"what was known changes.";

static const char help[] =
	"WORD is keep, keep-with, drop, ask or wait. PATCH is what 'winnow explain' takes, with\n"
	"--queue an entry of that queue, or PATCH/COMMIT: the finding that it lacks COMMIT.\n"
	"The file is --decisions, winnow.decisions, or .winnow-decisions in the quilt queue or at\n"
	"the top of the work tree; winnow-decisions(5) says what is in it. Nothing is committed.\n"
	"\n"
	"  winnow decide --queue queue-6.12/ 17 drop -m 'driver not enabled'\n"
	"  winnow -C linux decide --tree 6.12 8e6ecb18287e wait --until f90d71b5cdfa\n"
	"  winnow decide --list --queue queue-6.12/\n";

struct decide_options {
	struct reviewing_options reviewing;
	char **queue;
	char *note, *until, *tree, *import;
	gboolean remove, list;
};

static void decide_options_clear(struct decide_options *options)
{
	reviewing_options_clear(&options->reviewing);
	g_strfreev(options->queue);
	g_free(options->note);
	g_free(options->until);
	g_free(options->tree);
	g_free(options->import);
}

/* What is to be put in or taken out, for each PATCH. */
struct deciding {
	const struct decide_options *options;
	struct reviewing reviewing;
	struct decisions *decisions;
	struct decision what; /* word, who, note, until */
	gint64 now;
	GString *said; /* to be said once it is written */
};

static void deciding_clear(struct deciding *deciding)
{
	if (deciding->decisions)
		decisions_free(deciding->decisions);
	reviewing_clear(&deciding->reviewing);
	decision_clear(&deciding->what);
	g_string_free(deciding->said, TRUE);
}

/* The upstream commit that digits name; NULL if there is none, or no upstream. */
static const struct history_commit *find_commit(const struct deciding *deciding, const char *hex)
{
	const struct history *history = deciding->reviewing.report->history;
	g_autofree char *lower = g_ascii_strdown(hex, -1);
	guint32 position =
		history ? history_find_prefix(history, lower, slice_of(""), NULL) : HISTORY_NONE;

	return position == HISTORY_NONE ? NULL : history_at(history, position);
}

/*
 * The part of a finding behind the slash: as many digits as people write of a commit. NULL if word
 * is none, or names a file.
 */
static const char *finding_of(const char *word)
{
	const char *slash = strrchr(word, '/');
	size_t digits = slash ? slice_hex_run(slice_of(slash + 1)) : 0;

	if (!slash || digits < 7 || digits > COMMIT_ID_HEX || slash[1 + digits] ||
	    g_file_test(word, G_FILE_TEST_EXISTS))
		return NULL;
	return slash + 1;
}

static void say_done(struct deciding *deciding, const char *key, const char *tree,
		     const char *subject)
{
	g_autofree char *name = decision_key_short(key);
	g_autofree char *shown = text_one_line(subject ? subject : "", 0);

	g_string_append_printf(deciding->said, "%s%s%s: %s%s%s%s\n",
			       deciding->options->remove ? "no longer decided"
							 : decision_word_name(deciding->what.word),
			       strcmp(tree, "*") == 0 ? "" : " in ",
			       strcmp(tree, "*") == 0 ? "" : tree, name, *shown ? " (\"" : "",
			       shown, *shown ? "\")" : "");
}

static bool nothing_there(const char *name, GError **error)
{
	return fail(error, WINNOW_ERROR_INPUT, "nothing was decided about '%s'", name);
}

/* One entry of what is under review. */
static bool decide_review(struct deciding *deciding, const struct review *review, const char *name,
			  GError **error)
{
	const struct decide_options *options = deciding->options;
	const char *key = review->keys->len ? review->keys->pdata[0] : NULL;
	const char *tree = options->tree ? options->tree : review->tree;

	if (options->remove) {
		tree = decided_remove(deciding->decisions, review, options->tree);
		if (!tree)
			return nothing_there(name, error);
	} else if (!decided_put(deciding->decisions, review, &deciding->what, deciding->now,
				error)) {
		return false;
	}
	say_done(deciding, key, tree, review->patch->message.subject);
	return true;
}

/* What nothing is reviewed for: the key is known. */
static bool decide_key(struct deciding *deciding, const char *key, const char *usual_tree,
		       const char *name, const char *subject, GError **error)
{
	const struct decide_options *options = deciding->options;
	const char *tree = options->tree ? options->tree : usual_tree;
	struct text_date date = text_date(deciding->now);
	struct decision decision = deciding->what;

	if (options->remove) {
		if (!decisions_remove(deciding->decisions, key, tree))
			return nothing_there(name, error);
	} else {
		decision.key = (char *)key;
		decision.tree = (char *)tree;
		decision.date = date.text;
		if (!decisions_put(deciding->decisions, &decision, error))
			return false;
	}
	say_done(deciding, key, tree, subject);
	return true;
}

/* "PATCH/COMMIT" */
static bool decide_finding(struct deciding *deciding, const char *name, const char *hex,
			   GError **error)
{
	const struct history_commit *missing = find_commit(deciding, hex);
	g_autofree char *patch = g_strndup(name, (gsize)(hex - 1 - name));
	const char *tree = "*";
	g_autofree char *owner = NULL, *key = NULL;

	if (!missing)
		return fail(error, WINNOW_ERROR_INPUT, "upstream has no commit '%s'", hex);
	if (deciding->options->queue) {
		const struct report *report = deciding->reviewing.report;
		size_t index;

		if (!named_find(report, patch, &index, error))
			return false;
		if (report->reviews[index].keys->len)
			owner = g_strdup(report->reviews[index].keys->pdata[0]);
		tree = report->reviews[index].tree;
	} else {
		const struct history_commit *commit = find_commit(deciding, patch);

		owner = commit ? decision_key_of_commit(&commit->id) : NULL;
	}
	if (!owner)
		return fail(error, WINNOW_ERROR_INPUT, "upstream has no commit '%s'", patch);
	key = decision_key_of_finding(owner, &missing->id);
	return decide_key(deciding, key, tree, name, missing->subject, error);
}

/* A key as it is in the file, of a patch that need not be at hand. */
static bool is_literal(const struct decide_options *options, const char *name)
{
	return decision_key_is_valid(name) &&
	       (options->remove || g_str_has_prefix(name, "patch-id:") ||
		g_str_has_prefix(name, "msgid:"));
}

static bool decide_one(struct deciding *deciding, const char *name, GError **error)
{
	const struct report *report = deciding->reviewing.report;
	const char *hex = finding_of(name);
	size_t index = 0;

	if (is_literal(deciding->options, name))
		return decide_key(deciding, name, "*", name, NULL, error);
	if (hex)
		return decide_finding(deciding, name, hex, error);
	if (deciding->options->queue) {
		if (!named_find(report, name, &index, error))
			return false;
	} else if (report->n_reviews != 1) {
		return fail(error, WINNOW_ERROR_USAGE,
			    "decide: '%s' is %zu patches: which one? (--queue %s)", name,
			    report->n_reviews, name);
	}
	return decide_review(deciding, &report->reviews[index], name, error);
}

/* Without --queue a PATCH is a queue of its own; of a finding, the patch that lacks something. */
static bool open_review(const struct global_options *global, struct decide_options *options,
			const char *name, struct deciding *deciding, GError **error)
{
	const char *hex = finding_of(name);
	g_autofree char *patch = hex ? g_strndup(name, (gsize)(hex - 1 - name)) : g_strdup(name);
	const char *const alone[] = { patch, NULL };

	if (!reviewing_open(global, &options->reviewing,
			    options->queue ? (const char *const *)options->queue : alone,
			    &deciding->reviewing, error))
		return false;
	deciding->now = deciding->reviewing.report->now;
	return true;
}

/* All there is of a review where nothing is reviewed. */
static bool open_literal(const struct global_options *global, struct decide_options *options,
			 struct deciding *deciding, GError **error)
{
	struct reviewing_options *given = &options->reviewing;

	return cmd_parse_now(given->now, &deciding->now, error) &&
	       locate_repo(global, &deciding->reviewing.repo, error) &&
	       locate_decisions(deciding->reviewing.repo, given->decisions,
				options->queue ? options->queue[0] : NULL,
				&deciding->reviewing.decisions, error);
}

static bool parse_what(struct deciding *deciding, const char *word, GError **error)
{
	const struct decide_options *options = deciding->options;
	struct decision *what = &deciding->what;

	what->tree = g_strdup(options->tree);
	what->note = g_strdup(options->note);
	if (!decision_word_parse(word, &what->word))
		return fail(error, WINNOW_ERROR_USAGE,
			    "decide: '%s' is none of keep, keep-with, drop, ask, wait", word);
	if (options->until &&
	    !decision_until_parse(options->until, &what->until, &what->until_what))
		return fail(error, WINNOW_ERROR_USAGE,
			    "--until: neither a date nor a commit nor a version: '%s'",
			    options->until);
	return true;
}

/* Each PATCH of names, reviewed together where they are of one queue. */
static bool decide_all(const struct global_options *global, struct decide_options *options,
		       char *const *names, int n, const char *word, GError **error)
{
	struct warn warn = upstream_options_warn(&options->reviewing.upstream);

	for (int i = 0; i < n;) {
		_cleanup_(deciding_clear) struct deciding deciding = {
			.options = options,
			.said = g_string_new(NULL),
		};
		bool literal = is_literal(options, names[i]);
		int end = i + 1;

		while (options->queue && !literal && end < n && !is_literal(options, names[end]))
			end++;
		if ((word && !parse_what(&deciding, word, error)) ||
		    !(literal ? open_literal(global, options, &deciding, error)
			      : open_review(global, options, names[i], &deciding, error)) ||
		    !deciding_open(deciding.reviewing.decisions, &(struct warn){ 0 },
				   &deciding.decisions, error) ||
		    (word && !deciding_who(deciding.reviewing.repo, &deciding.what.who, error)))
			return false;
		decided_settle_until(deciding.reviewing.report, &deciding.what);
		for (; i < end; i++)
			if (!decide_one(&deciding, names[i], error))
				return false;
		if (!deciding_save(deciding.decisions, deciding.reviewing.repo, &warn, error))
			return false;
		fputs(deciding.said->str, stdout);
		fflush(stdout);
	}
	return true;
}

static bool list(const struct global_options *global, struct decide_options *options,
		 GError **error)
{
	_cleanup_(repo_freep) struct repo *repo = NULL;
	_cleanup_(decisions_freep) struct decisions *decisions = NULL;
	struct warn warn = upstream_options_warn(&options->reviewing.upstream);
	g_autofree char *path = NULL;

	if (!locate_repo(global, &repo, error) ||
	    !locate_decisions(repo, options->reviewing.decisions,
			      options->queue ? options->queue[0] : NULL, &path, error))
		return false;
	if (!deciding_open(path, &warn, &decisions, error))
		return false;
	for (size_t i = 0; i < decisions_count(decisions); i++) {
		g_autofree char *line = decision_line(decisions_at(decisions, i));

		puts(line);
	}
	return true;
}

static bool check_usage(const struct decide_options *options, int argc, char **argv, GError **error)
{
	if (options->list || options->import)
		return (argc == 1 && !options->remove) ||
		       fail(error, WINNOW_ERROR_USAGE, "decide: %s takes no PATCH",
			    options->list ? "--list" : "--import");
	if (options->remove && argc >= 2)
		return true;
	if (argc < 3)
		return fail(error, WINNOW_ERROR_USAGE,
			    argc == 2 ? "decide: what about '%s'? (see winnow decide --help)"
				      : "decide: about which PATCH? (see winnow decide --help)",
			    argc == 2 ? argv[1] : "");
	return true;
}

bool cmd_decide(struct global_options *global, int argc, char **argv, enum status *status,
		GError **error)
{
	_cleanup_(decide_options_clear) struct decide_options options = { 0 };
	g_autofree GOptionEntry *shared = reviewing_option_entries(&options.reviewing);
	GOptionEntry entries[] = {
		{ "queue", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.queue,
		  "Take PATCH from this queue; may repeat", "QUEUE" },
		{ "note", 'm', 0, G_OPTION_ARG_STRING, &options.note, "Why", "NOTE" },
		{ "until", 0, 0, G_OPTION_ARG_STRING, &options.until,
		  "Until this commit is in, this version is out, or this day has come",
		  "COMMIT|VERSION|DATE" },
		{ "tree", 0, 0, G_OPTION_ARG_STRING, &options.tree,
		  "For this stable tree, e.g. 6.12, or '*' for all (what is built on)", "NAME" },
		{ "remove", 0, 0, G_OPTION_ARG_NONE, &options.remove, "Take back what was decided",
		  NULL },
		{ "list", 0, 0, G_OPTION_ARG_NONE, &options.list, "Print what was decided", NULL },
		{ "import", 0, 0, G_OPTION_ARG_FILENAME, &options.import,
		  "Take over what another program's file decided", "FILE" },
		G_OPTION_ENTRY_NULL,
	};
	bool helped = false;

	(void)status;
	if (!cmd_parse(global, entries, shared, "[OPTION...] PATCH... WORD", summary, help, &argc,
		       &argv, &helped, error) ||
	    helped)
		return helped;
	options.reviewing.decisions_may_lack = true;
	if (!check_usage(&options, argc, argv, error))
		return false;
	if (options.list)
		return list(global, &options, error);
	if (options.import)
		return deciding_import(global, options.import, &options.reviewing,
				       options.queue ? options.queue[0] : NULL, options.tree,
				       error);
	return decide_all(global, &options, argv + 1, argc - (options.remove ? 1 : 2),
			  options.remove ? NULL : argv[argc - 1], error);
}
