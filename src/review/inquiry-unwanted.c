/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What nobody wants: ignore lists, decisions, and what was not asked for. */
#include "review/inquiry-parts.h"

#include "evidence/ignore.h"
#include "review/decided.h"

bool inquiry_read_ignore_lists(struct inquiry *inquiry, GError **error)
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

bool inquiry_read_decisions(struct inquiry *inquiry, GError **error)
{
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	if (!inquiry->options->decisions)
		return true;
	if (!decisions_open(inquiry->options->decisions, warnings, &inquiry->decisions, error))
		return false;
	inquiry->tree = inquiry_tree(inquiry);
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

size_t inquiry_sift_cves(const struct inquiry *inquiry, GArray *open, size_t *n_decided)
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

size_t inquiry_sift(const struct inquiry *inquiry, GArray *missing, size_t *n_decided)
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
