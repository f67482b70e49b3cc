/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/companion.h"

#include "evidence/tidying.h"
#include "evidence/trait.h"
#include "match/followup.h"

enum {
	COMPANIONS_LIMIT = 8, /* tried, of one patch */
	FOLLOWUPS_LIMIT = 40, /* looked through for them */
};

static void companion_clear(void *data)
{
	fit_clear(&((struct companion *)data)->fit);
}

/* Whether diff, the change of followup, leaves the one of whom it speaks as good without it. */
static const char *tidies(const struct evidence *evidence, const struct followup *followup,
			  const struct diff *diff, const struct diff *of)
{
	const struct history_commit *commit = history_at(evidence->history, followup->position);
	struct tidying tidying = {
		.title = commit->subject,
		.line = followup->line,
		.diff = diff,
		.of = of,
	};
	struct commit read = { 0 };
	const char *says;

	if (repo_read_commit(history_repo(evidence->history), &commit->id, &read, NULL))
		tidying.message = read.message;
	says = tidying_says(&tidying);
	commit_clear(&read);
	return says;
}

static void try_followup(const struct evidence *evidence, const struct followup *followup,
			 const struct diff *of, struct effective *tree, struct renames *renames,
			 GPtrArray *diffs, GArray *out)
{
	const struct history *history = evidence->history;
	struct commit_id id = history_at(history, followup->position)->id;
	struct companion companion = { .position = followup->position, .fit.kind = FIT_UNKNOWN };
	struct diff *diff = g_new0(struct diff, 1);
	struct effective_change change = {
		.diff = diff,
		.maker = 1,
		.renames = renames,
		.position = followup->position,
	};
	char *text = NULL;
	bool cut = false;

	g_ptr_array_add(diffs, diff);
	if (repo_diff(history_repo(history), &id, PATCH_BYTES_LIMIT, &text, &cut, NULL)) {
		diff_parse(diff, text, 1);
		if (!cut && diff_n_files(diff)) {
			fit_try(tree, &change, &companion.fit);
			companion.only = trait_only(diff);
			if (followup->tie == FOLLOWUP_FIX_WORDS)
				companion.tidies = tidies(evidence, followup, diff, of);
		}
	}
	g_array_append_val(out, companion);
}

/* Of a tree that lacks some of the patch only this is sure: it has no such file. */
static void doubt(struct companion *companion)
{
	if (companion->fit.kind == FIT_FOREIGN && companion->fit.no_file)
		return;
	fit_clear(&companion->fit);
	companion->fit.kind = FIT_UNKNOWN;
}

GArray *companions_try(const struct evidence *evidence, const struct patch *patch,
		       struct effective *after, bool whole, struct renames *renames)
{
	const struct upstream *upstream = &evidence->upstreams[patch->position - 1];
	g_autoptr(GPtrArray) diffs = g_ptr_array_new_with_free_func(diff_free);
	_cleanup_(effective_freep) struct effective *tree = NULL;
	g_autoptr(GArray) followups = NULL;
	GArray *out = NULL;

	if (!upstream->positions->len || !history_repo(evidence->history))
		return NULL;
	followups = followups_find(evidence->history, evidence->target, patch, upstream->positions,
				   FOLLOWUPS_LIMIT);
	for (guint i = 0; i < followups->len && (!out || out->len < COMPANIONS_LIMIT); i++) {
		const struct followup *followup = &g_array_index(followups, struct followup, i);

		if (!followup_is_fix(followup->kind) || followup->reverted ||
		    followup->presence.state != PRESENCE_MISSING)
			continue;
		if (!out) {
			tree = effective_layer(after);
			out = g_array_new(FALSE, FALSE, sizeof(struct companion));
			g_array_set_clear_func(out, companion_clear);
		}
		try_followup(evidence, followup, &patch->diff, tree, renames, diffs, out);
		if (!whole)
			doubt(&g_array_index(out, struct companion, out->len - 1));
	}
	return out;
}

bool companions_failed(const GArray *companions)
{
	for (guint i = 0; companions && i < companions->len; i++) {
		enum fit_kind kind = g_array_index(companions, struct companion, i).fit.kind;

		if (kind == FIT_WORK || kind == FIT_FOREIGN)
			return true;
	}
	return false;
}

const struct companion *companion_at(const GArray *companions, guint32 position)
{
	for (guint i = 0; companions && i < companions->len; i++)
		if (g_array_index(companions, struct companion, i).position == position)
			return &g_array_index(companions, struct companion, i);
	return NULL;
}

bool companion_is_tried(const struct companion *companion, const char **conflict)
{
	*conflict = companion->fit.kind == FIT_WORK ? companion->fit.where : NULL;
	return companion->fit.kind == FIT_APPLIES || companion->fit.kind == FIT_WORK;
}

bool companion_is_moot(const struct companion *companion)
{
	return companion->fit.kind == FIT_FOREIGN || companion->fit.kind == FIT_THERE ||
	       companion->only || companion->tidies;
}

char *companion_clause(const struct companion *companion)
{
	g_autofree char *why = NULL;

	if (companion->only)
		return g_strdup_printf(", but it only changes %s", companion->only);
	if (companion->tidies)
		return g_strdup_printf(", but %s", companion->tidies);
	switch (companion->fit.kind) {
	case FIT_APPLIES:
		return g_strdup(", and applies on top");
	case FIT_THERE:
		return g_strdup(", but all that it makes is in the target");
	case FIT_WORK:
		return g_strdup_printf(", and does not apply on top, at %s", companion->fit.where);
	case FIT_FOREIGN:
		why = fit_foreign_clause(&companion->fit);
		return g_strdup_printf(", but its code is not there: %s", why);
	default:
		return g_strdup("");
	}
}
