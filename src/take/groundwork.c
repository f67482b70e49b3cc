/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "take/groundwork.h"

#include "evidence/fact.h"
#include "match/fit.h"
#include "match/followup.h"
#include "read/diff.h"
#include "take/assembly.h"
#include "take/fitting.h"

enum { FOLLOWUPS_LIMIT = 8 }; /* of one needed commit */

struct groundwork {
	const struct target *target;
	struct history *history;
	struct fit_finder *finder;
};

struct groundwork *groundwork_new(const struct run *review)
{
	struct fit_finder *finder = run_fit_finder(review);
	struct groundwork *groundwork;

	if (!finder)
		return NULL;
	groundwork = g_new0(struct groundwork, 1);
	groundwork->target = run_target(review);
	groundwork->history = run_history(review);
	groundwork->finder = finder;
	return groundwork;
}

void groundwork_free(struct groundwork *groundwork)
{
	if (!groundwork)
		return;
	fit_finder_free(groundwork->finder);
	g_free(groundwork);
}

/* What they change, struct diff *. */
static GPtrArray *diffs_of(const GPtrArray *parts)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(diff_free);

	for (guint i = 0; i < parts->len; i++) {
		const struct material *material = &((struct part *)parts->pdata[i])->material;
		struct diff *diff = g_new0(struct diff, 1);
		gsize length = 0;
		const char *text = g_bytes_get_data(material->diff, &length);

		diff_parse(diff, g_strndup(text ? text : "", length), material->strip);
		g_ptr_array_add(out, diff);
	}
	return out;
}

static const struct prerequisite *member_at(const struct fit *fit, guint number)
{
	return &g_array_index(fit->prerequisites.members, struct prerequisite, number);
}

static bool is_member(const struct fit *fit, guint32 position)
{
	for (guint i = 0; i < fit->prerequisites.members->len; i++)
		if (member_at(fit, i)->position == position)
			return true;
	return false;
}

/* "it needs 4 commits first, of 12 lines". NULL: it is no more than is taken unasked. */
static char *say_much(const struct fit *fit)
{
	guint n = fit->prerequisites.members->len;
	size_t lines = prerequisites_lines(&fit->prerequisites);

	return n <= PREREQUISITES_FEW && lines <= PREREQUISITES_FEW_LINES
		       ? NULL
		       : g_strdup_printf(
				 "it applies only on top of %u commit%s with %zu lines that "
				 "are no fix, which is more than is taken unasked",
				 n, n == 1 ? "" : "s", lines);
}

/* Whether upstream repaired it, and who takes it would need that next. */
static bool lacks_fix(const struct groundwork *groundwork, const struct fit *fit, guint32 position,
		      guint32 companion)
{
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) followups = NULL;

	g_array_append_val(positions, position);
	followups = followups_find(groundwork->history, groundwork->target, NULL, positions,
				   FOLLOWUPS_LIMIT);
	for (guint i = 0; i < followups->len; i++) {
		const struct followup *followup = &g_array_index(followups, struct followup, i);

		if (followup_is_fix(followup->kind) && !followup->reverted && !followup->before &&
		    followup->presence.state == PRESENCE_MISSING &&
		    followup->position != companion && !is_member(fit, followup->position))
			return true;
	}
	return false;
}

static char *name_at(const struct groundwork *groundwork, guint32 position)
{
	const struct history_commit *commit = history_at(groundwork->history, position);

	return fact_commit_name(&commit->id, commit->subject);
}

/* Why the set is not to be taken unasked: a clause about the companion. NULL: it is. */
static char *find_objection(const struct groundwork *groundwork, const struct fit *fit,
			    guint32 companion)
{
	for (guint i = 0; i < fit->prerequisites.members->len; i++) {
		const struct prerequisite *one = member_at(fit, i);
		const char *what = one->reverted ? "upstream took back"
				   : lacks_fix(groundwork, fit, one->position, companion)
					   ? "upstream had to fix"
					   : NULL;
		g_autofree char *name = what ? name_at(groundwork, one->position) : NULL;

		if (what)
			return g_strdup_printf("it needs %s, which %s", name, what);
	}
	return say_much(fit);
}

static struct piece *piece_of(const struct groundwork *groundwork, const struct prerequisite *one,
			      guint32 companion, const struct piece *user)
{
	const struct history_commit *commit = history_at(groundwork->history, one->position);
	g_autofree char *name = fact_commit_name(&commit->id, commit->subject);
	g_autofree char *needing =
		name_at(groundwork, one->user == HISTORY_NONE ? companion : one->user);
	g_autofree char *how = one->why == PREREQUISITE_NAME
				       ? g_strdup_printf("uses %s of", one->name)
			       : one->why == PREREQUISITE_TEXT ? g_strdup("applies only on top of")
							       : g_strdup("says that it needs");
	struct piece piece = {
		.kind = PIECE_PREREQUISITE,
		.review = user->review,
		.id = commit->id,
		.subject = g_strdup(commit->subject),
		.reason =
			g_strdup_printf("%s %s %s, which is missing (%s, %zu line%s)", needing, how,
					name, one->is_fix ? "a fix itself" : "no fix by its tags",
					one->lines_changed, one->lines_changed == 1 ? "" : "s"),
		.proof = g_strdup(one->proof),
		.user = user,
	};

	return g_memdup2(&piece, sizeof(piece));
}

GPtrArray *groundwork_find(struct groundwork *groundwork, struct scratch *tree,
			   const GPtrArray *parts, const struct piece *companion, char **why)
{
	guint32 position = history_find(groundwork->history, &companion->id);
	_cleanup_(effective_freep) struct effective *files = fitting_tree(tree);
	g_autoptr(GPtrArray) diffs = diffs_of(parts);
	GPtrArray *out = NULL;
	struct fit fit;

	*why = NULL;
	if (position == HISTORY_NONE)
		return NULL;
	fit_find_on(groundwork->finder, position, files, diffs, &fit);
	if (fit.kind == FIT_ON_TOP)
		*why = find_objection(groundwork, &fit, position);
	if (fit.kind == FIT_ON_TOP && !*why) {
		out = g_ptr_array_new_with_free_func(piece_free);
		for (guint i = 0; i < fit.prerequisites.members->len; i++)
			g_ptr_array_add(
				out, piece_of(groundwork, member_at(&fit, i), position, companion));
	}
	fit_clear(&fit);
	return out;
}
