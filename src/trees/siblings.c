/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trees/siblings.h"

#include "base/error.h"

enum { TOLD_LIMIT = 4 }; /* trees that a clause names */

/* What one tree did, of each position asked about. */
struct column {
	const struct tree *tree;
	bool newer;
	struct state *states;
};

struct siblings {
	GHashTable *places; /* position + 1 -> index into states + 1 */
	guint n_positions;
	GArray *columns; /* struct column */
};

void siblings_free(struct siblings *siblings)
{
	for (guint i = 0; i < siblings->columns->len; i++) {
		struct state *states = g_array_index(siblings->columns, struct column, i).states;

		for (guint k = 0; k < siblings->n_positions; k++)
			state_clear(&states[k]);
		g_free(states);
	}
	g_array_unref(siblings->columns);
	g_hash_table_unref(siblings->places);
	g_free(siblings);
}

/* Where a tree left upstream: the newest commit of the mainline that it shares. */
static guint32 left_at(const struct history *history, const struct target *target)
{
	const guint8 *shared = target_in_base(target);

	for (guint32 at = (guint32)history_length(history); shared && at > 0; at--)
		if (shared[at - 1] && history_at(history, at - 1)->on_line)
			return at;
	return 0;
}

static void fill(const struct siblings_asked *asked, struct view_of_tree *view, GHashTable *needed,
		 struct column *column)
{
	for (guint i = 0; i < asked->positions->len; i++) {
		guint32 position = g_array_index(asked->positions, guint32, i);
		struct state *state = &column->states[i];

		if (column->newer && g_hash_table_contains(needed, GUINT_TO_POINTER(position + 1)))
			state_find(view, position, state);
		else
			state_find_had(view, position, state);
	}
}

static void add_tree(struct siblings *siblings, const struct siblings_asked *asked, guint number,
		     guint32 own_left, GHashTable *needed)
{
	_cleanup_(view_of_tree_freep) struct view_of_tree *view = NULL;
	const struct tree *tree = trees_at(asked->trees, number);
	struct column column = { .tree = tree };
	g_autoptr(GError) error = NULL;

	if (!view_of_tree_open(tree, asked->view, &view, &error)) {
		warn_tell(asked->warn, "%s: tree '%s' cannot be read: %s", tree->where, tree->name,
			  error->message);
		return;
	}
	column.newer = left_at(asked->view->history, view_of_tree_target(view)) > own_left;
	column.states = g_new0(struct state, asked->positions->len + 1);
	fill(asked, view, needed, &column);
	g_array_append_val(siblings->columns, column);
}

static GHashTable *numbers_of(const GArray *positions)
{
	GHashTable *out = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < positions->len; i++)
		g_hash_table_insert(out, GUINT_TO_POINTER(g_array_index(positions, guint32, i) + 1),
				    GUINT_TO_POINTER(i + 1));
	return out;
}

struct siblings *siblings_find(const struct siblings_asked *asked)
{
	struct siblings *siblings = g_new0(struct siblings, 1);
	g_autoptr(GHashTable) needed = numbers_of(asked->needed);
	guint32 own_left = left_at(asked->view->history, asked->own);
	guint n = asked->trees->all->len;

	siblings->places = numbers_of(asked->positions);
	siblings->n_positions = asked->positions->len;
	siblings->columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	for (guint t = 0; t < n; t++) {
		guint alike = trees_at(asked->trees, t)->alike;

		/* One that has two names is one. */
		if (alike == t && (asked->own_tree == n ||
				   alike != trees_at(asked->trees, asked->own_tree)->alike))
			add_tree(siblings, asked, t, own_left, needed);
	}
	return siblings;
}

guint siblings_count(const struct siblings *siblings)
{
	return siblings->columns->len;
}

const struct tree *siblings_tree(const struct siblings *siblings, guint number)
{
	return g_array_index(siblings->columns, struct column, number).tree;
}

bool siblings_at(const struct siblings *siblings, guint number, guint32 position,
		 struct sibling *out)
{
	const struct column *column = &g_array_index(siblings->columns, struct column, number);
	guint place = GPOINTER_TO_UINT(
		g_hash_table_lookup(siblings->places, GUINT_TO_POINTER(position + 1)));
	const struct state *state = place ? &column->states[place - 1] : NULL;

	if (!state)
		return false;
	*out = (struct sibling){
		.tree = column->tree,
		.newer = column->newer,
		.has = state->kind == STATE_HAS,
		.took = state->kind == STATE_HAS && state->has_commit && !state->inherited,
		.took_back =
			state->kind == STATE_REVERTED && !state->by_upstream && !state->inherited,
		.has_commit = state->has_commit,
		.commit = state->commit,
		.needs = (state->kind == STATE_NEEDS || state->kind == STATE_NEEDS_WORK) &&
			 state->culprit_there,
	};
	if (out->needs) {
		out->proof = state->proof;
		out->says = state->says;
	}
	return true;
}

char *siblings_took(const struct siblings *siblings, guint32 position, guint *n)
{
	GString *out = g_string_new(NULL);
	struct sibling one;

	*n = 0;
	for (guint i = 0; i < siblings->columns->len; i++) {
		if (!siblings_at(siblings, i, position, &one) || !one.took)
			continue;
		if (++*n > TOLD_LIMIT)
			continue;
		g_string_append_printf(out, "%s%s as %s", *n > 1 ? ", " : "", one.tree->name,
				       commit_id_short(&one.commit).text);
	}
	if (*n > TOLD_LIMIT)
		g_string_append_printf(out, " and %u more", *n - TOLD_LIMIT);
	return g_string_free(out, !*n);
}
