/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trees/state.h"

#include <string.h>

#include "match/fit.h"
#include "message/nomination.h"
#include "trees/bug.h"

enum { FORGET_AFTER = 50 }; /* commits, whose files in the tree are kept */

static const struct {
	const char *word, *cell, *says;
} names[] = {
#define X(name, word, cell, says) [STATE_##name] = { word, cell, says },
	STATES(X)
#undef X
};

const char *state_word(enum state_kind kind)
{
	return names[kind].word;
}

const char *state_cell(enum state_kind kind)
{
	return names[kind].cell;
}

const char *state_says(enum state_kind kind)
{
	return names[kind].says;
}

void state_clear(struct state *state)
{
	g_free(state->proof);
	g_free(state->says);
	if (state->with)
		g_array_unref(state->with);
	*state = (struct state){ .kind = STATE_UNKNOWN, .culprit = HISTORY_NONE };
}

struct view_of_tree {
	const struct view_of_tree_options *options;
	struct target *target;
	struct since *since;
	struct effective *files; /* like the rest NULL: not yet asked for */
	size_t n_asked;		 /* of these files */
	struct renames *renames;
	struct fit_finder *finder;
	char *version;
	bool apart;
};

bool view_of_tree_open(const struct tree *tree, const struct view_of_tree_options *options,
		       struct view_of_tree **out, GError **error)
{
	_cleanup_(target_freep) struct target *target =
		target_new(options->history, options->queue);
	struct view_of_tree *view;

	if (!target_read_tree(target, options->repo, &tree->tip,
			      tree->base_name ? &tree->base : NULL, options->progress, error))
		return false;
	view = g_new0(struct view_of_tree, 1);
	view->options = options;
	view->target = g_steal_pointer(&target);
	view->since = since_new(options->tags, options->history, view->target);
	view->version = tree_version(tree);
	view->apart = !memchr(target_in_base(view->target), 1, history_length(options->history));
	*out = view;
	return true;
}

void view_of_tree_free(struct view_of_tree *view)
{
	if (!view)
		return;
	if (view->finder)
		fit_finder_free(view->finder);
	if (view->renames)
		renames_free(view->renames);
	if (view->files)
		effective_free(view->files);
	since_free(view->since);
	target_free(view->target);
	g_free(view->version);
	g_free(view);
}

const struct target *view_of_tree_target(const struct view_of_tree *view)
{
	return view->target;
}

/* All files that were looked into stay in memory. */
static struct effective *files_of(struct view_of_tree *view)
{
	struct commit_id tip;

	if (view->files && view->n_asked++ == FORGET_AFTER)
		g_clear_pointer(&view->files, effective_free);
	if (!view->files) {
		view->files = effective_new(target_repo(view->target, &tip), &tip);
		view->n_asked = 0;
	}
	return view->files;
}

static struct renames *renames_of(struct view_of_tree *view)
{
	if (!view->renames)
		view->renames = renames_new(view->options->history, target_in_base(view->target));
	return view->renames;
}

/* It has the commit, or had it. */
static bool find_had(const struct view_of_tree *view, guint32 position, struct state *out)
{
	const struct history *history = view->options->history;
	const struct target *target = view->target;
	struct presence presence = target_find(target, &history_at(history, position)->id, NULL);

	if (target_took(target, position) && target_took_back(target, position)) {
		out->kind = STATE_REVERTED;
		out->has_commit = target_took_back_by(target, position, &out->commit);
		out->inherited =
			out->has_commit && history_find(history, &out->commit) != HISTORY_NONE;
		out->says = out->has_commit ? g_strdup_printf("%s took it back",
							      commit_id_short(&out->commit).text)
					    : g_strdup("it was taken back");
		return true;
	}
	if (presence.state != PRESENCE_BASE)
		return false;
	out->kind = STATE_HAS;
	out->has_commit = presence.has_commit;
	out->commit = presence.commit;
	out->inherited =
		!presence.has_commit || history_find(history, &presence.commit) != HISTORY_NONE;
	out->release = since_first(view->since, &presence, position);
	out->says = presence.has_commit ? g_strdup_printf("%s brought it",
							  commit_id_short(&presence.commit).text)
					: g_strdup("it is upstream's own");
	return true;
}

/* Upstream itself went back on it. */
static bool find_given_up(const struct view_of_tree *view, guint32 position, struct state *out)
{
	const struct history *history = view->options->history;
	guint32 by;

	if (!history_is_reverted(history, position, &by))
		return false;
	out->kind = STATE_REVERTED;
	out->has_commit = out->by_upstream = true;
	out->commit = history_at(history, by)->id;
	out->says = g_strdup_printf("upstream took it back with %s",
				    commit_id_short(&out->commit).text);
	return true;
}

/* Append to what is said. */
static void say(struct state *state, char *clause)
{
	char *before = state->says;

	state->says = before ? g_strdup_printf("%s; %s", before, clause) : g_strdup(clause);
	g_free(before);
	g_free(clause);
}

static void take_members(const struct fit *fit, struct state *out)
{
	out->with = g_array_new(FALSE, FALSE, sizeof(guint32));
	for (guint i = 0; i < fit->prerequisites.members->len; i++)
		g_array_append_val(
			out->with,
			g_array_index(fit->prerequisites.members, struct prerequisite, i).position);
}

/* Nothing is left to do: what it adds is there, or what it removes is not. */
static void settle(bool only_removes, struct state *out)
{
	out->kind = only_removes ? STATE_NOT_THERE : STATE_HAS;
	if (only_removes)
		g_clear_pointer(&out->says, g_free);
	say(out, g_strdup(only_removes ? "it only removes lines, and they are not there"
				       : "all that it makes is there without it"));
}

/* The bug is there: what would it take? */
static void try_fit(struct view_of_tree *view, guint32 position, bool only_removes,
		    struct state *out)
{
	const struct view_of_tree_options *options = view->options;
	struct fit fit;

	if (!view->finder)
		view->finder = fit_finder_new(options->history, view->target,
					      options->names_directory, options->progress);
	if (!view->finder)
		return;
	fit_find(view->finder, position, &fit);
	switch (fit.kind) {
	case FIT_APPLIES:
		out->kind = STATE_NEEDS;
		break;
	case FIT_ON_TOP:
		out->kind = STATE_NEEDS_WORK;
		take_members(&fit, out);
		say(out, g_strdup_printf("it applies on top of %u %s", out->with->len,
					 out->with->len == 1 ? "other commit" : "others"));
		break;
	case FIT_THERE:
		settle(only_removes, out);
		break;
	case FIT_WORK:
		out->kind = STATE_NEEDS_WORK;
		say(out, fit.where && !fit.by_name
				 ? g_strdup_printf("it does not apply at %s", fit.where)
				 : fit_work_clause(&fit, options->history));
		break;
	case FIT_FOREIGN:
		out->kind = STATE_UNKNOWN;
		say(out, fit_foreign_clause(&fit));
		break;
	case FIT_UNKNOWN:
		out->kind = STATE_NEEDS_WORK;
		say(out, g_strdup("it cannot be tried"));
		break;
	}
	fit_clear(&fit);
}

static void take_bug(struct bug *bug, struct state *out)
{
	out->culprit = bug->culprit;
	out->culprit_there = bug->state == BUG_THERE && bug->culprit != HISTORY_NONE;
	out->culprit_own = out->culprit_there && bug->presence.has_commit;
	if (out->culprit_own)
		out->culprit_commit = bug->presence.commit;
	out->proof = g_steal_pointer(&bug->proof);
	out->says = g_steal_pointer(&bug->says);
}

void state_find(struct view_of_tree *view, guint32 position, struct state *out)
{
	struct history *history = view->options->history;
	struct bug bug;

	*out = (struct state){ .kind = STATE_UNKNOWN, .culprit = HISTORY_NONE };
	if (find_had(view, position, out) || find_given_up(view, position, out))
		return;
	if (history_at(history, position)->merge || !history_repo(history)) {
		out->says = g_strdup(history_repo(history) ? "it is a merge, and not in it"
							   : "its repository is not at hand");
		return;
	}
	bug_find(&(struct bug_place){ history, view->target, files_of(view), renames_of(view),
				      view->apart, view->version },
		 position, &bug);
	take_bug(&bug, out);
	if (bug.state == BUG_NOT_THERE)
		out->kind = STATE_NOT_THERE;
	else if (bug.state == BUG_THERE)
		try_fit(view, position, bug.only_removes, out);
	bug_clear(&bug);
}

void state_find_had(struct view_of_tree *view, guint32 position, struct state *out)
{
	*out = (struct state){ .kind = STATE_UNKNOWN, .culprit = HISTORY_NONE };
	find_had(view, position, out);
}
