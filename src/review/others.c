/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "review/others.h"

void others_clear(struct others *others)
{
	if (others->siblings)
		siblings_free(others->siblings);
	if (others->trees && !others->borrowed)
		trees_free(others->trees);
	*others = (struct others){ 0 };
}

/* Which of the set the own tree is; the set's length: none. */
static guint own_of(const struct others_asked *asked, const struct trees *trees)
{
	for (guint i = 0; i < asked->n_names; i++) {
		guint found = asked->names[i] ? trees_find(trees, asked->repo, asked->names[i])
					      : trees->all->len;

		if (found < trees->all->len)
			return found;
	}
	return trees->all->len;
}

bool others_ask(const struct others_asked *asked, struct others *out, GError **error)
{
	_cleanup_(version_tags_freep) struct version_tags *tags = NULL;
	_cleanup_(queue_freep) struct queue *none = queue_new();
	struct view_of_tree_options view = { .repo = asked->repo,
					     .history = asked->history,
					     .queue = none,
					     .names_directory = asked->names_directory,
					     .progress = asked->progress };
	struct siblings_asked siblings = { .view = &view,
					   .own = asked->target,
					   .positions = asked->positions,
					   .needed = asked->needed,
					   .warn = &asked->warn };

	out->trees = asked->known;
	out->borrowed = asked->known != NULL;
	if (!out->trees && !trees_read(asked->repo, asked->trees, &asked->warn, &out->trees, error))
		return false;
	if (!out->trees->all->len)
		return true;
	view.tags = tags = version_tags_new(asked->repo);
	siblings.trees = out->trees;
	siblings.own_tree = own_of(asked, out->trees);
	out->siblings = siblings_find(&siblings);
	return true;
}
