/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an upstream commit would take in a tree: tried, then what would help is looked for. */
#include "match/fit.h"

#include "match/lineage.h"
#include "match/merging.h"
#include "read/patch-commit.h"

enum { FORGET_AFTER = 50 }; /* commits, whose files in the tree are kept */

struct fit_finder {
	struct history *history;
	const struct target *target;
	char *names_directory;
	bool progress;
	struct effective *tree; /* nothing is applied to it */
	size_t n_asked;		/* of this tree */
	bool tried_names, tried_lineage;
	struct tree_names *names; /* like the next NULL: not yet, or they cannot be told */
	struct absent_finder *absent;
	struct lineage lineage;
};

struct fit_finder *fit_finder_new(struct history *history, const struct target *target,
				  const char *names_directory, bool progress)
{
	struct commit_id base;
	struct repo *repo = target_repo(target, &base);
	struct fit_finder *finder;

	if (!repo || !history_repo(history))
		return NULL;
	finder = g_new0(struct fit_finder, 1);
	finder->history = history;
	finder->target = target;
	finder->names_directory = g_strdup(names_directory);
	finder->progress = progress;
	finder->tree = effective_new(repo, &base);
	return finder;
}

void fit_finder_free(struct fit_finder *finder)
{
	if (!finder)
		return;
	lineage_clear(&finder->lineage);
	if (finder->absent)
		absent_finder_free(finder->absent);
	if (finder->names)
		tree_names_free(finder->names);
	effective_free(finder->tree);
	g_free(finder->names_directory);
	g_free(finder);
}

/* All files that commits were tried on stay in memory. */
static void refresh_tree(struct fit_finder *finder)
{
	struct commit_id base;
	struct repo *repo = target_repo(finder->target, &base);

	if (finder->n_asked++ < FORGET_AFTER)
		return;
	effective_free(finder->tree);
	finder->tree = effective_new(repo, &base);
	finder->n_asked = 0;
}

static void open_names(struct fit_finder *finder)
{
	struct commit_id base;
	struct repo *repo = target_repo(finder->target, &base);

	if (finder->tried_names)
		return;
	finder->tried_names = true;
	if (tree_names_open(repo, &base, finder->names_directory, finder->progress, &finder->names,
			    NULL))
		finder->absent = absent_finder_new(finder->history, target_in_base(finder->target),
						   &base, finder->names, NULL, finder->progress);
}

static void open_lineage(struct fit_finder *finder)
{
	if (finder->tried_lineage)
		return;
	finder->tried_lineage = true;
	open_names(finder);
	lineage_open(finder->history, finder->target, finder->names, finder->absent,
		     finder->progress, &finder->lineage);
}

/* One commit that is asked about. */
struct asking {
	struct fit_finder *finder;
	const struct patch *patch;
	guint32 position;
};

static struct effective_change change_of(const struct asking *asking)
{
	return (struct effective_change){
		.diff = &asking->patch->diff,
		.maker = 1,
		.renames = asking->finder->lineage.renames,
		.position = asking->position,
	};
}

static void attempt(const struct asking *asking, struct fit *out)
{
	_cleanup_(effective_freep) struct effective *layer = effective_layer(asking->finder->tree);
	struct effective_change change = change_of(asking);

	fit_try(layer, &change, out);
}

/* What stood in its way does not. */
static void settle(struct fit *fit, enum fit_kind kind)
{
	fit->kind = kind;
	g_clear_pointer(&fit->where, g_free);
	g_clear_pointer(&fit->files, g_ptr_array_unref);
}

/*
 * A merge decides: it may not take what patch(1) does where lines around are others, and takes some
 * changes for which that finds no place.
 */
static void merge(const struct asking *asking, struct fit *out)
{
	struct effective_change change = change_of(asking);
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	bool changes = merging_find_conflicts(asking->finder->history, asking->finder->tree,
					      &change, files);

	if (files->len) {
		g_clear_pointer(&out->files, g_ptr_array_unref);
		out->kind = FIT_WORK;
		out->files = files;
		return;
	}
	out->merged = changes && out->kind != FIT_APPLIES;
	settle(out, changes ? FIT_APPLIES : FIT_THERE);
	g_ptr_array_unref(files);
}

static bool lacks_names(const struct asking *asking)
{
	g_autoptr(GArray) absent = NULL;

	open_names(asking->finder);
	if (!asking->finder->absent)
		return false;
	absent = absent_names_find(asking->finder->absent, &asking->patch->diff, NULL, asking->position);
	for (guint i = 0; i < absent->len; i++)
		if (prerequisite_name(&g_array_index(absent, struct absent_name, i)))
			return true;
	return false;
}

/* Whether a stable tree would take all of them for their own sake. */
static bool are_fixes(const GArray *members)
{
	for (guint i = 0; i < members->len; i++)
		if (!g_array_index(members, struct prerequisite, i).is_fix)
			return false;
	return true;
}

/*
 * What is proved counts, but where it brings the very code: that is code which the tree was never
 * to have, unless it is a fix itself that does.
 */
static bool counts(const struct fit *fit)
{
	return fit->kind != FIT_FOREIGN || fit->around || are_fixes(fit->prerequisites.members);
}

/*
 * Whether the tree only has others in the place of the lines that are looked for: most of what
 * stands around them is there, or they are older than the tree.
 */
static bool is_in_place(const struct fit *fit)
{
	const struct prerequisites *found = &fit->prerequisites;

	return fit->around ||
	       (!fit->no_file && found->outcome == PREREQUISITES_UNPROVED && !found->members->len);
}

/* The first use of a name that nothing of what was found brings; NULL: there is none. */
static const char *unbrought(const struct prerequisites *found)
{
	if (found->outcome == PREREQUISITES_NOTHING)
		return NULL;
	for (guint i = 0; !found->by_name && i < found->members->len; i++) {
		const struct prerequisite *one =
			&g_array_index(found->members, struct prerequisite, i);

		if (one->why == PREREQUISITE_NAME && one->user == HISTORY_NONE)
			return one->proof;
	}
	return found->by_name ? found->stuck : NULL;
}

static void conclude(const struct asking *asking, const GArray *declared, struct fit *out)
{
	struct prerequisites *found = &out->prerequisites;
	const char *use;

	prerequisites_find(asking->finder->lineage.finder, asking->patch, asking->position,
			   declared, asking->finder->tree, found);
	if (found->outcome == PREREQUISITES_PROVED && counts(out)) {
		settle(out, found->rest->len ? FIT_WORK : FIT_ON_TOP);
		out->files = found->rest->len ? g_ptr_array_ref(found->rest) : NULL;
	} else if (out->kind == FIT_APPLIES && (use = unbrought(found))) {
		settle(out, FIT_WORK);
		out->by_name = true;
		out->where = g_strdup(use);
	} else if (out->kind == FIT_FOREIGN && is_in_place(out)) {
		if (found->stuck) {
			g_free(out->where);
			out->where = g_strdup(found->stuck);
		}
		merge(asking, out);
	}
}

static void find(const struct asking *asking, struct fit *out)
{
	struct fit_finder *finder = asking->finder;
	g_autoptr(GArray) declared =
		target_find_named(finder->target, asking->patch, REFERENCE_PREREQUISITE, true);

	attempt(asking, out);
	/* What is gone may only be known by an older name. */
	if (out->kind != FIT_APPLIES && out->kind != FIT_UNKNOWN) {
		open_lineage(finder);
		fit_clear(out);
		attempt(asking, out);
	}
	if (out->kind == FIT_WORK || (out->kind == FIT_APPLIES && out->fuzz))
		merge(asking, out);
	if (out->kind == FIT_THERE || out->kind == FIT_UNKNOWN ||
	    (out->kind == FIT_APPLIES && !declared->len && !lacks_names(asking)))
		return;
	open_lineage(finder);
	if (finder->lineage.finder)
		conclude(asking, declared, out);
}

/* On the finder's tree as it is. */
static void find_on_tree(struct fit_finder *finder, guint32 position, struct fit *out)
{
	const struct history_commit *commit = history_at(finder->history, position);
	_cleanup_(patch_freep) struct patch *patch = NULL;
	struct commit read;

	*out = (struct fit){ .kind = FIT_UNKNOWN,
			     .prerequisites.outcome = PREREQUISITES_NOT_ASKED };
	if (commit->merge ||
	    !repo_read_commit(history_repo(finder->history), &commit->id, &read, NULL))
		return;
	patch = patch_of_commit(history_repo(finder->history), &read);
	commit_clear(&read);
	if (!patch->problems->len && diff_n_files(&patch->diff))
		find(&(struct asking){ finder, patch, position }, out);
}

void fit_find(struct fit_finder *finder, guint32 position, struct fit *out)
{
	refresh_tree(finder);
	find_on_tree(finder, position, out);
}

void fit_find_on(struct fit_finder *finder, guint32 position, struct effective *tree,
		 const GPtrArray *diffs, struct fit *out)
{
	struct effective *own = finder->tree;

	open_names(finder);
	for (guint i = 0; finder->names && i < diffs->len; i++)
		tree_names_add(finder->names, diffs->pdata[i], NULL);
	finder->tree = tree;
	find_on_tree(finder, position, out);
	finder->tree = own;
	for (guint i = 0; finder->names && i < diffs->len; i++)
		tree_names_remove(finder->names, diffs->pdata[i], NULL);
}
