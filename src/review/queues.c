/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/queues.h"

#include <string.h>

#include "review/bases.h"

static void queue_named_free(void *data)
{
	struct queue_named *named = data;

	g_free(named->path);
	g_free(named->problem);
	g_free(named);
}

static struct queue_named *describe(const struct base *base, const struct bases_asked *asked)
{
	const GPtrArray *stacks = asked->queue->stacks;
	struct queue_named *named = g_new0(struct queue_named, 1);

	if (base->stack)
		named->path = g_strdup(
			((const struct queue_stack *)stacks->pdata[base->stack - 1])->path);
	named->onto = base->told.how ? NULL : base->told.name;
	named->target = base->branch;
	if (!base->told.name)
		named->problem =
			g_strdup(base->told.problem ? base->told.problem : "no --onto was given");
	return named;
}

/* Standard input can be read only once, by whoever reviews. */
static bool may_be_several(const char *const *names)
{
	for (const char *const *name = names; *name; name++)
		if (strcmp(*name, "-") == 0)
			return false;
	return *names && (names[1] || g_file_test(*names, G_FILE_TEST_IS_DIR));
}

bool queues_read(struct repo *repo, const struct review_options *options, const char *const *names,
		 GPtrArray **out, GError **error)
{
	const struct queue_options queue_options = { .repo = repo,
						     .max_memory = options->max_memory };
	_cleanup_(queue_freep) struct queue *queue = NULL;
	g_autoptr(GPtrArray) bases = NULL;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(queue_named_free);
	struct trees *trees = NULL;
	struct bases_asked asked = { .repo = repo,
				     .onto = options->onto,
				     .target = options->target,
				     .names = names,
				     .trees_named = options->trees,
				     .trees = &trees };
	bool ok = true;

	if (may_be_several(names)) {
		if (!queue_open(names, &queue_options, &queue, error))
			return false;
		asked.queue = queue;
		ok = bases_read(&asked, &bases, error);
	}
	for (guint i = 0; bases && bases->len > 1 && i < bases->len; i++)
		g_ptr_array_add(all, describe(bases->pdata[i], &asked));
	if (trees)
		trees_free(trees);
	if (ok)
		*out = g_steal_pointer(&all);
	return ok;
}
