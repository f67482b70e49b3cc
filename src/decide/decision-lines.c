/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decide/decision-lines.h"

#include <string.h>

#include "base/error.h"

static const char header_prefix[] = "# winnow decisions ", header[] = DECISION_LINES_HEADER;

/* A line of the file with its end, as it stands. */
struct line {
	char *bytes;
	size_t length;
	struct decision *decision; /* NULL: it is none */
};

struct decision_lines {
	GPtrArray *list; /* struct line * */
	const char *end; /* of lines that are put in */
	bool has_header;
	bool sorted; /* its decisions are in their order, as nobody who edits it has to leave them
		      */
};

static void line_free(void *data)
{
	struct line *line = data;

	if (line->decision)
		decision_free(line->decision);
	g_free(line->bytes);
	g_free(line);
}

void decision_lines_free(struct decision_lines *lines)
{
	g_ptr_array_unref(lines->list);
	g_free(lines);
}

static struct line *at(const struct decision_lines *lines, guint i)
{
	return lines->list->pdata[i];
}

/* Without its end. */
static struct slice content_of(const struct line *line)
{
	struct slice rest = { line->bytes, line->length }, content = { line->bytes, 0 };

	text_next_line(&rest, &content);
	return content;
}

static bool is_blank(const struct line *line)
{
	return !line->decision && !slice_trim(content_of(line)).length;
}

/* What git leaves in a file that it could not merge; a line of such a file may begin it. */
static bool is_header(const struct line *line)
{
	return slice_has_prefix(content_of(line), header_prefix);
}

static struct line *line_new(const char *bytes, size_t length)
{
	struct line *line = g_new0(struct line, 1);

	line->bytes = g_malloc(length + 1);
	memcpy(line->bytes, bytes, length);
	line->bytes[length] = '\0';
	line->length = length;
	return line;
}

static void read_decision(struct line *line, const char *path, size_t number, GPtrArray *warnings)
{
	struct slice content = slice_trim(content_of(line));
	struct decision decision;
	const char *wrong;

	if (!content.length || content.start[0] == '#')
		return;
	wrong = decision_parse(content, &decision);
	if (!wrong) {
		decision.line = number;
		line->decision = g_memdup2(&decision, sizeof(decision));
	} else if (warnings) {
		g_ptr_array_add(warnings, g_strdup_printf("%s:%zu: %s; the line is kept and does "
							  "not count",
							  path, number, wrong));
	}
}

static bool read_header(struct decision_lines *lines, const struct line *line, const char *path,
			GError **error)
{
	struct slice content = slice_trim(content_of(line));

	if (!is_header(line))
		return true;
	if (!slice_equal(content, header))
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is a file of decisions of a newer winnow than this", path);
	lines->has_header = true;
	if (g_str_has_suffix(line->bytes, "\r\n"))
		lines->end = "\r\n";
	return true;
}

bool decision_lines_parse(const char *path, struct slice text, GPtrArray *warnings,
			  struct decision_lines **out, GError **error)
{
	_cleanup_(decision_lines_freep) struct decision_lines *lines =
		g_new0(struct decision_lines, 1);
	bool is_empty = !slice_trim(text).length;
	struct slice rest = text, content;
	const struct decision *last = NULL;

	lines->list = g_ptr_array_new_with_free_func(line_free);
	lines->end = "\n";
	lines->sorted = true;
	while (text_next_line(&rest, &content)) {
		struct line *line = line_new(content.start, (size_t)(rest.start - content.start));

		g_ptr_array_add(lines->list, line);
		if (!read_header(lines, line, path, error))
			return false;
		read_decision(line, path, lines->list->len, warnings);
		if (!line->decision)
			continue;
		lines->sorted &= !last || decision_compare(last, line->decision) <= 0;
		last = line->decision;
	}
	if (!lines->has_header && !is_empty)
		return fail(error, WINNOW_ERROR_INPUT,
			    "'%s' is no file of decisions: no line of it is \"%s\"", path, header);
	*out = g_steal_pointer(&lines);
	return true;
}

void decision_lines_each(const struct decision_lines *lines,
			 void (*visit)(const struct decision *decision, void *data), void *data)
{
	for (guint i = 0; i < lines->list->len; i++)
		if (at(lines, i)->decision)
			visit(at(lines, i)->decision, data);
}

static void insert(struct decision_lines *lines, guint i, const char *text)
{
	g_autofree char *bytes = g_strconcat(text, lines->end, NULL);

	g_ptr_array_insert(lines->list, (gint)i, line_new(bytes, strlen(bytes)));
}

static void give_decision(struct line *line, const struct decision *decision)
{
	line->decision = decision_copy(decision);
	line->decision->line = 0;
}

/* Whether a line's decision comes behind another; or, if equal_too, at the same place. */
static bool is_behind(const struct line *line, const struct decision *decision, bool equal_too)
{
	int order = line->decision ? decision_compare(line->decision, decision) : -1;

	return order > 0 || (equal_too && order == 0);
}

/* The first such line; of a file that is in order it is found by halves. */
static guint first_behind(const struct decision_lines *lines, const struct decision *decision,
			  bool equal_too)
{
	guint i = 0, end = lines->list->len;

	while (lines->sorted && i < end) {
		guint middle = i + (end - i) / 2, known = middle;

		while (known > i && !at(lines, known)->decision)
			known--;
		if (is_behind(at(lines, known), decision, equal_too))
			end = known;
		else
			i = middle + 1;
	}
	while (!lines->sorted && i < end && !is_behind(at(lines, i), decision, equal_too))
		i++;
	return i;
}

/* Before the first greater one, and the remarks that stand right above that. */
static guint position_of(const struct decision_lines *lines, const struct decision *decision)
{
	guint i = first_behind(lines, decision, false);

	while (i < lines->list->len && i > 0 && !at(lines, i - 1)->decision &&
	       !is_blank(at(lines, i - 1)) && !is_header(at(lines, i - 1)))
		i--;
	return i;
}

static void end_last_line(struct decision_lines *lines)
{
	struct line *last = lines->list->len ? at(lines, lines->list->len - 1) : NULL;
	g_autofree char *bytes = NULL;

	if (!last || !last->length || last->bytes[last->length - 1] == '\n')
		return;
	bytes = last->bytes;
	last->bytes = g_malloc(last->length + strlen(lines->end) + 1);
	memcpy(last->bytes, bytes, last->length);
	strcpy(last->bytes + last->length, lines->end);
	last->length += strlen(lines->end);
}

/* On the same key and tree. */
static bool is_on(const struct line *line, const struct decision *decision)
{
	return line->decision && decision_compare(line->decision, decision) == 0;
}

/* No line from there on is on its key and tree. */
static bool is_past(const struct decision_lines *lines, guint i, const struct decision *decision)
{
	return lines->sorted && is_behind(at(lines, i), decision, false);
}

/*
 * With an empty line on either side: git takes changes of two neighbouring lines for a conflict,
 * and what lies between them for the proof that they are none.
 */
static void put_new(struct decision_lines *lines, const struct decision *decision)
{
	g_autofree char *text = decision_line(decision);
	guint i;

	if (!lines->has_header) {
		insert(lines, 0, header);
		lines->has_header = true;
	}
	end_last_line(lines);
	i = position_of(lines, decision);
	if (i > 0 && !is_blank(at(lines, i - 1)))
		insert(lines, i++, "");
	insert(lines, i, text);
	give_decision(at(lines, i), decision);
	if (i + 1 < lines->list->len && !is_blank(at(lines, i + 1)))
		insert(lines, i + 1, "");
}

/* The line at i, with the empty one behind it if there is one before it, too. */
static void take_out(struct decision_lines *lines, guint i)
{
	g_ptr_array_remove_index(lines->list, i);
	if (i > 0 && is_blank(at(lines, i - 1)) &&
	    (i == lines->list->len || is_blank(at(lines, i))))
		g_ptr_array_remove_index(lines->list, i == lines->list->len ? i - 1 : i);
}

void decision_lines_put(struct decision_lines *lines, const struct decision *decision)
{
	g_autofree char *text = decision_line(decision);
	bool done = false;

	for (guint i = first_behind(lines, decision, true);
	     i < lines->list->len && !is_past(lines, i, decision); i++) {
		if (!is_on(at(lines, i), decision))
			continue;
		if (done) {
			take_out(lines, i--);
			continue;
		}
		g_ptr_array_remove_index(lines->list, i);
		insert(lines, i, text);
		give_decision(at(lines, i), decision);
		done = true;
	}
	if (!done)
		put_new(lines, decision);
}

bool decision_lines_remove(struct decision_lines *lines, const char *key, const char *tree)
{
	const struct decision wanted = { .key = (char *)key, .tree = (char *)tree };
	bool found = false;

	for (guint i = first_behind(lines, &wanted, true);
	     i < lines->list->len && !is_past(lines, i, &wanted); i++) {
		if (!is_on(at(lines, i), &wanted))
			continue;
		take_out(lines, i--);
		found = true;
	}
	return found;
}

GString *decision_lines_text(const struct decision_lines *lines)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < lines->list->len; i++)
		g_string_append_len(out, at(lines, i)->bytes, (gssize)at(lines, i)->length);
	return out;
}
