/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trees/since.h"

#include <string.h>

#include "match/release.h"

struct version_tag {
	char *name;
	struct commit_id commit;
	bool candidate;
};

struct version_tags {
	struct repo *repo;
	GArray *all; /* struct version_tag, by name; NULL: not yet read */
};

/* Where a tag lies on the line: among upstream's commits, or behind them among the tree's own. */
struct milestone {
	bool own;
	size_t place; /* a position in history, or target_place() */
	const struct version_tag *tag;
};

struct since {
	struct history *history;
	const struct target *target;
	GArray *line; /* struct milestone, from the oldest */
};

static void version_tag_clear(void *data)
{
	g_free(((struct version_tag *)data)->name);
}

struct version_tags *version_tags_new(struct repo *repo)
{
	struct version_tags *tags = g_new0(struct version_tags, 1);

	tags->repo = repo;
	return tags;
}

void version_tags_free(struct version_tags *tags)
{
	if (tags->all)
		g_array_unref(tags->all);
	g_free(tags);
}

/* "v5.18-rc1", "4.17.0-rc3", "v23.11.4-beta2". */
static bool is_candidate(const char *name)
{
	static const char *const words[] = { "rc", "pre", "alpha", "beta" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		for (const char *p = name; (p = strstr(p, words[i])); p++)
			if (p > name && !g_ascii_isalpha(p[-1]) &&
			    !g_ascii_isalpha(p[strlen(words[i])]))
				return true;
	return false;
}

static void add_tag(const char *name, const struct commit_id *commit, void *data)
{
	struct version_tags *tags = data;
	struct version_tag tag = { .commit = *commit, .candidate = is_candidate(name) };

	if (!release_is_version(name))
		return;
	tag.name = g_strdup(name);
	g_array_append_val(tags->all, tag);
}

static const GArray *tags_of(struct version_tags *tags)
{
	if (tags->all)
		return tags->all;
	tags->all = g_array_new(FALSE, FALSE, sizeof(struct version_tag));
	g_array_set_clear_func(tags->all, version_tag_clear);
	repo_each_tag(tags->repo, add_tag, tags);
	return tags->all;
}

static int in_order(const void *a, const void *b)
{
	const struct milestone *x = a, *y = b;

	if (x->own != y->own)
		return x->own ? 1 : -1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return strcmp(x->tag->name, y->tag->name);
}

struct since *since_new(struct version_tags *tags, struct history *history,
			const struct target *target)
{
	struct since *since = g_new0(struct since, 1);
	const guint8 *shared = target_in_base(target);
	const GArray *all = tags_of(tags);

	since->history = history;
	since->target = target;
	since->line = g_array_new(FALSE, FALSE, sizeof(struct milestone));
	for (guint i = 0; i < all->len; i++) {
		const struct version_tag *tag = &g_array_index(all, struct version_tag, i);
		struct milestone milestone = { .tag = tag };
		bool on_line = false;
		guint32 at;

		milestone.place = target_place(target, &tag->commit, &on_line);
		milestone.own = milestone.place != TARGET_NOWHERE;
		if (!milestone.own) {
			at = history_find(history, &tag->commit);
			on_line = at != HISTORY_NONE && shared[at] &&
				  history_at(history, at)->on_line;
			milestone.place = at;
		}
		if (on_line)
			g_array_append_val(since->line, milestone);
	}
	g_array_sort(since->line, in_order);
	return since;
}

void since_free(struct since *since)
{
	g_array_unref(since->line);
	g_free(since);
}

const char *since_first(struct since *since, const struct presence *presence, guint32 position)
{
	bool on_line, own = false;
	const char *candidate = NULL;
	size_t arrival = 0;

	if (presence->has_commit) {
		guint32 twin = history_find(since->history, &presence->commit);

		own = twin == HISTORY_NONE;
		position = own ? position : twin;
	}
	if (own)
		arrival = target_place(since->target, &presence->commit, &on_line);
	else
		arrival = target_arrival(since->target, position);
	if (arrival == TARGET_NOWHERE)
		return NULL;
	for (guint i = 0; i < since->line->len; i++) {
		const struct milestone *one = &g_array_index(since->line, struct milestone, i);

		if (one->own ? one->place < arrival : own || one->place < position)
			continue;
		if (!one->tag->candidate)
			return one->tag->name;
		candidate = candidate ? candidate : one->tag->name;
	}
	return candidate;
}
