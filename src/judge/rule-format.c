/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule-format.h"

#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/json-escape.h"
#include "base/text.h"

enum { INDENT = 2 };

/* A value as it is written, in a tree of indices into one array; 0 is the file and nobody's child.
 */
struct node {
	char kind;	  /* '{', '[' or 's': a string, a number, a word */
	struct slice key; /* with its quotes; empty but for members */
	struct slice text;
	size_t width; /* on one line, in characters, the key not included */
	guint first, next;
	guint n;
};

struct layout {
	GArray *nodes;
	const char *at;
	GString *out;
	size_t column;
};

static struct node *node_at(const struct layout *layout, guint i)
{
	return &g_array_index(layout->nodes, struct node, i);
}

static size_t width_of(struct slice text)
{
	return (size_t)g_utf8_strlen(text.start, (gssize)text.length);
}

static void skip_blanks(struct layout *layout)
{
	layout->at += strspn(layout->at, " \t\r\n,:");
}

/* A string with its quotes, a number or a word. */
static struct slice take_token(struct layout *layout)
{
	const char *p = layout->at;
	struct slice out = { p, 0 };

	if (*p == '"') {
		for (p++; *p && *p != '"'; p++)
			if (*p == '\\' && p[1])
				p++;
		p += *p == '"';
	} else {
		p += strcspn(p, " \t\r\n,:{}[]\"");
	}
	out.length = (size_t)(p - out.start);
	layout->at = p;
	return out;
}

/* jansson bounds how deep it goes. Indices, not pointers: the array moves while it grows. */
static guint read_value(struct layout *layout, struct slice key)
{
	struct node node = { .kind = *layout->at, .key = key };
	guint self = layout->nodes->len, last = 0;

	g_array_append_val(layout->nodes, node);
	if (node.kind != '{' && node.kind != '[') {
		node.kind = 's';
		node.text = take_token(layout);
		node.width = width_of(node.text);
		*node_at(layout, self) = node;
		return self;
	}
	layout->at++;
	for (skip_blanks(layout); *layout->at && !strchr("}]", *layout->at); skip_blanks(layout)) {
		struct slice name = { 0 };
		guint child;

		if (node.kind == '{') {
			name = take_token(layout);
			skip_blanks(layout);
		}
		child = read_value(layout, name);
		if (last)
			node_at(layout, last)->next = child;
		else
			node.first = child;
		last = child;
		node.n++;
		node.width += node_at(layout, child)->width + 2;
		if (name.length)
			node.width += width_of(name) + 2;
	}
	layout->at += *layout->at != '\0';
	/* "[]", "[a, b]", "{}", "{ a: b, c: d }" */
	node.width = !node.n ? 2 : node.kind == '{' ? node.width + 2 : node.width;
	*node_at(layout, self) = node;
	return self;
}

static void put(struct layout *layout, struct slice text)
{
	g_string_append_len(layout->out, text.start, (gssize)text.length);
	layout->column += width_of(text);
}

static void put_text(struct layout *layout, const char *text)
{
	put(layout, slice_of(text));
}

static void new_line(struct layout *layout, size_t indent)
{
	g_string_append_printf(layout->out, "\n%*s", (int)indent, "");
	layout->column = indent;
}

static void put_key(struct layout *layout, const struct node *node)
{
	if (!node->key.length)
		return;
	put(layout, node->key);
	put_text(layout, ": ");
}

static void put_flat(struct layout *layout, const struct node *node)
{
	if (node->kind == 's') {
		put(layout, node->text);
		return;
	}
	put_text(layout, node->kind == '{' ? (node->n ? "{ " : "{") : "[");
	for (guint i = node->first; i; i = node_at(layout, i)->next) {
		if (i != node->first)
			put_text(layout, ", ");
		put_key(layout, node_at(layout, i));
		put_flat(layout, node_at(layout, i));
	}
	put_text(layout, node->kind == '{' ? (node->n ? " }" : "}") : "]");
}

/* With what stands between it and the end of its line: closing brackets, or a comma. */
static bool fits(const struct layout *layout, const struct node *node, size_t tail)
{
	size_t key = node->key.length ? width_of(node->key) + 2 : 0;

	return layout->column + key + node->width + tail <= RULE_FORMAT_WIDTH;
}

/* Whether the first of a list that is too long does. */
static bool begins(const struct layout *layout, const struct node *node)
{
	return node->kind == '[' && node->key.length && node->n &&
	       layout->column + width_of(node->key) + 3 + node_at(layout, node->first)->width + 1 <=
		       RULE_FORMAT_WIDTH;
}

static bool is_rule(const struct layout *layout, const struct node *node)
{
	return node->n && slice_equal(node_at(layout, node->first)->key, "\"id\"");
}

static bool is_brief(const struct node *node)
{
	return slice_equal(node->key, "\"brief\"");
}

static bool is_sentence(const struct node *node)
{
	return node->kind == 's' && memchr(node->text.start, ' ', node->text.length);
}

/*
 * All share lines that find room, but a rule's sentences, where one is not the other in brief, with
 * all but a word behind them, and what is too long for a line of a rule, which has one to begin on.
 */
static bool may_join(const struct layout *layout, const struct node *parent,
		     const struct node *last, const struct node *node, size_t tail)
{
	if (is_rule(layout, parent))
		return (is_brief(last) || is_brief(node) ||
			(!is_sentence(node) && (!is_sentence(last) || node->kind == 's'))) &&
		       fits(layout, node, tail);
	return fits(layout, node, tail) || begins(layout, node);
}

/* indent is that of the line it begins on. */
static void put_node(struct layout *layout, const struct node *node, size_t indent, size_t tail)
{
	const struct node *last = NULL;
	bool broken = false; /* the last one took more than a line */
	/* Behind the only one nothing follows that could be taken for its own. */
	size_t inner = indent + (node->n > 1 ? INDENT : 0);

	put_key(layout, node);
	if (node->kind == 's' || layout->column + node->width + tail <= RULE_FORMAT_WIDTH) {
		put_flat(layout, node);
		return;
	}
	put_text(layout, node->kind == '{' ? "{ " : "[");
	for (guint i = node->first; i; i = last->next) {
		const struct node *child = node_at(layout, i);
		size_t own = child->next ? 1 : tail + (node->kind == '{' ? 2 : 1);

		if (last) {
			put_text(layout, ",");
			layout->column++; /* the blank */
			if (!broken && may_join(layout, node, last, child, own)) {
				g_string_append_c(layout->out, ' ');
			} else {
				new_line(layout, inner);
			}
		}
		broken = !fits(layout, child, own);
		put_node(layout, child, inner, own);
		last = child;
	}
	put_text(layout, node->kind == '{' ? " }" : "]");
}

/* A line or more for each of its own; of the file's lists of rules and definitions, too. */
static void put_open(struct layout *layout, const struct node *node, size_t indent)
{
	put_text(layout, node->kind == '{' ? "{" : "[");
	for (guint i = node->first; i; i = node_at(layout, i)->next) {
		const struct node *child = node_at(layout, i);
		bool is_list = !indent && child->n &&
			       (slice_equal(child->key, "\"rules\"") ||
				slice_equal(child->key, "\"define\""));

		new_line(layout, indent + INDENT);
		if (is_list) {
			put_key(layout, child);
			put_open(layout, child, indent + INDENT);
		} else {
			put_node(layout, child, indent + INDENT, 1);
		}
		if (child->next)
			put_text(layout, ",");
	}
	new_line(layout, indent);
	put_text(layout, node->kind == '{' ? "}" : "]");
}

bool rule_format(const char *text, size_t length, char **out, GError **error)
{
	json_error_t problem;
	json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
	g_autoptr(GString) shown = g_string_new(NULL);
	struct layout layout = { 0 };
	const struct node *file;

	if (!root)
		return fail(error, WINNOW_ERROR_INPUT, "%d:%d: %s", problem.line, problem.column,
			    problem.text);
	json_decref(root);
	json_escape(shown, text, length);
	layout.at = shown->str;
	layout.nodes = g_array_new(FALSE, FALSE, sizeof(struct node));
	layout.out = g_string_new(NULL);
	skip_blanks(&layout);
	read_value(&layout, (struct slice){ 0 });
	file = node_at(&layout, 0);
	if (file->kind == '{' && file->n)
		put_open(&layout, file, 0);
	else
		put_node(&layout, file, 0, 0);
	g_string_append_c(layout.out, '\n');
	g_array_unref(layout.nodes);
	*out = g_string_free(layout.out, FALSE);
	return true;
}

bool rule_format_is(const char *text, size_t length)
{
	g_autofree char *formatted = NULL;

	return rule_format(text, length, &formatted, NULL) && strlen(formatted) == length &&
	       memcmp(formatted, text, length) == 0;
}
