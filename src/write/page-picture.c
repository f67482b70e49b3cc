/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A patch between the commits beside it: what it needs, repairs and takes back on the left, what
 * followed on the right by date, what followed that behind it.
 */
#include "write/page-parts.h"

#include <string.h>

#include "base/html.h"
#include "base/text.h"
#include "base/width.h"

enum {
	NODES_SHOWN = 8, /* on either side */
	NODES_LIMIT = 200,
	CHAIN_SHOWN = 3, /* columns of follow-ups; longer chains go on in the last one */
	WIDTH = 192,
	HEIGHT = 65,
	GAP_X = 32,
	GAP_Y = 10,
	LINE = 14,
	SUBJECT_COLUMNS = 29,
	SUBJECT_LINES = 2,
};

struct node {
	const struct fact *fact;
	gint64 date;
	guint order;	     /* among equal dates */
	struct node *parent; /* what its commit follows; NULL: the patch itself */
	bool chosen;
	int column, row;
};

static gint64 date_of(const struct history *history, const struct fact *fact)
{
	guint32 at = history && fact->has_id ? history_find(history, &fact->id) : HISTORY_NONE;
	const struct history_commit *commit = at != HISTORY_NONE ? history_at(history, at) : NULL;

	return !commit ? 0 : commit->mainline_date ? commit->mainline_date : commit->author_date;
}

/* What there is to do about it: the first are shown. */
static int urgency_of(const struct fact *fact)
{
	switch (fact->state) {
	case FACT_STATE_MISSING:
	case FACT_STATE_TO_DROP:
		return 0;
	case FACT_STATE_QUEUED_BEFORE:
	case FACT_STATE_QUEUED_AFTER:
	case FACT_STATE_REVERTED:
	case FACT_STATE_UNKNOWN:
		return 1;
	case FACT_STATE_MOOT:
	case FACT_STATE_LEFT_OUT:
		return 2;
	default:
		return 3;
	}
}

static int by_date(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;

	if ((*x)->date != (*y)->date)
		return (*x)->date < (*y)->date ? -1 : 1;
	return (*x)->order < (*y)->order ? -1 : 1;
}

static int by_urgency(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;
	int order = urgency_of((*x)->fact) - urgency_of((*y)->fact);

	return order ? order : by_date(a, b);
}

static bool is_left(const struct fact *fact)
{
	return fact_is(fact, FACT_BEFORE) || fact_is(fact, FACT_UNDONE);
}

/* What merely goes on at the same place is drawn where there is something to decide. */
static bool is_beside(const struct review *review, const struct fact *fact, bool left)
{
	if (!fact->has_id && !fact->entry)
		return false;
	if (left)
		return is_left(fact);
	if (fact_is(fact, FACT_CONTINUES) && review->judgement.verdict == VERDICT_KEEP)
		return false;
	return fact_is(fact, FACT_AFTER) && !is_left(fact);
}

/* A commit of which several facts speak is one node, by the most urgent of them. */
static void add_node(GPtrArray *nodes, const struct history *history, const struct fact *fact)
{
	struct node *node;

	for (guint i = 0; i < nodes->len; i++) {
		struct node *known = nodes->pdata[i];

		if (!fact->has_id || !known->fact->has_id ||
		    !commit_id_equal(&fact->id, &known->fact->id))
			continue;
		if (urgency_of(fact) < urgency_of(known->fact))
			known->fact = fact;
		return;
	}
	if (nodes->len >= NODES_LIMIT)
		return;
	node = g_new0(struct node, 1);
	node->fact = fact;
	node->date = date_of(history, fact);
	node->order = nodes->len;
	g_ptr_array_add(nodes, node);
}

static void find_parents(const GPtrArray *nodes)
{
	for (guint i = 0; i < nodes->len; i++) {
		struct node *node = nodes->pdata[i];

		for (guint k = 0; k < nodes->len && node->fact->chained; k++) {
			struct node *other = nodes->pdata[k];

			if (other != node && other->fact->has_id &&
			    commit_id_equal(&other->fact->id, &node->fact->object))
				node->parent = other;
		}
	}
}

static guint depth_of(const struct node *node)
{
	guint depth = 0;

	for (; node->parent && depth < NODES_LIMIT; node = node->parent)
		depth++;
	return depth;
}

/* The most urgent ones, each with all that it hangs from, in order of date. */
static GPtrArray *choose(const GPtrArray *nodes)
{
	GPtrArray *out = g_ptr_array_new();
	g_autoptr(GPtrArray) urgent = g_ptr_array_new(); /* owns none of them, unlike a copy */

	for (guint i = 0; i < nodes->len; i++)
		g_ptr_array_add(urgent, nodes->pdata[i]);
	g_ptr_array_sort(urgent, by_urgency);
	for (guint i = 0; i < urgent->len; i++) {
		guint more = 0;

		for (struct node *node = urgent->pdata[i]; node && more <= NODES_SHOWN;
		     node = node->parent)
			more += !node->chosen;
		if (out->len + more > NODES_SHOWN)
			continue;
		for (struct node *node = urgent->pdata[i]; node && !node->chosen;
		     node = node->parent) {
			node->chosen = true;
			g_ptr_array_add(out, node);
		}
	}
	g_ptr_array_sort(out, by_date);
	return out;
}

/* A row each, what follows it in its own row and below. */
static void lay_out(const GPtrArray *nodes, const struct node *parent, bool left, int *row)
{
	for (guint i = 0; i < nodes->len; i++) {
		struct node *node = nodes->pdata[i];
		int first = *row;

		if (left ? parent != NULL : node->parent != parent)
			continue;
		node->row = first;
		node->column = left ? 0 : (int)MIN(depth_of(node), (guint)CHAIN_SHOWN - 1);
		/* What follows it stands beside it, or below for lack of columns. */
		if (node->column == CHAIN_SHOWN - 1)
			(*row)++;
		if (!left)
			lay_out(nodes, node, left, row);
		if (*row == first)
			(*row)++;
	}
}

static const char *class_of(const struct fact *fact)
{
	switch (fact->state) {
	case FACT_STATE_MISSING:
		return "x";
	case FACT_STATE_REVERTED:
		return "u";
	case FACT_STATE_MOOT:
	case FACT_STATE_LEFT_OUT:
		return "x u";
	default:
		return "b";
	}
}

static bool is_dashed(const struct fact *fact)
{
	return class_of(fact)[0] == 'x';
}

static int x_of(int column)
{
	return column * (WIDTH + GAP_X);
}

static int y_of(int row)
{
	return row * (HEIGHT + GAP_Y) + 1;
}

/* Whether it is queued before or after shows in the picture. */
static const char *state_word(enum fact_state state)
{
	switch (state) {
	case FACT_STATE_BASE:
		return "in the base";
	case FACT_STATE_BRANCH:
		return "in the branch";
	case FACT_STATE_QUEUED_BEFORE:
	case FACT_STATE_QUEUED_AFTER:
		return "queued";
	default:
		return fact_state_name(state);
	}
}

/* "taken-back" as people write it. */
static void append_words(GString *out, const char *name)
{
	for (; *name; name++)
		g_string_append_c(out, *name == '-' ? ' ' : *name);
}

/* The part of a kind's word that says what it is to the patch, and where: "fix, missing". */
static void add_relation(struct page *page, const struct fact *fact)
{
	const char *kind = fact_kind_name(fact->kind), *dot = strchr(kind, '.');
	size_t entry = page_entry_of(page, fact);

	append_words(page->out, dot ? dot + 1 : kind);
	if (fact->state == FACT_STATE_NONE)
		return;
	g_string_append(page->out, ", ");
	append_words(page->out, state_word(fact->state));
	if (entry)
		g_string_append_printf(page->out, " at %zu", entry);
}

static bool open_link(struct page *page, const struct fact *fact)
{
	g_autofree char *address = NULL;

	if (page_open_entry_link(page, page_entry_of(page, fact)))
		return true;
	if (fact->has_id)
		address =
			link_address(page->style->links.commit_url, commit_id_hex(&fact->id).text);
	if (!address)
		return false;
	g_string_append(page->out, "<a href=\"");
	html_add_value(page->out, address);
	g_string_append(page->out, "\">");
	return true;
}

static void add_box(struct page *page, const char *class, int x, int y)
{
	g_string_append_printf(page->out, "<g class=\"%s\" transform=\"translate(%d %d)\">", class,
			       x, y);
}

/* A subject takes two lines, of which the second is cut. */
static void add_subject(struct page *page, const char *subject)
{
	g_autofree char *line = text_one_line(subject, 0);
	const char *rest = line;

	for (int i = 0; i < SUBJECT_LINES && *rest; i++) {
		g_autoptr(GString) wrapped = g_string_new(NULL);
		size_t length;

		width_wrap(wrapped, rest, SUBJECT_COLUMNS, 0, 0, NULL);
		length = MIN(strcspn(wrapped->str, "\n"), width_fit(rest, SUBJECT_COLUMNS));

		g_autofree char *shown = i + 1 < SUBJECT_LINES
						 ? g_strndup(rest, length)
						 : width_cut(rest, SUBJECT_COLUMNS, false);

		g_string_append_printf(page->out, "<text x=8 y=%d class=t>",
				       2 * LINE + 1 + i * LINE);
		html_add(page->out, shown);
		g_string_append(page->out, "</text>");
		rest += length;
		rest += strspn(rest, " ");
	}
}

static void add_texts(struct page *page, const char *id, const char *subject)
{
	g_string_append_printf(page->out,
			       "<rect width=%d height=%d rx=4 /><text x=8 y=15 class=i>%s</text>",
			       WIDTH, HEIGHT, id);
	add_subject(page, subject ? subject : "");
	g_string_append_printf(page->out, "<text x=8 y=%d class=s>", HEIGHT - 7);
}

static void add_fact_node(struct page *page, const struct node *node, int x)
{
	const struct fact *fact = node->fact;
	bool linked = open_link(page, fact);

	add_box(page, class_of(fact), x, y_of(node->row));
	g_string_append(page->out, "<title>");
	html_add(page->out, fact->says);
	if (fact->proof && !strstr(fact->says, fact->proof)) {
		g_string_append(page->out, " | ");
		html_add(page->out, fact->proof);
	}
	g_string_append(page->out, "</title>");
	add_texts(page, fact->has_id ? commit_id_short(&fact->id).text : "a patch", fact->subject);
	add_relation(page, fact);
	g_string_append(page->out, linked ? "</text></g></a>\n" : "</text></g>\n");
}

static void add_edge(GString *path, int x1, int y1, int x2, int y2)
{
	int half = GAP_X / 2;

	g_string_append_printf(path, "M%d %dC%d %d %d %d %d %d", x1, y1, x1 + half, y1, x2 - half,
			       y2, x2, y2);
}

/* All lines of one kind are one path. */
static void add_edges(struct page *page, const GPtrArray *left, const GPtrArray *right, int me,
		      bool dashed)
{
	g_autoptr(GString) path = g_string_new(NULL);
	int middle = HEIGHT / 2;

	for (guint i = 0; i < left->len; i++) {
		const struct node *node = left->pdata[i];

		if (is_dashed(node->fact) == dashed)
			add_edge(path, WIDTH, y_of(node->row) + middle, me, y_of(0) + middle);
	}
	for (guint i = 0; i < right->len; i++) {
		const struct node *node = right->pdata[i], *parent = node->parent;
		int to = me + x_of(node->column + 1);
		int from = parent ? me + x_of(parent->column + 1) : me;

		if (is_dashed(node->fact) != dashed)
			continue;
		if (parent && parent->column == node->column) /* the last column goes on below */
			g_string_append_printf(path, "M%d %dV%d", to + GAP_X / 2,
					       y_of(parent->row) + HEIGHT, y_of(node->row));
		else
			add_edge(path, from + WIDTH, y_of(parent ? parent->row : 0) + middle, to,
				 y_of(node->row) + middle);
	}
	if (path->len)
		g_string_append_printf(page->out, "<path%s d=\"%s\"/>\n", dashed ? " class=x" : "",
				       path->str);
}

static void add_patch_node(struct page *page, const struct review *review, int x)
{
	const struct upstream *upstream = review->upstream;
	const struct patch *patch = review->patch;
	g_autofree char *id = upstream->has_id	  ? g_strdup(commit_id_short(&upstream->id).text)
			      : patch->has_commit ? g_strdup(commit_id_short(&patch->commit).text)
						  : g_strdup("this patch");

	add_box(page, "me", x, y_of(0));
	g_string_append_printf(page->out, "<title>the patch at %zu</title>", patch->position);
	add_texts(page, id, patch->message.subject);
	g_string_append_printf(page->out, "this patch, at %zu</text></g>\n", patch->position);
}

static void add_more(struct page *page, guint n, int x, int row)
{
	if (n)
		g_string_append_printf(
			page->out, "<text class=s x=%d y=%d>and %u more, see the facts</text>\n",
			x + 8, y_of(row) + 12, n);
}

static int columns_of(const GPtrArray *right)
{
	int columns = 0;

	for (guint i = 0; i < right->len; i++)
		columns = MAX(columns, ((const struct node *)right->pdata[i])->column + 1);
	return columns;
}

static void draw(struct page *page, const struct review *review, const GPtrArray *all_left,
		 const GPtrArray *all_right)
{
	g_autoptr(GPtrArray) left = choose(all_left), right = choose(all_right);
	int rows_left = 0, rows_right = 0, me = left->len ? x_of(1) : 0, rows, width;
	guint more_left = all_left->len - left->len, more_right = all_right->len - right->len;

	lay_out(left, NULL, true, &rows_left);
	lay_out(right, NULL, false, &rows_right);
	rows = MAX(MAX(rows_left, rows_right), 1);
	width = me + WIDTH + x_of(columns_of(right)) + 2;
	g_string_append_printf(page->out,
			       "<div class=draw tabindex=0 role=group aria-label=\"The commits "
			       "beside the patch at %zu\"><svg width=%d height=%d "
			       "viewBox=\"-1 0 %d %d\">\n",
			       review->patch->position, width,
			       y_of(rows) + (more_left || more_right) * 16, width,
			       y_of(rows) + (more_left || more_right) * 16);
	add_edges(page, left, right, me, false);
	add_edges(page, left, right, me, true);
	for (guint i = 0; i < left->len; i++)
		add_fact_node(page, left->pdata[i], 0);
	add_patch_node(page, review, me);
	for (guint i = 0; i < right->len; i++) {
		const struct node *node = right->pdata[i];

		add_fact_node(page, node, me + x_of(node->column + 1));
	}
	add_more(page, more_left, 0, rows_left);
	add_more(page, more_right, me + x_of(1), rows_right);
	g_string_append(page->out, "</svg></div>\n");
}

/* It is there, or comes where it should. */
static bool is_in_order(const struct fact *fact)
{
	if (fact->state == FACT_STATE_QUEUED_AFTER)
		return !is_left(fact);
	return fact->state == FACT_STATE_QUEUED_BEFORE ? is_left(fact) : urgency_of(fact) == 3;
}

bool page_picture(struct page *page, const struct review *review)
{
	g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) right = g_ptr_array_new_with_free_func(g_free);
	bool settled = true;

	for (size_t i = 0; i < facts_count(&review->facts); i++) {
		const struct fact *fact = facts_at(&review->facts, i);

		for (int side = 0; side < 2; side++) {
			if (!is_beside(review, fact, side == 0))
				continue;
			settled &= is_in_order(fact);
			add_node(side == 0 ? left : right, page->report->history, fact);
		}
	}
	if ((settled && review->judgement.verdict == VERDICT_KEEP) || !(left->len + right->len))
		return false;
	find_parents(right);
	draw(page, review, left, right);
	return true;
}
