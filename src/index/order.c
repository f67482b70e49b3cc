/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/order.h"

struct node {
	struct commit_id id;
	guint32 first, n; /* its parents in order->parents */
};

struct order {
	GArray *nodes;	       /* struct node */
	GArray *parents;       /* struct commit_id */
	GHashTable *by_prefix; /* the first bytes of an id -> node + 1: the newest of a chain */
	GArray *same_prefix;   /* guint32: the next older node of that chain + 1 */
};

struct order *order_new(void)
{
	struct order *order = g_new0(struct order, 1);

	order->nodes = g_array_new(FALSE, FALSE, sizeof(struct node));
	order->parents = g_array_new(FALSE, FALSE, sizeof(struct commit_id));
	order->by_prefix = g_hash_table_new(NULL, NULL);
	order->same_prefix = g_array_new(FALSE, FALSE, sizeof(guint32));
	return order;
}

void order_free(struct order *order)
{
	g_array_unref(order->nodes);
	g_array_unref(order->parents);
	g_hash_table_unref(order->by_prefix);
	g_array_unref(order->same_prefix);
	g_free(order);
}

static gpointer key_of(const struct commit_id *id)
{
	return GUINT_TO_POINTER(commit_id_hash(id));
}

static const struct node *node_at(const struct order *order, guint32 i)
{
	return &g_array_index(order->nodes, struct node, i);
}

void order_add(struct order *order, const struct commit_id *id, const struct commit_id *parents,
	       size_t n_parents)
{
	struct node node = { .id = *id, .first = order->parents->len, .n = (guint32)n_parents };
	guint32 older = GPOINTER_TO_UINT(g_hash_table_lookup(order->by_prefix, key_of(id)));

	g_array_append_val(order->nodes, node);
	g_array_append_val(order->same_prefix, older);
	if (n_parents)
		g_array_append_vals(order->parents, parents, (guint)n_parents);
	g_hash_table_insert(order->by_prefix, key_of(id), GUINT_TO_POINTER(order->nodes->len));
}

guint32 order_find(const struct order *order, const struct commit_id *id)
{
	guint32 at = GPOINTER_TO_UINT(g_hash_table_lookup(order->by_prefix, key_of(id)));

	while (at && !commit_id_equal(&node_at(order, at - 1)->id, id))
		at = g_array_index(order->same_prefix, guint32, at - 1);
	return at ? at - 1 : ORDER_OUTSIDE;
}

static guint32 parent_at(const struct order *order, guint32 node, guint32 i)
{
	return order_find(order, &g_array_index(order->parents, struct commit_id,
						node_at(order, node)->first + i));
}

/* A node whose first parents, up to next, are done. */
struct step {
	guint32 node, next;
};

/* Everything that bringer reaches and that is not there yet, bringer last. */
static void bring(const struct order *order, guint32 bringer, GArray *stack, guint32 *sequence,
		  guint32 *bringers, guint32 *length)
{
	struct step start = { bringer, 0 };

	bringers[bringer] = bringer;
	g_array_append_val(stack, start);
	while (stack->len) {
		struct step *step = &g_array_index(stack, struct step, stack->len - 1);
		guint32 parent;

		if (step->next == node_at(order, step->node)->n) {
			sequence[(*length)++] = step->node;
			g_array_set_size(stack, stack->len - 1);
			continue;
		}
		parent = parent_at(order, step->node, step->next++);
		if (parent == ORDER_OUTSIDE || bringers[parent] != ORDER_OUTSIDE)
			continue;
		bringers[parent] = bringer;

		struct step deeper = { parent, 0 };

		g_array_append_val(stack, deeper);
	}
}

guint32 order_arrivals(const struct order *order, guint32 tip, guint32 *sequence, guint32 *bringers)
{
	g_autoptr(GArray) line = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(struct step));
	guint32 length = 0;

	for (guint32 i = 0; i < order->nodes->len; i++)
		bringers[i] = ORDER_OUTSIDE;
	for (guint32 at = tip; at != ORDER_OUTSIDE;
	     at = node_at(order, at)->n ? parent_at(order, at, 0) : ORDER_OUTSIDE)
		g_array_append_val(line, at);
	for (guint i = line->len; i > 0; i--)
		bring(order, g_array_index(line, guint32, i - 1), stack, sequence, bringers,
		      &length);
	return length;
}
