/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/prerequisite-parts.h"

#include <string.h>

#include "base/compare.h"
#include "message/message.h"
#include "match/merging.h"
#include "message/reference.h"

enum {
	ROUNDS_LIMIT = 24, /* in which something was found */
	FOUND_LIMIT = 12,  /* commits; before what can be left out is left out */
};

const char *prerequisite_why_name(enum prerequisite_why why)
{
	static const char *const names[] = {
		[PREREQUISITE_TEXT] = "text",
		[PREREQUISITE_NAME] = "name",
		[PREREQUISITE_DECLARED] = "declared",
	};

	return names[why];
}

static void clear_one(void *data)
{
	struct prerequisite *one = data;

	g_free(one->proof);
	g_free(one->name);
}

void prerequisites_clear(struct prerequisites *found)
{
	if (found->members)
		g_array_unref(found->members);
	if (found->rest)
		g_ptr_array_unref(found->rest);
	g_free(found->stuck);
	*found = (struct prerequisites){ .outcome = PREREQUISITES_NOT_ASKED };
}

size_t prerequisites_lines(const struct prerequisites *found)
{
	size_t lines = 0;

	for (guint i = 0; found->members && i < found->members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(found->members, struct prerequisite, i);

		lines += one->is_fix ? 0 : one->lines_changed;
	}
	return lines;
}

/* Of the last attempt: what is left to a person. */
static void note_rest(const struct prerequisite_search *search, struct effective *tree,
		      const struct effective_change *change, const struct application *application)
{
	for (guint i = 0; i < application->failed->len; i++) {
		size_t file = g_array_index(application->failed, struct failed_hunk, i).file;

		merging_add_file(search->rest, diff_file_path(diff_file_at(change->diff, file)));
	}
	if (application->kind == APPLICATION_FUZZY)
		merging_find_conflicts(search->finder->history, tree, change, search->rest);
}

/* Whether it applied, if need be but for its prose. */
static bool apply(const struct prerequisite_search *search, struct effective *tree,
		  const struct diff *diff, guint32 position, struct application *out)
{
	_cleanup_(effective_freep) struct effective *layer = effective_layer(tree);
	struct effective_change change = { diff, 1, search->finder->renames, position };
	bool applies;

	effective_apply(layer, &change, out);
	applies = application_succeeded(out) || application_fails_in_prose(out, diff);
	if (applies && search->rest)
		note_rest(search, tree, &change, out);
	effective_keep(layer);
	return applies;
}

/*
 * Put the members, but the one numbered without, and then the patch on tree, a layer of the tree
 * before.
 */
static bool try_diff(const struct prerequisite_search *search, const struct diff *diff,
		     size_t without, struct effective *tree, struct prerequisite_failure *failure)
{
	*failure = (struct prerequisite_failure){ 0 };
	for (guint i = 0; i < search->members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(search->members, struct prerequisite, i);

		if (i == without)
			continue;
		failure->diff = prerequisite_diff_of(search->finder, one);
		failure->position = one->position;
		failure->is_member = true;
		if (!apply(search, tree, failure->diff, one->position, &failure->application))
			return false;
		application_clear(&failure->application);
	}
	failure->diff = diff;
	failure->position = search->position;
	failure->is_member = false;
	return apply(search, tree, failure->diff, search->position, &failure->application);
}

static bool try_set(const struct prerequisite_search *search, size_t without,
		    struct effective *tree, struct prerequisite_failure *failure)
{
	return try_diff(search, &search->patch->diff, without, tree, failure);
}

/*
 * The hunks of an adapted patch are no lines of upstream's file: those of the commit that it was
 * made from are, which as a rule fail with it.
 */
static void refine_failure(const struct prerequisite_search *search, struct effective **tree,
			   struct prerequisite_failure *failure)
{
	const struct diff *own = prerequisite_upstream_diff(search->finder, search->position);

	if (failure->is_member || !own)
		return;
	application_clear(&failure->application);
	/* Anew: what of the patch fitted is in the tree, where upstream's hunks would fail on it.
	 */
	effective_free(*tree);
	*tree = effective_layer(search->before);
	try_diff(search, own, G_MAXSIZE, *tree, failure);
}

/* Leave out what can be left out, the newest first: it was found through what is older, too. */
static void minimise(const struct prerequisite_search *search)
{
	for (guint i = search->members->len; i > 0; i--) {
		_cleanup_(effective_freep) struct effective *tree = effective_layer(search->before);
		struct prerequisite_failure failure;

		if (g_array_index(search->members, struct prerequisite, i - 1).why ==
		    PREREQUISITE_DECLARED)
			continue;
		if (try_set(search, i - 1, tree, &failure) &&
		    prerequisite_has_all_names(search, i - 1))
			g_array_remove_index(search->members, i - 1);
		application_clear(&failure.application);
	}
}

/* What of the set, and of the patch on top of it, is left to a person even so: char *. */
static GPtrArray *find_rest(const struct prerequisite_search *search)
{
	_cleanup_(effective_freep) struct effective *tree = effective_layer(search->before);
	struct prerequisite_search last = *search;
	struct prerequisite_failure failure;

	last.rest = g_ptr_array_new_with_free_func(g_free);
	try_set(&last, G_MAXSIZE, tree, &failure);
	application_clear(&failure.application);
	return last.rest;
}

/* What was found to do, without what turns out to be too much. */
static enum prerequisite_outcome settle(const struct prerequisite_search *search)
{
	minimise(search);
	if (!search->members->len)
		return PREREQUISITES_NOTHING;
	return search->members->len > PREREQUISITES_LIMIT ? PREREQUISITES_MANY
							  : PREREQUISITES_PROVED;
}

/* One more attempt. Whether something was found that makes another one worth while. */
static bool advance(const struct prerequisite_search *search, struct prerequisites *out)
{
	_cleanup_(effective_freep) struct effective *tree = effective_layer(search->before);
	struct prerequisite_failure failure;
	size_t found = 0;

	g_clear_pointer(&out->stuck, g_free);
	out->outcome = PREREQUISITES_UNPROVED;
	out->by_name = false;
	if (try_set(search, G_MAXSIZE, tree, &failure)) {
		struct unknown_name unknown;

		prerequisite_resolve_names(search, G_MAXSIZE, true, &unknown);
		found = unknown.n_added;
		out->by_name = unknown.stuck != NULL;
		out->stuck = unknown.stuck;
		if (!found && !unknown.stuck)
			out->outcome = settle(search);
		if (out->outcome == PREREQUISITES_PROVED)
			out->rest = find_rest(search);
	} else {
		out->stuck = g_strdup(failure.application.where);
		refine_failure(search, &tree, &failure);
		if (failure.application.kind == APPLICATION_UNKNOWN)
			out->outcome = PREREQUISITES_UNKNOWN;
		else
			found = prerequisite_add_by_text(search, tree, &failure);
		if (!found && *search->blind)
			out->outcome = PREREQUISITES_UNKNOWN;
	}
	application_clear(&failure.application);
	if (found && search->members->len > FOUND_LIMIT)
		out->outcome = PREREQUISITES_MANY;
	return found && out->outcome == PREREQUISITES_UNPROVED;
}

void prerequisites_find(struct prerequisite_finder *finder, const struct patch *patch,
			guint32 position, const GArray *declared, struct effective *before,
			struct prerequisites *out)
{
	bool blind = false;
	struct prerequisite_search search = { finder, patch, position, before, NULL, NULL, &blind };

	*out = (struct prerequisites){ .outcome = PREREQUISITES_UNKNOWN };
	out->members = g_array_new(FALSE, FALSE, sizeof(struct prerequisite));
	g_array_set_clear_func(out->members, clear_one);
	search.members = out->members;
	prerequisite_forget_diffs(finder);
	if (position == HISTORY_NONE)
		return;
	for (guint i = 0; declared && i < declared->len; i++)
		prerequisite_add_member(&search, g_array_index(declared, guint32, i),
					&(struct prerequisite){ .why = PREREQUISITE_DECLARED,
								.user = HISTORY_NONE });
	for (int round = 0; round < ROUNDS_LIMIT; round++)
		if (!advance(&search, out))
			break;
	if (out->outcome != PREREQUISITES_UNPROVED)
		g_clear_pointer(&out->stuck, g_free);
}

void prerequisites_put(struct prerequisite_finder *finder, const struct prerequisites *found,
		       struct effective *tree)
{
	for (guint i = 0; i < found->members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(found->members, struct prerequisite, i);
		struct effective_change change = { prerequisite_diff_of(finder, one), 1,
						   finder->renames, one->position };
		struct application application;

		effective_apply(tree, &change, &application);
		application_clear(&application);
	}
}
