/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/inquiry.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "evidence/ignore.h"
#include "match/missing-cves.h"
#include "match/namesake.h"
#include "match/taken.h"
#include "message/nomination.h"
#include "read/backport-list.h"
#include "review/cve-source.h"
#include "review/decided.h"
#include "review/missing-others.h"
#include "review/missing-severity.h"

struct inquiry {
	const struct inquiry_options *options;
	struct repo *repo;
	struct source source;
	struct queue *queue;   /* empty: what is asked is about a tree */
	struct target *target; /* knows no base when only a list was given */
	struct taken_list taken;
	struct backport_list *list; /* NULL: none was given */
	char **list_text;	    /* its file's, once read; whose asks */
	GPtrArray *ignore_lists;
	struct decisions *decisions; /* NULL: none count */
	char *tree;		     /* whose decisions count; NULL: those for all */
	struct cve_source cves;
	GArray *open_cves; /* struct open_cve; NULL: no records were given */
	GPtrArray *lent;   /* to missing, by missing_of_cves() */
	GArray *missing;   /* struct missing */
	size_t n_unknown;  /* ids given that upstream does not have */
	char *name;
	struct missing_report report;
};

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
	g_free(inquiry->tree);
	g_free(inquiry->name);
	g_free(inquiry);
}

const struct missing_report *inquiry_report(const struct inquiry *inquiry)
{
	return &inquiry->report;
}

/* One upstream commit as people name it; where says whence, for warnings. */
static void take_id(struct inquiry *inquiry, const struct backport *backport, const char *where)
{
	bool unknown = false;
	const char *wrong = taken_add_listed(&inquiry->taken, inquiry->source.history, backport->id,
					     backport->owner, backport->path, &unknown);

	inquiry->n_unknown += unknown;
	if (wrong)
		warn_tell(&inquiry->options->warn, "%s: %s '%s'", where, wrong, backport->id);
}

/* *text is what was read of it before: standard input can be read but once. */
static bool read_list_text(const char *path, char **text, GError **error)
{
	g_autofree char *bytes = NULL;
	size_t length = 0;

	if (*text)
		return true;
	if (!file_read(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &bytes, &length, error))
		return false;
	*text = text_to_utf8(bytes, length, NULL);
	return true;
}

static bool read_list(struct inquiry *inquiry, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	const char *name = inquiry->options->list;

	if (!read_list_text(name, inquiry->list_text, error))
		return false;
	inquiry->list = backport_list_parse(*inquiry->list_text, warnings);
	for (guint i = 0; i < warnings->len; i++)
		warn_tell(&inquiry->options->warn, "%s:%s", name, (const char *)warnings->pdata[i]);
	for (size_t i = 0; i < backport_list_length(inquiry->list); i++) {
		const struct backport *backport = backport_list_at(inquiry->list, i);
		g_autofree char *where = g_strdup_printf("%s:%zu", name, backport->line);

		take_id(inquiry, backport, where);
	}
	if (!backport_list_length(inquiry->list))
		return fail(error, WINNOW_ERROR_INPUT, "'%s' lists no commit", name);
	inquiry->name = g_strdup(name);
	return true;
}

/* Read the tree to look in. */
static bool read_tree(struct inquiry *inquiry, const char *revision, GError **error)
{
	struct commit_id id;

	return repo_resolve(inquiry->repo, revision, &id, error) &&
	       target_read_base(inquiry->target, inquiry->repo, &id, inquiry->options->progress,
				error);
}

/* "A..B": what B has and A has not; "B": what it has beyond upstream. */
static bool read_branch(struct inquiry *inquiry, const char *name, GError **error)
{
	const char *dots = strstr(name, "..");
	g_autofree char *from = dots ? g_strndup(name, (gsize)(dots - name)) : NULL;
	const char *to = dots ? dots + 2 : name;
	struct commit_id start;

	if (*to == '.')
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is a symmetric difference: a branch is a range 'A..B'", name);
	if (!read_tree(inquiry, *to ? to : "HEAD", error) ||
	    (from && !repo_resolve(inquiry->repo, *from ? from : "HEAD", &start, error)) ||
	    !taken_add_tree(&inquiry->taken, inquiry->source.history, inquiry->target,
			    inquiry->repo, from ? &start : NULL, error))
		return false;
	/* A release has no commits of its own, and may have open vulnerabilities. */
	if (inquiry->taken.n_commits || (inquiry->options->only_cves && !dots))
		return true;
	return dots ? fail(error, WINNOW_ERROR_INPUT,
			   "range '%s' holds no commit: is it the right way round?", name)
		    : fail(error, WINNOW_ERROR_INPUT,
			   "'%s' has no commit that upstream '%s' does not have", name,
			   inquiry->source.name);
}

/* Digits that are upstream's, or nobody's: a branch may be called by its id, too. */
static bool is_id(const struct inquiry *inquiry, const char *word)
{
	size_t digits = slice_hex_run(slice_of(word));
	g_autofree char *hex = g_ascii_strdown(word, -1);

	return digits >= 7 && digits == strlen(word) && digits <= COMMIT_ID_HEX &&
	       (history_find_prefix(inquiry->source.history, hex, slice_of(""), NULL) !=
			HISTORY_NONE ||
		!inquiry->repo || !repo_knows(inquiry->repo, word));
}

static bool read_names(struct inquiry *inquiry, char *const *names, GError **error)
{
	if (names[1] || is_id(inquiry, names[0])) {
		for (char *const *name = names; *name; name++)
			take_id(inquiry, &(struct backport){ .id = *name }, "command line");
		inquiry->name = g_strjoinv(" ", (char **)names);
		return true;
	}
	inquiry->name = g_strdup(names[0]);
	if (!inquiry->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    names[0]);
	return read_branch(inquiry, names[0], error);
}

/* What is taken, and the tree to look in. */
static bool read_branch_side(struct inquiry *inquiry, GError **error)
{
	const struct inquiry_options *options = inquiry->options;

	inquiry->queue = queue_new();
	inquiry->target = target_new(inquiry->source.history, inquiry->queue);
	taken_init(&inquiry->taken);
	if (options->list ? !read_list(inquiry, error)
			  : !read_names(inquiry, options->names, error))
		return false;
	if (!options->target)
		return true;
	if (!inquiry->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    options->target);
	return !target_in_base(inquiry->target)
		       ? read_tree(inquiry, options->target, error)
		       : fail(error, WINNOW_ERROR_USAGE,
			      "--target is for commit ids and lists: '%s' says where to look",
			      inquiry->name);
}

static bool read_ignore_lists(struct inquiry *inquiry, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	if (!ignore_read_all(inquiry->options->ignore, warnings, &inquiry->ignore_lists, error))
		return false;
	if (inquiry->ignore_lists->len && !history_knows_paths(inquiry->source.history))
		warn_tell(&inquiry->options->warn,
			  "the index holds no changed paths (winnow index --paths) and its "
			  "repository is not at hand: paths on ignore lists do not count");
	warn_tell_all(&inquiry->options->warn, warnings, 0);
	return true;
}

static bool is_ignored(const struct inquiry *inquiry, guint32 position)
{
	struct history *history = inquiry->source.history;
	g_autoptr(GPtrArray) versions = g_ptr_array_new();

	if (inquiry->options->version)
		g_ptr_array_add(versions, (char *)inquiry->options->version);
	for (guint i = 0; i < inquiry->ignore_lists->len; i++) {
		const struct ignore_list *list = inquiry->ignore_lists->pdata[i];

		if (ignore_matches_commit(list, &history_at(history, position)->id, versions) ||
		    ignore_matches_paths(list, history_paths(history, position)))
			return true;
	}
	return false;
}

/* The version that the branch's name holds: its end's, its start's, or the other tree's. */
static char *tree_of(const struct inquiry *inquiry)
{
	const struct inquiry_options *options = inquiry->options;
	/* Ids and lists are no names of a tree, though they hold digits. */
	bool is_named = !options->list && !options->names[1] && !is_id(inquiry, options->names[0]);
	const char *dots = is_named ? strstr(inquiry->name, "..") : NULL;
	g_autofree char *start =
		dots ? g_strndup(inquiry->name, (gsize)(dots - inquiry->name)) : NULL;
	const char *const names[] = { options->version, options->target, dots ? dots + 2 : NULL,
				      start, is_named ? inquiry->name : NULL };
	char *tree = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(names) && !tree; i++)
		tree = names[i] ? nomination_tree_of_branch(names[i]) : NULL;
	return tree;
}

static bool read_decisions(struct inquiry *inquiry, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	if (!inquiry->options->decisions)
		return true;
	if (!decisions_open(inquiry->options->decisions, warnings, &inquiry->decisions, error))
		return false;
	inquiry->tree = tree_of(inquiry);
	warn_tell_all(&inquiry->options->warn, warnings, 0);
	return true;
}

/* Whether nobody wants position for the sake of object. */
static bool is_decided_for(const struct inquiry *inquiry, guint32 position, guint32 object)
{
	const struct history *history = inquiry->source.history;
	struct decided decided = {
		.decisions = inquiry->decisions,
		.history = history,
		.target = inquiry->target,
		.repos = { inquiry->repo, inquiry->source.upstream_repo },
		.tree = inquiry->tree,
		.now = inquiry->options->now,
	};

	return inquiry->decisions && decided_unwanted(&decided, &history_at(history, position)->id,
						      &history_at(history, object)->id);
}

/* Whether nobody wants it, whatever it follows. */
static bool is_decided(const struct inquiry *inquiry, const struct missing *missing)
{
	for (guint i = 0; i < missing->ties->len; i++)
		if (!is_decided_for(inquiry, missing->position,
				    g_array_index(missing->ties, struct missing_tie, i).object))
			return false;
	return missing->ties->len;
}

/* Whether a fix of an open vulnerability is left out; which of both is counted. */
static bool is_hole_unwanted(const struct inquiry *inquiry, const struct cve_hole *hole,
			     bool *ignored)
{
	guint32 fix = hole->tie->fixing.position, bug = hole->tie->breaking.position;

	if (fix == HISTORY_NONE)
		return false;
	*ignored = is_ignored(inquiry, fix);
	return *ignored || is_decided_for(inquiry, fix, bug == HISTORY_NONE ? fix : bug);
}

/* Leave out those of which no fix is wanted; how many, likewise. */
static size_t sift_cves(const struct inquiry *inquiry, GArray *open, size_t *n_decided)
{
	size_t n_ignored = 0;

	for (guint i = open->len; i > 0; i--) {
		struct open_cve *one = &g_array_index(open, struct open_cve, i - 1);
		bool ignored = false;

		for (guint k = one->holes->len; k > 0; k--)
			if (is_hole_unwanted(inquiry,
					     &g_array_index(one->holes, struct cve_hole, k - 1),
					     &ignored))
				g_array_remove_index(one->holes, k - 1);
		if (one->holes->len)
			continue;
		n_ignored += ignored;
		*n_decided += !ignored;
		g_array_remove_index(open, i - 1);
	}
	return n_ignored;
}

/* Leave out what was not asked for; how many were on ignore lists, and decided not to be wanted. */
static size_t sift(const struct inquiry *inquiry, GArray *missing, size_t *n_decided)
{
	size_t ignored = 0;

	for (guint i = missing->len; i > 0; i--) {
		const struct missing *one = &g_array_index(missing, struct missing, i - 1);
		bool unwanted = (one->reverted && !inquiry->options->all) ||
				(one->kind == FOLLOWUP_MENTION && inquiry->options->no_mentions);

		if (!unwanted && is_ignored(inquiry, one->position)) {
			unwanted = true;
			ignored++;
		}
		if (!unwanted && is_decided(inquiry, one)) {
			unwanted = true;
			++*n_decided;
		}
		if (unwanted)
			g_array_remove_index(missing, i - 1);
	}
	return ignored;
}

/* Which commit an ambiguous id means cannot be told; that it may be one of the branch's can. */
static void warn_ambiguous(const struct history_reference *reference, void *data)
{
	const struct inquiry *inquiry = data;
	const struct history *history = inquiry->source.history;

	for (guint i = 0; i < inquiry->taken.all->len; i++) {
		guint32 position = g_array_index(inquiry->taken.all, struct taken, i).position;
		const struct history_commit *from, *to = history_at(history, position);

		if (!commit_id_has_prefix(&to->id, reference->hex))
			continue;
		from = history_at(history, reference->from);
		warn_tell(&inquiry->options->warn,
			  "%s (\"%s\") names several commits, one of them %s, which the branch "
			  "took: %s",
			  commit_id_short(&from->id).text, from->subject,
			  commit_id_short(&to->id).text, reference->line);
		return;
	}
}

/* What has been told of already, and the inquiry. */
struct namesakes {
	const struct inquiry *inquiry;
	GHashTable *told; /* position + 1 of what names a title */
};

/* A title that several commits have means one of them, and only the newest is told of. */
static void warn_namesake(const struct history_reference *reference, guint32 position, void *data)
{
	struct namesakes *namesakes = data;
	const struct inquiry *inquiry = namesakes->inquiry;
	const struct history *history = inquiry->source.history;
	const struct history_commit *from = history_at(history, reference->from);
	const struct history_commit *to = history_at(history, position);
	bool fixes = reference->kind == REFERENCE_FIXES;

	if (target_find(inquiry->target, &from->id, NULL).state != PRESENCE_MISSING ||
	    !g_hash_table_add(namesakes->told, GUINT_TO_POINTER(reference->from + 1)))
		return;
	warn_tell(&inquiry->options->warn,
		  "%s (\"%s\") %s a commit by a title that several have, one of them %s, which the "
		  "branch took: %s",
		  commit_id_short(&from->id).text, from->subject, fixes ? "fixes" : "reverts",
		  commit_id_short(&to->id).text, reference->line);
}

static void warn_namesakes(const struct inquiry *inquiry, const GArray *missing)
{
	struct namesakes namesakes = { inquiry, g_hash_table_new(NULL, NULL) };
	g_autoptr(GHashTable) all = namesakes_find(inquiry->source.history);

	for (guint i = 0; i < missing->len; i++)
		g_hash_table_add(
			namesakes.told,
			GUINT_TO_POINTER(g_array_index(missing, struct missing, i).position + 1));
	for (guint i = 0; i < inquiry->taken.all->len; i++)
		namesake_each_reference(inquiry->source.history, all,
					g_array_index(inquiry->taken.all, struct taken, i).position,
					warn_namesake, &namesakes);
	g_hash_table_unref(namesakes.told);
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

/* How bad it is; the rules are read only where something is missing. */
static bool find_severities(struct inquiry *inquiry, GError **error)
{
	const struct inquiry_options *options = inquiry->options;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	_cleanup_(rules_freep) struct rules *rules = NULL;

	if (!inquiry->missing->len)
		return true;
	if (options->least && !history_repo(inquiry->source.history))
		warn_tell(&options->warn,
			  "no repository of upstream is at hand: how bad what is missing is can be "
			  "told by subjects alone");
	if (!rules_load_severities((const char *const *)options->rules, problems, &rules, error))
		return false;
	missing_severities_find(inquiry->source.history, rules, inquiry->missing, &options->warn);
	inquiry->report.n_milder = missing_severities_sift(inquiry->missing, options->least);
	return true;
}

/* Of what is told, what each would take. */
static bool find_fits(const struct inquiry *inquiry, GError **error)
{
	const struct inquiry_options *options = inquiry->options;
	_cleanup_(fit_finder_freep) struct fit_finder *finder = NULL;

	if (!options->apply)
		return true;
	if (!target_in_base(inquiry->target))
		return fail(error, WINNOW_ERROR_USAGE,
			    "--apply: of '%s' there is no tree to try on (use --target)",
			    inquiry->name);
	finder = fit_finder_new(inquiry->source.history, inquiry->target,
				options->source->no_index ? NULL : options->names_directory,
				options->progress);
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
	const char *dots = inquiry->name ? strstr(inquiry->name, "..") : NULL;
	g_autofree char *tree = tree_of(inquiry);
	const char *const called[] = { options->target, dots && dots[2] ? dots + 2 : NULL,
				       dots || options->list ? NULL : inquiry->name, tree };
	struct others_asked asked = {
		.repo = inquiry->repo,
		.history = inquiry->source.history,
		.target = inquiry->target,
		.trees = options->trees,
		.names = called,
		.n_names = G_N_ELEMENTS(called),
		.names_directory = options->names_directory,
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
	ignored = sift(inquiry, inquiry->missing, n_decided);
	history_each_ambiguous(history, warn_ambiguous, inquiry);
	warn_namesakes(inquiry, inquiry->missing);
	return ignored;
}

/* Which vulnerabilities are open; how many are not, since what fixes them is ignored. */
static size_t find_cves(struct inquiry *inquiry, size_t *n_decided)
{
	const struct history *history = inquiry->source.history;
	size_t ignored;

	inquiry->open_cves =
		open_cves_find(inquiry->cves.cves, history, inquiry->target, inquiry->taken.all);
	ignored = sift_cves(inquiry, inquiry->open_cves, n_decided);
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
	       read_branch_side(inquiry, error) && read_ignore_lists(inquiry, error) &&
	       read_decisions(inquiry, error) && find_missing(inquiry, error);
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
	attempt->inquiry->list_text = &attempt->list_text;
	*source = &attempt->inquiry->source;
	return inquire(attempt->inquiry, rebuild, error);
}

bool inquiry_new(struct repo *repo, const struct inquiry_options *options, struct inquiry **out,
		 GError **error)
{
	struct attempt attempt = { repo, options, NULL, NULL };

	bool ok = source_try(attempt_inquiry, &attempt, &options->warn, error);

	g_free(attempt.list_text);
	if (ok)
		*out = attempt.inquiry;
	else
		inquiry_free(attempt.inquiry);
	return ok;
}
