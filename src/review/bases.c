/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/bases.h"

#include <string.h>

#include "base/error.h"
#include "base/range.h"
#include "message/nomination.h"

static void base_free(void *data)
{
	struct base *base = data;

	others_clear(&base->others);
	if (base->target)
		target_free(base->target);
	queue_base_clear(&base->found);
	g_free(base->tree);
	g_free(base->decided_tree);
	g_free(base);
}

bool bases_trees(const struct bases_asked *asked, GError **error)
{
	return *asked->trees || !asked->trees_named || !asked->repo ||
	       trees_read(asked->repo, asked->trees_named, &asked->warn, asked->trees, error);
}

static char *version_of(const char *revision)
{
	char *version = nomination_tree(revision);

	return version ? version : nomination_tree_of_branch(revision);
}

/* The version that the tree's name holds: of --onto, of a range's end or start, of --target. */
static char *tree_of(const struct bases_asked *asked)
{
	_cleanup_(range_clear) struct range range = { 0 };
	bool is_range = range_read(*asked->names, &range);
	const char *const candidates[] = { asked->onto, is_range ? range.to : NULL,
					   is_range ? range.from : NULL, asked->target };
	char *tree = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(candidates) && !tree; i++)
		tree = candidates[i] ? nomination_tree(candidates[i]) : NULL;
	return tree;
}

/*
 * The tree that decisions are for: a branch's name says more than a tag's, which changes with each
 * release.
 */
static char *decided_tree_of(const struct bases_asked *asked, const char *tree)
{
	_cleanup_(range_clear) struct range range = { 0 };
	bool is_range = range_read(*asked->names, &range);
	const char *const candidates[] = { asked->target, is_range ? range.to : NULL };
	char *decided = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(candidates) && !decided; i++)
		decided = candidates[i] ? nomination_tree_of_branch(candidates[i]) : NULL;
	return decided ? decided : g_strdup(tree);
}

/* The base is what --onto or the range says, else the branch itself. */
static bool take_given(const struct bases_asked *asked, struct base *base, GError **error)
{
	const char *branch = asked->target, *onto = asked->onto;

	base->tree = tree_of(asked);
	base->decided_tree = decided_tree_of(asked, base->tree);
	if (branch && !repo_resolve(asked->repo, branch, &base->branch_id, error))
		return false;
	if (onto && !repo_resolve(asked->repo, onto, &base->told.id, error))
		return false;
	if (!onto && asked->queue->has_base) {
		base->told.id = asked->queue->base;
		onto = "the range's start";
	}
	if (!onto && branch) {
		base->told.id = base->branch_id;
		onto = branch;
	}
	base->told.name = onto;
	base->branch = branch;
	return true;
}

/* Whether revision is of the stack's tree: of one that says no version it is only if all are. */
static bool fits(const struct bases_asked *asked, const char *revision,
		 const struct queue_stack *stack)
{
	const GPtrArray *stacks = asked->queue->stacks;
	g_autofree char *version = version_of(revision);

	if (!stack->version)
		return true;
	if (version)
		return strcmp(version, stack->version) == 0;
	for (guint i = 0; i < stacks->len; i++) {
		const struct queue_stack *other = stacks->pdata[i];

		if (other->version && strcmp(other->version, stack->version) != 0)
			return false;
	}
	return true;
}

static bool find(const struct bases_asked *asked, const struct queue_stack *stack,
		 struct base *base, GError **error)
{
	g_auto(GStrv) patterns = repo_config_list(asked->repo, "winnow.queueBase");

	if (!stack->version) {
		base->found.problem = g_strdup("its name does not say which tree it is for");
		return true;
	}
	if (!bases_trees(asked, error))
		return false;
	queue_base_find(asked->repo, *asked->trees, patterns, stack->version, &base->found);
	if (!base->found.name)
		return true;
	base->told.name = base->found.name;
	base->told.id = base->found.id;
	base->told.how = base->found.how;
	base->tree = version_of(base->found.name);
	if (!base->tree)
		base->tree = g_strdup(stack->version);
	base->decided_tree = g_strdup(base->tree);
	return true;
}

/* What was given for another stack is no base, which is told where there is none. */
static void tell_passed_over(const char *onto, struct queue_base *found)
{
	g_autofree char *version = version_of(onto);
	char *problem =
		version ? g_strdup_printf("%s, and --onto %s is for %s", found->problem, onto,
					  version)
			: g_strdup_printf("%s, and --onto %s does not say which of the trees it is "
					  "for",
					  found->problem, onto);

	g_free(found->problem);
	found->problem = problem;
}

static bool take_of_stack(const struct bases_asked *asked, struct base *base, GError **error)
{
	const struct queue_stack *stack = asked->queue->stacks->pdata[base->stack - 1];
	bool on_branch = asked->target && fits(asked, asked->target, stack);

	base->told.queue = stack->name;
	base->told.version = stack->version;
	if (on_branch) {
		if (!repo_resolve(asked->repo, asked->target, &base->branch_id, error))
			return false;
		base->branch = asked->target;
	}
	if (asked->onto && fits(asked, asked->onto, stack)) {
		base->told.name = asked->onto;
		if (!repo_resolve(asked->repo, asked->onto, &base->told.id, error))
			return false;
	} else if (on_branch) {
		base->told.name = asked->target;
		base->told.id = base->branch_id;
	} else {
		if (!find(asked, stack, base, error))
			return false;
		if (asked->onto && base->found.problem)
			tell_passed_over(asked->onto, &base->found);
		base->told.problem = base->found.problem;
		return true;
	}
	base->tree = version_of(base->told.name);
	base->decided_tree = g_strdup(base->tree);
	return true;
}

static bool read_base(const struct bases_asked *asked, struct base *base, GError **error)
{
	base->target = target_new(asked->history, asked->queue);
	if (!asked->history || !base->told.name)
		return true;
	return target_read_tree(base->target, asked->repo, &base->told.id,
				base->found.has_from ? &base->found.from : NULL, asked->progress,
				error) &&
	       (!base->branch || target_read_branch(base->target, asked->repo, &base->branch_id,
						    asked->progress, error));
}

static struct base *add(GPtrArray *bases, guint stack)
{
	struct base *base = g_new0(struct base, 1);

	base->stack = stack;
	g_ptr_array_add(bases, base);
	return base;
}

/* In the order of the queue. */
static GPtrArray *parts_of(const struct queue *queue)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(base_free);
	guint last = G_MAXUINT;

	for (size_t i = 0; i < queue_length(queue); i++) {
		const struct patch *patch = queue_at(queue, i);

		if (patch->stack != last && !bases_of(out, patch))
			add(out, patch->stack);
		last = patch->stack;
	}
	return out;
}

bool bases_read(const struct bases_asked *asked, GPtrArray **out, GError **error)
{
	g_autoptr(GPtrArray) bases = parts_of(asked->queue);
	const GPtrArray *stacks = asked->queue->stacks;

	if ((asked->onto || asked->target) && !asked->repo)
		return fail(error, WINNOW_ERROR_INPUT, "no repository to find '%s' in (use -C)",
			    asked->onto ? asked->onto : asked->target);
	for (guint i = 0; i < bases->len; i++) {
		struct base *base = bases->pdata[i];

		if (!(base->stack ? take_of_stack(asked, base, error)
				  : take_given(asked, base, error)))
			return false;
		/* A queue alone: what is not found is as if it had not been looked for. */
		if (!base->stack && bases->len == 1 && stacks->len == 1 && !base->told.name &&
		    asked->repo && !find(asked, stacks->pdata[0], base, error))
			return false;
		if (!read_base(asked, base, error))
			return false;
	}
	*out = g_steal_pointer(&bases);
	return true;
}

struct base *bases_of(const GPtrArray *bases, const struct patch *patch)
{
	for (guint i = 0; i < bases->len; i++) {
		struct base *base = bases->pdata[i];

		if (base->stack == patch->stack)
			return base;
	}
	return NULL;
}
