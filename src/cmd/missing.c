/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/format-option.h"
#include "cmd/places.h"
#include "cmd/upstream-options.h"
#include "evidence/ignore.h"
#include "match/namesake.h"

static const char summary[] = "Say what a branch lacks: later upstream fixes and reverts of what "
			      "it took, with the proof.";

static const char help[] =
	"BRANCH is a range A..B, a branch (all it has beyond upstream), upstream commit ids, or\n"
	"with --list a file of them: a line \"ID\", \"ID,OWNER\" or \"ID,OWNER,PATH\", as "
	"git-fixes\n"
	"reads it; \"-\" is standard input. With owners the answer is grouped by them.\n"
	"\n"
	"  winnow -C linux missing --upstream origin/master v6.12..stable/linux-6.12.y\n"
	"  winnow -C linux missing --upstream origin/master --list backports.csv --exit-code\n"
	"  winnow missing --index linux.index --list backports.csv\n"
	"\n"
	"Exit status: 0 done; 1 with --exit-code when something is missing; 2 failed; 64 wrong\n"
	"usage.\n";

struct missing_options {
	struct upstream_options upstream;
	char *list_text; /* of list, once read */
	char *list, *now, *target, *version;
	char **ignore;
	struct format_option wanted;
	const struct format *format;
	gboolean exit_code, no_mentions, all;
};

struct question {
	struct missing_options *options;
	struct repo *repo;
	struct source source;
	struct queue *queue;   /* empty: what is asked is about a tree */
	struct target *target; /* knows no base when only a list was given */
	struct taken_list taken;
	GPtrArray *words;   /* the strings of taken */
	GHashTable *listed; /* positions + 1 of ids given */
	GPtrArray *ignore_lists;
	size_t n_unknown; /* ids given that upstream does not have */
	char *name;
	struct warn warn;
	bool progress;
};

static void options_clear(struct missing_options *options)
{
	upstream_options_clear(&options->upstream);
	g_free(options->list_text);
	g_free(options->list);
	format_option_clear(&options->wanted);
	g_free(options->now);
	g_free(options->target);
	g_free(options->version);
	g_strfreev(options->ignore);
}

static void question_clear(struct question *question)
{
	if (question->target)
		target_free(question->target);
	if (question->queue)
		queue_free(question->queue);
	taken_clear(&question->taken);
	if (question->words)
		g_ptr_array_unref(question->words);
	if (question->ignore_lists)
		g_ptr_array_unref(question->ignore_lists);
	if (question->listed)
		g_hash_table_unref(question->listed);
	source_clear(&question->source);
	repo_free(question->repo);
	g_free(question->name);
}

/* One upstream commit as people name it; where says whence, for warnings. */
static void take_id(struct question *question, const char *word, const char *where,
		    const char *owner, const char *path)
{
	struct history *history = question->source.history;
	bool ambiguous = false;
	struct taken taken = { .owner = owner, .path = path };
	g_autofree char *hex = g_ascii_strdown(word, -1);

	question->taken.n_commits++;
	taken.position = history_find_prefix(history, hex, slice_of(""), &ambiguous);
	if (taken.position == HISTORY_NONE) {
		question->n_unknown++;
		warn_tell(&question->warn, "%s: %s '%s'", where,
			  ambiguous ? "several upstream commits begin with"
				    : "upstream has no commit",
			  word);
		return;
	}
	if (!g_hash_table_add(question->listed, GUINT_TO_POINTER(taken.position + 1))) {
		warn_tell(&question->warn, "%s: '%s' is listed twice", where, word);
		return;
	}
	taken_add_listed(&question->taken, history, &taken);
}

static const char *keep(struct question *question, char *word)
{
	g_strstrip(word);
	if (!*word) {
		g_free(word);
		return NULL;
	}
	g_ptr_array_add(question->words, word);
	return word;
}

static void read_line(struct question *question, struct slice line, const char *where)
{
	g_autofree char *text = slice_dup(line);
	g_auto(GStrv) fields = g_strsplit(text, ",", 3);
	guint n = g_strv_length(fields);
	const char *id = fields[0] ? g_strstrip(fields[0]) : "";
	size_t digits = slice_hex_run(slice_of(id));

	if (digits < 7 || digits != strlen(id) || digits > COMMIT_ID_HEX) {
		warn_tell(&question->warn, "%s: not a commit id: '%s'", where, id);
		return;
	}
	take_id(question, id, where, n > 1 ? keep(question, g_strdup(fields[1])) : NULL,
		n > 2 ? keep(question, g_strdup(fields[2])) : NULL);
}

/* Once, even if all is asked again: standard input can be read but once. */
static bool read_list_text(struct missing_options *options, GError **error)
{
	g_autofree char *bytes = NULL;
	size_t length = 0;

	if (options->list_text)
		return true;
	if (!file_read(strcmp(options->list, "-") == 0 ? "/dev/stdin" : options->list, &bytes,
		       &length, error))
		return false;
	options->list_text = text_to_utf8(bytes, length, NULL);
	return true;
}

static bool read_list(struct question *question, const char *path, GError **error)
{
	struct slice rest, line;
	size_t number = 0;

	if (!read_list_text(question->options, error))
		return false;
	rest = slice_of(question->options->list_text);
	while (text_next_line(&rest, &line)) {
		const char *comment = memchr(line.start, '#', line.length);
		g_autofree char *where = g_strdup_printf("%s:%zu", path, ++number);

		if (comment)
			line.length = (size_t)(comment - line.start);
		line = slice_trim(line);
		if (line.length)
			read_line(question, line, where);
	}
	if (!question->taken.n_commits)
		return fail(error, WINNOW_ERROR_INPUT, "'%s' lists no commit", path);
	question->name = g_strdup(path);
	return true;
}

/* Read the tree to look in. */
static bool read_tree(struct question *question, const char *revision, GError **error)
{
	struct commit_id id;

	return repo_resolve(question->repo, revision, &id, error) &&
	       target_read_base(question->target, question->repo, &id, question->progress, error);
}

/* "A..B": what B has and A has not; "B": what it has beyond upstream. */
static bool read_branch(struct question *question, const char *name, GError **error)
{
	const char *dots = strstr(name, "..");
	g_autofree char *from = dots ? g_strndup(name, (gsize)(dots - name)) : NULL;
	const char *to = dots ? dots + 2 : name;
	struct commit_id start;

	if (*to == '.')
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is a symmetric difference: a branch is a range 'A..B'", name);
	if (!read_tree(question, *to ? to : "HEAD", error) ||
	    (from && !repo_resolve(question->repo, *from ? from : "HEAD", &start, error)) ||
	    !taken_add_tree(&question->taken, question->source.history, question->target,
			    question->repo, from ? &start : NULL, error))
		return false;
	if (question->taken.n_commits)
		return true;
	return dots ? fail(error, WINNOW_ERROR_INPUT,
			   "range '%s' holds no commit: is it the right way round?", name)
		    : fail(error, WINNOW_ERROR_INPUT,
			   "'%s' has no commit that upstream '%s' does not have", name,
			   question->source.name);
}

/* Digits that are upstream's, or nobody's: a branch may be called by its id, too. */
static bool is_id(const struct question *question, const char *word)
{
	size_t digits = slice_hex_run(slice_of(word));
	g_autofree char *hex = g_ascii_strdown(word, -1);

	return digits >= 7 && digits == strlen(word) && digits <= COMMIT_ID_HEX &&
	       (history_find_prefix(question->source.history, hex, slice_of(""), NULL) !=
			HISTORY_NONE ||
		!question->repo || !repo_knows(question->repo, word));
}

static bool read_names(struct question *question, char **names, GError **error)
{
	if (names[1] || is_id(question, names[0])) {
		for (char **name = names; *name; name++)
			take_id(question, *name, "command line", NULL, NULL);
		question->name = g_strjoinv(" ", names);
		return true;
	}
	question->name = g_strdup(names[0]);
	if (!question->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    names[0]);
	return read_branch(question, names[0], error);
}

/* What is taken, and the tree to look in. */
static bool read_branch_side(struct question *question, char **names, GError **error)
{
	const struct missing_options *options = question->options;

	question->queue = queue_new();
	question->target = target_new(question->source.history, question->queue);
	taken_init(&question->taken);
	question->words = g_ptr_array_new_with_free_func(g_free);
	question->listed = g_hash_table_new(NULL, NULL);
	if (options->list ? !read_list(question, options->list, error)
			  : !read_names(question, names, error))
		return false;
	if (!options->target)
		return true;
	if (!question->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    options->target);
	return !target_in_base(question->target)
		       ? read_tree(question, options->target, error)
		       : fail(error, WINNOW_ERROR_USAGE,
			      "--target is for commit ids and lists: '%s' says where to look",
			      question->name);
}

static bool read_ignore_lists(struct question *question, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	if (!ignore_read_all(question->options->ignore, warnings, &question->ignore_lists, error))
		return false;
	if (question->ignore_lists->len && !history_knows_paths(question->source.history))
		warn_tell(&question->warn,
			  "the index holds no changed paths (winnow index --paths) and its "
			  "repository is not at hand: paths on ignore lists do not count");
	warn_tell_all(&question->warn, warnings, 0);
	return true;
}

static bool is_ignored(const struct question *question, guint32 position)
{
	struct history *history = question->source.history;
	g_autoptr(GPtrArray) versions = g_ptr_array_new();

	if (question->options->version)
		g_ptr_array_add(versions, question->options->version);
	for (guint i = 0; i < question->ignore_lists->len; i++) {
		const struct ignore_list *list = question->ignore_lists->pdata[i];

		if (ignore_matches_commit(list, &history_at(history, position)->id, versions) ||
		    ignore_matches_paths(list, history_paths(history, position)))
			return true;
	}
	return false;
}

/* Which commit an ambiguous id means cannot be told; that it may be one of the branch's can. */
static void warn_ambiguous(const struct history_reference *reference, void *data)
{
	const struct question *question = data;
	const struct history *history = question->source.history;

	for (guint i = 0; i < question->taken.all->len; i++) {
		guint32 position = g_array_index(question->taken.all, struct taken, i).position;
		const struct history_commit *from, *to = history_at(history, position);

		if (!commit_id_has_prefix(&to->id, reference->hex))
			continue;
		from = history_at(history, reference->from);
		warn_tell(&question->warn,
			  "%s (\"%s\") names several commits, one of them %s, which the branch "
			  "took: %s",
			  commit_id_short(&from->id).text, from->subject,
			  commit_id_short(&to->id).text, reference->line);
		return;
	}
}

/* What has been told of already, and the question. */
struct namesakes {
	const struct question *question;
	GHashTable *told; /* position + 1 of what names a title */
};

/* A title that several commits have means one of them, and only the newest is told of. */
static void warn_namesake(const struct history_reference *reference, guint32 position, void *data)
{
	struct namesakes *namesakes = data;
	const struct question *question = namesakes->question;
	const struct history *history = question->source.history;
	const struct history_commit *from = history_at(history, reference->from);
	const struct history_commit *to = history_at(history, position);
	bool fixes = reference->kind == REFERENCE_FIXES;

	if (target_find(question->target, &from->id, NULL).state != PRESENCE_MISSING ||
	    !g_hash_table_add(namesakes->told, GUINT_TO_POINTER(reference->from + 1)))
		return;
	warn_tell(&question->warn,
		  "%s (\"%s\") %s a commit by a title that several have, one of them %s, which the "
		  "branch took: %s",
		  commit_id_short(&from->id).text, from->subject, fixes ? "fixes" : "reverts",
		  commit_id_short(&to->id).text, reference->line);
}

static void warn_namesakes(const struct question *question, const GArray *missing)
{
	struct namesakes namesakes = { question, g_hash_table_new(NULL, NULL) };
	g_autoptr(GHashTable) all = namesakes_find(question->source.history);

	for (guint i = 0; i < missing->len; i++)
		g_hash_table_add(
			namesakes.told,
			GUINT_TO_POINTER(g_array_index(missing, struct missing, i).position + 1));
	for (guint i = 0; i < question->taken.all->len; i++)
		namesake_each_reference(
			question->source.history, all,
			g_array_index(question->taken.all, struct taken, i).position, warn_namesake,
			&namesakes);
	g_hash_table_unref(namesakes.told);
}

/* Leave out what was not asked for; the number of those on ignore lists. */
static size_t sift(const struct question *question, GArray *missing)
{
	size_t ignored = 0;

	for (guint i = missing->len; i > 0; i--) {
		const struct missing *one = &g_array_index(missing, struct missing, i - 1);
		bool unwanted = (one->reverted && !question->options->all) ||
				(one->kind == FOLLOWUP_MENTION && question->options->no_mentions);

		if (!unwanted && is_ignored(question, one->position)) {
			unwanted = true;
			ignored++;
		}
		if (unwanted)
			g_array_remove_index(missing, i - 1);
	}
	return ignored;
}

static bool ask(struct question *question, const struct global_options *global, char **names,
		bool rebuild, GError **error)
{
	struct missing_options *options = question->options;
	struct source_wish wish = {
		.warn = question->warn,
		.progress = question->progress,
		.rebuild = rebuild,
	};

	if (!places_open_repo(global, &question->repo, error))
		return false;
	if (!options->ignore)
		options->ignore = repo_config_list(question->repo, "winnow.ignore");
	if (!source_open(question->repo, &options->upstream.source, &wish, &question->source,
			 error))
		return false;
	if (!question->source.history)
		return fail(error, WINNOW_ERROR_USAGE,
			    "missing: of which upstream? (--upstream REV, --index FILE, or git "
			    "config winnow.upstream)");
	return read_branch_side(question, names, error) && read_ignore_lists(question, error);
}

static bool parse_options(struct missing_options *options, int argc, char **argv, gint64 *now,
			  GError **error)
{
	if (!cmd_parse_now(options->now, now, error))
		return false;
	if (!format_option_parse(&options->wanted, &options->format, error))
		return false;
	if (argc < 2 && !options->list)
		return fail(error, WINNOW_ERROR_USAGE,
			    "missing: no BRANCH (see winnow missing --help)");
	if (argc > 1 && options->list)
		return fail(error, WINNOW_ERROR_USAGE, "missing: either --list or '%s'", argv[1]);
	return true;
}

/* Have all that will be said in memory, so that a failure shows before a word is said. */
static void read_all(const struct history *history, const GArray *missing)
{
	history_at(history, (guint32)history_length(history) - 1);
	for (guint i = 0; i < missing->len; i++) {
		const struct missing *one = &g_array_index(missing, struct missing, i);

		history_at(history, one->position);
		for (guint k = 0; k < one->ties->len; k++)
			history_at(history, g_array_index(one->ties, struct missing_tie, k).object);
	}
}

static bool answer(struct question *question, gint64 now, const struct global_options *global,
		   enum status *status, GError **error)
{
	g_autoptr(GArray) missing =
		missing_find(question->source.history, question->target, question->taken.all);
	const struct format *format = question->options->format;
	struct missing_report report = {
		.history = question->source.history,
		.upstream_name = question->source.name,
		.branch_name = question->name,
		.n_commits = question->taken.n_commits,
		.n_taken = question->taken.all->len,
		.n_unknown = question->n_unknown,
		.n_ignored = sift(question, missing),
		.missing = missing,
		.now = now,
	};

	history_each_ambiguous(report.history, warn_ambiguous, question);
	warn_namesakes(question, missing);
	read_all(report.history, missing);
	if (history_failure(report.history, NULL))
		return false;
	if (!format->missing(&report, cmd_wants_color(global), stdout) && !ferror(stdout))
		return fail(error, WINNOW_ERROR_SYSTEM, "cannot write %s", format->name);
	/* What could not be looked up is nothing to pass. */
	if (question->options->exit_code && question->n_unknown)
		*status = STATUS_NOT_KEEP;
	for (guint i = 0; question->options->exit_code && i < missing->len; i++)
		if (!g_array_index(missing, struct missing, i).of_gone)
			*status = STATUS_NOT_KEEP;
	return true;
}

/* A question asked once, and once more where the index proved damaged. */
struct inquiry {
	struct missing_options *options;
	const struct global_options *global;
	char **names;
	gint64 now;
	enum status *status;
	struct question question;
};

static void inquiry_clear(struct inquiry *inquiry)
{
	question_clear(&inquiry->question);
}

static bool inquire(bool rebuild, void *data, const struct source **source, GError **error)
{
	struct inquiry *inquiry = data;
	struct question *question = &inquiry->question;

	question_clear(question);
	*question = (struct question){
		.options = inquiry->options,
		.warn = upstream_options_warn(&inquiry->options->upstream),
		.progress = upstream_options_progress(&inquiry->options->upstream),
	};
	*source = &question->source;
	return ask(question, inquiry->global, inquiry->names, rebuild, error) &&
	       answer(question, inquiry->now, inquiry->global, inquiry->status, error);
}

bool cmd_missing(const struct global_options *global, int argc, char **argv, enum status *status,
		 GError **error)
{
	_cleanup_(options_clear) struct missing_options options = {
		.wanted = { .document = DOCUMENT_MISSING },
	};
	g_autofree GOptionEntry *shared = upstream_option_entries(&options.upstream);
	g_autofree GOptionEntry *formats = format_option_entries(&options.wanted);
	g_autofree char *long_help = format_option_help(&options.wanted, help);
	GOptionEntry entries[] = {
		{ "list", 'l', 0, G_OPTION_ARG_FILENAME, &options.list,
		  "Read upstream commit ids from this file", "FILE" },
		{ "target", 't', 0, G_OPTION_ARG_STRING, &options.target,
		  "With ids or a list: the tree that may have more of them", "REV" },
		{ "no-mentions", 0, 0, G_OPTION_ARG_NONE, &options.no_mentions,
		  "Only fixes and reverts, not commits that merely name another", NULL },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &options.all,
		  "Also those that upstream has itself taken back", NULL },
		{ "ignore", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.ignore,
		  "List of paths and commits to leave out; may repeat (winnow.ignore)", "FILE" },
		{ "for", 0, 0, G_OPTION_ARG_STRING, &options.version,
		  "Whose lines of such a list count, e.g. 5.10", "VERSION" },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &options.now,
		  "Tell ages as of this date instead of today", "DATE" },
		{ "exit-code", 0, 0, G_OPTION_ARG_NONE, &options.exit_code,
		  "Exit with 1 when something is missing, mentions too, or an id is unknown",
		  NULL },
		G_OPTION_ENTRY_NULL,
	};
	g_autofree GOptionEntry *own = cmd_join_entries(formats, entries);
	_cleanup_(inquiry_clear) struct inquiry inquiry = { 0 };
	struct warn warn;
	bool helped = false;
	gint64 now = 0;

	if (!cmd_parse(own, shared, "[OPTION...] BRANCH|ID...|--list FILE", summary, long_help,
		       &argc, &argv, &helped, error) ||
	    helped)
		return helped;
	if (!parse_options(&options, argc, argv, &now, error))
		return false;
	warn = upstream_options_warn(&options.upstream);
	inquiry = (struct inquiry){ &options, global, argv + 1, now, status, { 0 } };
	return source_try(inquire, &inquiry, &warn, error);
}
