/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence/companion.h"

#include "evidence/tidying.h"
#include "evidence/trait.h"
#include "match/code-there.h"
#include "match/followup.h"

enum {
	COMPANIONS_LIMIT = 8, /* tried, of one patch */
	FOLLOWUPS_LIMIT = 40, /* looked through for them */
	FEWEST_LINES = 4,     /* of which that none is there says that the code is not */
};

static void companion_clear(void *data)
{
	g_free(((struct companion *)data)->where);
}

/* The first file that it changes, does not make and the tree lacks; NULL if it has one of them. */
static const char *file_not_there(struct effective *tree, const struct effective_change *change)
{
	const char *first = NULL;

	for (size_t i = 0; i < diff_n_files(change->diff); i++) {
		const struct diff_file *file = diff_file_at(change->diff, i);
		const GArray *lines = NULL;

		if (!file->old_path || effective_is_prose(file->old_path))
			continue;
		if (effective_name(tree, change, file->old_path) ||
		    effective_lines(tree, file->old_path, &lines) == REPO_FILE_UNREADABLE)
			return NULL;
		first = first ? first : file->old_path;
	}
	return first;
}

/* Whether nothing of what it changes is there; what it stands between counts where that is all. */
static bool is_foreign(const struct code_there *code)
{
	if (code->total[CODE_REMOVED])
		return !code->found[CODE_REMOVED];
	return !code->found[CODE_AROUND] && code->total[CODE_AROUND] >= FEWEST_LINES;
}

/* Of one that does not apply. */
static void look_closer(struct effective *tree, const struct effective_change *change,
			struct application *application, struct companion *out)
{
	const char *absent = file_not_there(tree, change);
	struct code_there code;

	code_there_look(tree, change, NULL, &code);
	if (absent || is_foreign(&code)) {
		out->outcome = COMPANION_FOREIGN;
		out->no_file = absent;
		out->removes = code.total[CODE_REMOVED] > 0;
		out->where = g_strdup(absent ? absent : code.path);
	} else {
		out->outcome = COMPANION_ADAPTED;
		out->where = g_strdup(application->where);
	}
	code_there_clear(&code);
}

static void try_change(struct effective *tree, const struct effective_change *change,
		       struct companion *out)
{
	_cleanup_(effective_freep) struct effective *layer = effective_layer(tree);
	struct application application;

	effective_apply(layer, change, &application);
	if (application.kind == APPLICATION_ALREADY)
		out->outcome = COMPANION_THERE;
	else if (application_succeeded(&application))
		out->outcome = COMPANION_APPLIES;
	else if (application.kind != APPLICATION_UNKNOWN)
		look_closer(tree, change, &application, out);
	if (out->outcome == COMPANION_APPLIES)
		effective_keep(layer);
	application_clear(&application);
}

/* Their diffs live as long as the tree that they were applied to. */
static void diff_free(void *data)
{
	diff_clear(data);
	g_free(data);
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
	struct companion companion = { .position = followup->position,
				       .outcome = COMPANION_UNKNOWN };
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
			try_change(tree, &change, &companion);
			companion.only = trait_only(diff);
			if (followup->tie == FOLLOWUP_FIX_WORDS)
				companion.tidies = tidies(evidence, followup, diff, of);
		}
	}
	g_array_append_val(out, companion);
}

GArray *companions_try(const struct evidence *evidence, const struct patch *patch,
		       struct effective *after, struct renames *renames)
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
	}
	return out;
}

bool companions_failed(const GArray *companions)
{
	for (guint i = 0; companions && i < companions->len; i++) {
		enum companion_outcome outcome =
			g_array_index(companions, struct companion, i).outcome;

		if (outcome == COMPANION_ADAPTED || outcome == COMPANION_FOREIGN)
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

bool companion_is_moot(const struct companion *companion)
{
	return companion->outcome == COMPANION_FOREIGN || companion->outcome == COMPANION_THERE ||
	       companion->only || companion->tidies;
}

char *companion_clause(const struct companion *companion)
{
	if (companion->only)
		return g_strdup_printf(", but it only changes %s", companion->only);
	if (companion->tidies)
		return g_strdup_printf(", but %s", companion->tidies);
	switch (companion->outcome) {
	case COMPANION_APPLIES:
		return g_strdup(", and applies on top");
	case COMPANION_THERE:
		return g_strdup(", but all that it makes is in the target");
	case COMPANION_ADAPTED:
		return g_strdup_printf(", and needs its own backport: it does not apply on top, "
				       "at %s",
				       companion->where);
	case COMPANION_FOREIGN:
		return companion->no_file
			       ? g_strdup_printf(", but its code is not there: the target has no "
						 "%s",
						 companion->where)
			       : g_strdup_printf(", but its code is not there: no line that it "
						 "%s is in %s",
						 companion->removes ? "removes" : "stands between",
						 companion->where);
	default:
		return g_strdup("");
	}
}
